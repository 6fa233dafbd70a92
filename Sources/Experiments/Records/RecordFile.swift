import Attacks
import Differentiation
import Foundation
import Learning
import LinearAlgebra
import Reproducibility
import Storage

/// The HDF5 form of a record, `poison/1` of the file contract.
enum RecordFile {
  static let schema = "poison/1"

  static func contents(of record: Record, poison: Poison?) -> ArrayFile {
    var file = ArrayFile(
      schema: schema, title: "\(record.domain), seed \(record.seed): \(record.attack)")
    var root: [String: AttributeValue] = [
      "key": .string(record.key.description), "domain": .string(record.domain),
      "dataset_sha256": .string(record.dataset.description), "learner": .string(record.learner),
      "attack": .string(record.attack), "options": .string(record.options),
      "seed": .integer(Int64(record.seed)),
      "budget": .double(record.budget),
    ]
    root.merge(file.rootAttributes) { first, _ in first }
    file.rootAttributes = root
    if let poison {
      file.arrays["/perturbation/features"] = NamedArray(poison.perturbation)
      if let α = poison.labels { file.arrays["/perturbation/labels"] = NamedArray(α) }
    }
    for (learner, evaluation) in record.evaluations {
      write(evaluation, under: "/evaluation/\(learner)", to: &file)
    }
    for level in record.levels {
      file.arrays["/levels/\(level.name)/targets"] = NamedArray(level.targets)
      file.arrays["/levels/\(level.name)/held_out"] = NamedArray(level.heldOut)
    }
    if let trace = record.trace { write(trace, to: &file) }
    if let certificate = record.certificate {
      file.arrays["/certificate/index"] = NamedArray(certificate.indices.map(Int64.init))
      file.arrays["/certificate/difference"] = NamedArray(certificate.differences)
      file.arrays["/certificate/gradient"] = NamedArray(certificate.gradients)
      file.arrays["/certificate/largest_error"] = NamedArray(certificate.largestError)
      if let step = certificate.smallestStep {
        file.arrays["/certificate/smallest_step"] = NamedArray(step)
      }
      if let reach = certificate.reach { file.arrays["/certificate/reach"] = NamedArray(reach) }
      if let frozen = certificate.frozen {
        file.arrays["/certificate/frozen/error"] = NamedArray(frozen.error)
        file.arrays["/certificate/frozen/cosine"] = NamedArray(frozen.cosine)
        file.arrays["/certificate/frozen/norm_ratio"] = NamedArray(frozen.normRatio)
      }
    }
    return file
  }

  /// What is measured of a victim; training and distance only where they were asked for.
  private static var sets: [(String, WritableKeyPath<VictimUtility, [Double]>)] {
    [
      ("targets", \.targets), ("held_out", \.heldOut), ("training", \.training),
      ("distance", \.distance),
    ]
  }

  private static func write(
    _ evaluation: Record.Evaluation, under path: String, to file: inout ArrayFile
  ) {
    for (name, values) in sets where !evaluation.clean[keyPath: values].isEmpty {
      let fresh = "\(path)/fresh/\(name)"
      file.arrays["\(fresh)/clean"] = NamedArray(evaluation.clean[keyPath: values])
      let draws = evaluation.poisoned.map { $0[keyPath: values] }
      if draws.count == 1 {
        file.arrays["\(fresh)/poisoned"] = NamedArray(draws[0])
      } else if let first = draws.first {
        file.arrays["\(fresh)/poisoned"] = NamedArray(
          draws.flatMap { $0 }, shape: [draws.count, first.count])
      }
      if let clean = evaluation.sharedClean, let poisoned = evaluation.sharedPoisoned {
        file.arrays["\(path)/shared/\(name)/clean"] = NamedArray(clean[keyPath: values])
        file.arrays["\(path)/shared/\(name)/poisoned"] = NamedArray(poisoned[keyPath: values])
      }
    }
  }

  private static var traces: [(String, WritableKeyPath<Poison.Trace, [Double]>)] {
    [
      ("adversary_loss", \.adversaryLoss), ("training_loss", \.trainingLoss),
      ("gradient_norm", \.gradientNorm), ("step", \.step),
      ("backward_smallest", \.backwardSmallest), ("backward_largest", \.backwardLargest),
      ("round_margin", \.roundMargin), ("first_sweep", \.firstSweep), ("last_sweep", \.lastSweep),
    ]
  }

  private static var counts: [(String, WritableKeyPath<BranchCensus, Int>)] {
    [
      ("solves", \.solves), ("factorisations", \.factorisations), ("warm_hits", \.warmHits),
      ("degenerate", \.degenerate), ("near_degenerate", \.nearDegenerate),
    ]
  }

  private static func write(_ trace: Poison.Trace, to file: inout ArrayFile) {
    for (name, values) in traces {
      file.arrays["/trace/\(name)"] = NamedArray(trace[keyPath: values])
    }
    for (name, count) in counts {
      file.arrays["/census/\(name)"] = NamedArray([Int64(trace.census[keyPath: count])], shape: [])
    }
    file.arrays["/census/worst_residual"] = NamedArray(trace.census.worstResidual)
    file.arrays["/census/smallest_margin"] = NamedArray(trace.census.smallestMargin)
  }

  // MARK: Reading

