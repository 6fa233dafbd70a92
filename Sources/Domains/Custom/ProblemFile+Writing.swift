import Learning
import LinearAlgebra
public import Storage

extension ProblemFile {
  /// The contents of a file of the problem; every array says what it means.
  public static func contents(of problem: CustomProblem, title: String) -> ArrayFile {
    var file = ArrayFile(schema: schema, title: title)
    func put(_ path: String, _ matrix: Matrix?) {
      guard let matrix else { return }
      file.arrays[path] = NamedArray(matrix.values, shape: [matrix.rows, matrix.columns])
    }
    for (group, instances) in [
      ("train", problem.train), ("target", problem.target), ("held_out", problem.heldOut),
    ] {
      guard let instances else { continue }
      put("/\(group)/features", instances.features)
      put("/\(group)/labels", instances.labels)
      func putEach(_ values: Matrix, of parameter: ProblemParameter, as name: String) {
        let k = problem.variables
        let shape =
          parameter.isMatrix
          ? [values.rows, values.columns / k, k] : [values.rows, values.columns]
        file.arrays["/\(group)/\(name)"] = NamedArray(values.values, shape: shape)
      }
      for (parameter, values) in instances.known {
        putEach(values, of: parameter, as: parameter.rawValue)
      }
      for (parameter, values) in instances.predicted {
        putEach(values, of: parameter, as: parameter.labelName ?? parameter.rawValue)
      }
    }
    put("/target/desired_decisions", problem.desiredDecisions)
    putShared(problem, into: &file)
    put("/perturbation/lower", problem.perturbation.lower)
    put("/perturbation/upper", problem.perturbation.upper)
    put("/perturbation/features", problem.perturbation.features)
    put("/perturbation/labels", problem.perturbation.labels)
    put("/perturbation/label_lower", problem.perturbation.labelLower)
    put("/perturbation/label_upper", problem.perturbation.labelUpper)
    for (name, flags) in [
      ("rows", problem.perturbation.rows), ("label_rows", problem.perturbation.labelRows),
    ] {
      file.arrays["/perturbation/\(name)"] = flags.map {
        NamedArray($0.map { $0 ? Int64(1) : 0 })
      }
    }
    let fitting = problem.fitting
    let parts = fitting.weights?.parts ?? []
    for (name, part) in zip(CustomProblem.Fitting.weightNames(parts.count), parts) {
      file.arrays["/weights/\(name)"] = NamedArray(
        part.values, shape: name.hasPrefix("b") ? [part.columns] : [part.rows, part.columns])
    }
    file.attributes["/training"] = settings(fitting.training).merging([
      "activation": .string(fitting.activation.rawValue), "loss": .string(fitting.loss.rawValue),
      "hidden": hidden(fitting.hidden),
    ]) { $1 }
    for (learner, training) in fitting.trainings {
      file.attributes["/training/\(learner)"] = settings(training)
    }
    for path in file.arrays.keys {
      guard let meaning = meanings[path] ?? secondMeanings[path] else { continue }
      file.attributes[path] = ["meaning": .string(meaning)]
    }
    return file
  }

  /// The objective and the feasible set, as far as all instances share them.
  private static func putShared(_ problem: CustomProblem, into file: inout ArrayFile) {
    let (constraints, instances) = (problem.constraints, problem.train)
    func put(_ parameter: ProblemParameter, _ values: @autoclosure () -> NamedArray) {
      guard instances.known[parameter] == nil, instances.predicted[parameter] == nil else { return }
      file.arrays["/problem/\(parameter.rawValue)"] = values()
    }
    func array(_ matrix: Matrix) -> NamedArray {
      NamedArray(matrix.values, shape: [matrix.rows, matrix.columns])
    }
    if problem.quadratic.largestMagnitude > 0 { put(.quadratic, array(problem.quadratic)) }
    put(.inequalityMatrix, array(constraints.inequalityMatrix))
    put(.inequalityBound, NamedArray(constraints.inequalityBound))
    if constraints.equalityMatrix.rows > 0 {
      put(.equalityMatrix, array(constraints.equalityMatrix))
      put(.equalityBound, NamedArray(constraints.equalityBound))
    }
    file.arrays["/problem/linear_map"] = problem.linearMap.map(array)
    file.arrays["/problem/linear_constant"] = problem.linearConstant.map { NamedArray($0) }
    for (name, value) in [
      ("box", constraints.box), ("smoothing", problem.smoothing), ("ridge", problem.ridge),
      ("violation_price", problem.violationPrice),
    ] {
      if let value { file.attributes["/problem", default: [:]][name] = .double(value) }
    }
  }

