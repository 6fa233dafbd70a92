import Learning
import LinearAlgebra
import Reproducibility

extension ProblemFile {
  /// Network and training, for features and labels of the given extents.
  static func fitting(
    _ n: ProblemFileError.Extent, _ d: ProblemFileError.Extent, _ k: ProblemFileError.Extent,
    _ arrays: ProblemArrays
  ) throws -> CustomProblem.Fitting {
    let group = "/training"
    let weights = try weights(d, k, arrays)
    let hidden = try hidden(weights, arrays)
    let training = try training(
      in: group, n,
      base: Training(
        steps: try arrays.count("steps", of: group, least: 0),
        rate: try arrays.positiveNumber("learning_rate", of: group)), arrays)
    var trainings: [LearnerID: Training] = [:]
    for type in LearnerCatalog.all {
      let group = "/training/\(type.name)"
      guard arrays.holds(group: group) else { continue }
      trainings[type.id] = try self.training(in: group, n, base: training, arrays)
    }
    return CustomProblem.Fitting(
      training: training, trainings: trainings,
      activation: try arrays.choice("activation", of: group, as: Activation.self),
      loss: try arrays.choice("loss", of: group, as: QuadraticUtility.ErrorNorm.self),
      hidden: hidden, weights: weights)
  }

  /// `base` with what the attributes of a group say otherwise.
  private static func training(
    in group: String, _ n: ProblemFileError.Extent, base: Training, _ arrays: ProblemArrays
  ) throws -> Training {
    var training = base
    func holds(_ name: String) -> Bool { arrays.holds(attribute: name, of: group) }
    if holds("steps") { training.steps = try arrays.count("steps", of: group, least: 0) }
    if holds("learning_rate") {
      training.rate = try arrays.positiveNumber("learning_rate", of: group)
    }
    if holds("rule") {
      let rules = StepRuleCatalog.trainable
      training.rule = rules[try arrays.choice("rule", of: group, among: rules.map { $0.name })]
    }
    if holds("batch") {
      let size = try arrays.count("batch", of: group, least: 0)
      if let rows = n.size, size > rows {
        throw arrays.problem(
          .exceeds(Double(size), most: rows, of: "the rows of /train/features"), "batch", group)
      }
      training.batch = size == 0 ? nil : Minibatches(of: size)
    }
    if holds("weight_decay") {
      let decay = try arrays.number("weight_decay", of: group)
      guard decay >= 0 else { throw arrays.problem(.negative(decay), "weight_decay", group) }
      training.weightDecay = decay
    }
    return training
  }

  /// The numbers of hidden units, which weights tell as well as the attribute `hidden`.
  private static func hidden(_ weights: Weights?, _ arrays: ProblemArrays) throws -> [Int] {
    let (name, group) = ("hidden", "/training")
    let known = weights.map { weights in
      stride(from: 0, to: weights.parts.count - 2, by: 2).map { weights.parts[$0].rows }
    }
    if let known, !arrays.holds(attribute: name, of: group) { return known }
    if arrays.version == 1 {
      let stated = try arrays.count(name, of: group, least: 1, need: .withoutWeights)
      if let known = known?.first, stated != known {
        throw arrays.problem(
          .differs(Double(stated), from: known, of: "the rows of /weights/W1"), name, group)
      }
      return [stated]
    }
    var stated = try arrays.counts(name, of: group, least: 0, need: .withoutWeights)
    if stated == [0] { stated = [] }
    guard stated.allSatisfy({ $0 > 0 }) else {
      throw arrays.problem(.notCount(0, least: 1), name, group)
    }
    guard let known, stated != known else { return stated }
    throw arrays.problem(
      stated.count < 2 && known.count == 1
        ? .differs(Double(stated.first ?? 0), from: known[0], of: "the rows of /weights/W1")
        : .listDiffers(stated, from: known, of: "the rows of /weights/W1, W2, …"), name, group)
  }

  /// W1, b1, …, WL, bL if any of them is there.
  private static func weights(
    _ d: ProblemFileError.Extent, _ k: ProblemFileError.Extent, _ arrays: ProblemArrays
  ) throws -> Weights? {
    let layers = arrays.layers
    let names = CustomProblem.Fitting.weightNames(2 * max(layers, arrays.version == 1 ? 2 : 1))
    guard layers > 0, let given = names.first(where: { arrays.holds("/weights/\($0)") }) else {
      return nil
    }
    let need = ProblemFileError.Need.with("/weights/\(given)")
    try checkComplete(given, k, arrays)
    var (parts, inputs) = ([Matrix](), d)
    for index in stride(from: 0, to: names.count, by: 2) {
      let name = "/weights/\(names[index])"
      let isLast = index == names.count - 2
      let letter = names.count == 4 ? "H" : "H\(index / 2 + 1)"
      let matrix = try arrays.matrix(name, isLast ? k : .any(letter), inputs, need: need)
      let outputs = isLast ? k : .fixed(letter, matrix.rows, as: "as in \(name)")
      let bias = try arrays.vector("/weights/\(names[index + 1])", outputs, need: need)
      parts += [matrix, Matrix(rows: 1, columns: bias.count, values: bias)]
      inputs = outputs
    }
    return Weights(parts)
  }

  /// Refuses weights of which several are missing, naming all: shapes of the rest would mislead.
  ///
  /// Where the last ones do not lead to the outputs, further layers are missing: as many as the
  /// attribute `hidden` tells, or one.
  private static func checkComplete(
    _ given: String, _ k: ProblemFileError.Extent, _ arrays: ProblemArrays
  ) throws {
    var layers = max(arrays.layers, arrays.version == 1 ? 2 : 1)
    if let rows = arrays.shape("/weights/W\(layers)")?.first, rows != k.size {
      let isStated = arrays.holds(attribute: "hidden", of: "/training")
      let hidden = isStated ? try arrays.counts("hidden", of: "/training", least: 0) : []
      let stated = hidden.count { $0 > 0 } + 1
      if stated > layers {
        layers = stated
      } else if !isStated, !arrays.holds("/weights/b\(layers)") {
        layers += 1
      }
    }
    let missing = CustomProblem.Fitting.weightNames(2 * layers).map { "/weights/\($0)" }
      .filter { !arrays.holds($0) }
    guard missing.count > 1 else { return }
    throw ProblemFileError.missing(
      file: arrays.file, object: English.joined(missing), .allWith("/weights/\(given)"))
  }
}