  static func record(from file: ArrayFile, at url: URL) throws -> Record {
    let root = file.rootAttributes
    func text(_ name: String) throws -> String {
      guard let value = root[name]?.string else {
        throw RecordError.lacks(name, file: url.lastPathComponent)
      }
      return value
    }
    guard try text("schema") == schema, let key = Digest(hex: try text("key")),
      let dataset = Digest(hex: try text("dataset_sha256")), let seed = root["seed"]?.integer,
      let budget = root["budget"]?.double, let options = root["options"]?.string
    else {
      throw RecordError.lacks("key, dataset, seed, budget or options", file: url.lastPathComponent)
    }
    var record = Record(
      key: key, options: options, domain: try text("domain"), attack: try text("attack"),
      learner: try text("learner"), seed: UInt64(seed), budget: budget, dataset: dataset,
      evaluations: [:], levels: [])
    let paths = file.arrays.keys
    for learner in names(under: "/evaluation/", in: paths) {
      record.evaluations[learner] = evaluation(learner, in: file)
    }
    // The order of levels is that of their names' importance, not of the file.
    for name in ["perfect", "uninformed", "static"] {
      if let targets = file.arrays["/levels/\(name)/targets"]?.doubles?.first,
        let heldOut = file.arrays["/levels/\(name)/held_out"]?.doubles?.first
      {
        record.levels.append(Record.Level(name: name, targets: targets, heldOut: heldOut))
      }
    }
    record.trace = trace(in: file)
    if let indices = file.arrays["/certificate/index"]?.integers,
      let differences = file.arrays["/certificate/difference"]?.doubles,
      let gradients = file.arrays["/certificate/gradient"]?.doubles,
      let error = file.arrays["/certificate/largest_error"]?.doubles?.first
    {
      record.certificate = Poison.Certificate(
        indices: indices.map { Int($0) }, differences: differences, gradients: gradients,
        largestError: error,
        smallestStep: file.arrays["/certificate/smallest_step"]?.doubles?.first,
        reach: file.arrays["/certificate/reach"]?.doubles?.first)
      if let error = file.arrays["/certificate/frozen/error"]?.doubles?.first,
        let cosine = file.arrays["/certificate/frozen/cosine"]?.doubles?.first,
        let ratio = file.arrays["/certificate/frozen/norm_ratio"]?.doubles?.first
      {
        record.certificate?.frozen = Poison.FrozenComparison(
          error: error, cosine: cosine, normRatio: ratio)
      }
    }
    return record
  }

  private static func names(under prefix: String, in paths: some Sequence<String>) -> [String] {
    Set(
      paths.filter { $0.hasPrefix(prefix) }
        .map { String($0.dropFirst(prefix.count).prefix { $0 != "/" }) }
    ).sorted()
  }

  private static func evaluation(_ learner: String, in file: ArrayFile) -> Record.Evaluation {
    let path = "/evaluation/\(learner)"
    func values(_ place: String) -> [[Double]] {
      guard let array = file.arrays[path + place], let numbers = array.doubles else { return [] }
      guard array.shape.count == 2 else { return [numbers] }
      let width = array.shape[1]
      return (0..<array.shape[0]).map { Array(numbers[$0 * width..<($0 + 1) * width]) }
    }
    func utilities(_ kind: String, _ state: String) -> [VictimUtility] {
      let count = values("/\(kind)/targets/\(state)").count
      var result = Array(repeating: VictimUtility(), count: count)
      for (name, set) in sets {
        for (draw, numbers) in values("/\(kind)/\(name)/\(state)").enumerated() {
          result[draw][keyPath: set] = numbers
        }
      }
      return result
    }
    return Record.Evaluation(
      clean: utilities("fresh", "clean").first ?? VictimUtility(),
      poisoned: utilities("fresh", "poisoned"), sharedClean: utilities("shared", "clean").first,
      sharedPoisoned: utilities("shared", "poisoned").first)
  }

  private static func trace(in file: ArrayFile) -> Poison.Trace? {
    guard file.arrays["/trace/adversary_loss"] != nil else { return nil }
    var trace = Poison.Trace()
    for (name, values) in traces {
      trace[keyPath: values] = file.arrays["/trace/\(name)"]?.doubles ?? []
    }
    for (name, count) in counts {
      trace.census[keyPath: count] = Int(file.arrays["/census/\(name)"]?.integers?.first ?? 0)
    }
    trace.census.worstResidual = file.arrays["/census/worst_residual"]?.doubles?.first ?? 0
    trace.census.smallestMargin = file.arrays["/census/smallest_margin"]?.doubles?.first ?? 0
    return trace
  }
}

extension NamedArray {
  init(_ matrix: Matrix) { self.init(matrix.values, shape: [matrix.rows, matrix.columns]) }
}

/// Why a file is not a record.
public enum RecordError: Error, Equatable, CustomStringConvertible {
  /// An attribute or array is missing or of the wrong kind.
  case lacks(String, file: String)
  /// An experiment failed; the message says why.
  case experiment(String, reason: String)

  /// One sentence.
  public var description: String {
    switch self {
    case .lacks(let what, let file):
      "\(file) is not a record of this program: it lacks \(what); remove it to have it made anew"
    case .experiment(let label, let reason):
      "the experiment “\(label)” failed: \(reason)"
    }
  }
}