  /// All of how somebody trains, so that it does not hang on what is said elsewhere.
  private static func settings(_ training: Training) -> [String: AttributeValue] {
    [
      "steps": .integer(Int64(training.steps)), "learning_rate": .double(training.rate),
      "rule": .string(training.rule.name), "batch": .integer(Int64(training.batch?.size ?? 0)),
      "weight_decay": .double(training.weightDecay),
    ]
  }

  /// One number for at most one layer, else a list.
  private static func hidden(_ units: [Int]) -> AttributeValue {
    units.count > 1
      ? .integers(units.map { Int64($0) }) : .integer(Int64(units.first ?? 0))
  }

  /// All arrays that may stand in a file, by path, with what they hold.
  public static var objects: [String: String] { meanings.merging(secondMeanings) { $1 } }

  /// What `h5dump -A` shows beside the arrays.
  static let meanings = [
    "/train/features": "u, n x d: what is observed, an instance a row",
    "/train/labels": "theta, n x p (p = k without linear_map): the linear term, to be predicted",
    "/target/features": "t x d: the instances where the adversary wants harm",
    "/target/labels": "t x p",
    "/target/desired_decisions": "optional, t x k: where the objective \"decision\" pulls to",
    "/held_out/features": "optional, s x d: evaluated, never seen by an attack",
    "/held_out/labels": "s x p",
    "/problem/quadratic": "Q, k x k positive semidefinite: maximise theta'x - x'Qx/2",
    "/problem/inequality_matrix": "G, r x k: Gx <= h, and -box <= x <= box with the attribute box",
    "/problem/inequality_bound": "h, r",
    "/problem/equality_matrix": "optional, A, s x k: Ax = b",
    "/problem/equality_bound": "b, s",
    "/perturbation/lower": "optional, n x d, at most 0: B times this <= perturbation (default -1)",
    "/perturbation/upper": "optional, n x d, at least 0: perturbation <= B times this (default 1)",
    "/perturbation/features": "optional, n x d: the current perturbation of features",
    "/perturbation/labels": "optional, n x p: the current perturbation of labels",
    "/weights/W1": "optional, H x d: initial weights of act(u W1' + b1) W2' + b2",
    "/weights/b1": "H", "/weights/W2": "k x H", "/weights/b2": "k",
  ]

  /// The same for arrays that version 2 of the schema has added; what is said of `/train` holds for
  /// `/target` and `/held_out` alike.
  private static let secondMeanings = [
    "/problem/linear_map": "optional, M, k x p: the linear term is M theta + c (default identity)",
    "/problem/linear_constant": "optional, c, k (default 0)",
    "/perturbation/rows": "optional, n: 1 for rows that may be touched, 0 for others",
    "/perturbation/label_rows": "optional, n: the same for labels (default as rows)",
    "/perturbation/label_lower": "optional, n x p, at most 0: box of labels at label budget 1",
    "/perturbation/label_upper": "optional, n x p, at least 0",
    "/train/quadratic": "Q of each instance, n x k x k",
    "/train/inequality_matrix": "G of each instance, n x r x k",
    "/train/inequality_bound": "h of each instance, n x r",
    "/train/equality_matrix": "A of each instance, n x m x k",
    "/train/equality_bound": "b of each instance, n x m",
    "/train/label_quadratic_factor": "L, n x k x k, predicted like theta: Q = LL' + ridge I",
    "/train/label_inequality_bound": "h, n x r, predicted like theta",
    "/train/label_equality_bound": "b, n x m, predicted like theta",
  ]
}
