import Attacks
import Foundation
import Learning
import Reproducibility
import Storage

extension RecordFile {
  /// The record in the contents of a file.
  ///
  /// - Throws: `RecordError.lacks` with what is missing, `.malformed` with what no record holds.
  static func record(from file: ArrayFile, at url: URL) throws -> Record {
    let root = file.rootAttributes
    func value<Value>(_ name: String, _ read: (AttributeValue) -> Value?) throws -> Value {
      guard let value = root[name].flatMap(read) else {
        throw RecordError.lacks(name, file: url.lastPathComponent)
      }
      return value
    }
    func text(_ name: String) throws -> String { try value(name, \.string) }
    func digest(_ name: String) throws -> Digest {
      try value(name) { $0.string.flatMap(Digest.init(hex:)) }
    }
    _ = try value("schema") { $0.string == schema ? true : nil }
    let written = Array(file.arrays.keys) + file.attributes.flatMap { [$0.key] + $0.value.keys }
    guard !written.contains(where: { $0.contains { $0.isNewline || $0 == "\t" } }) else {
      throw RecordError.malformed(
        "a name in it holds a line break or a tabulator", file: url.lastPathComponent)
    }
    let (attack, learner) = (try text("attack"), try text("learner"))
    func budget(_ name: String) throws -> Double {
      try value(name) { attribute in attribute.double.flatMap { $0 >= 0 ? $0 : nil } }
    }
    var record = Record(
      key: try digest("key"), options: try text("options"), domain: DomainID(try text("domain")),
      attack: attack == "none" ? nil : AttackID(attack),
      learner: learner.isEmpty ? nil : LearnerID(learner),
      seed: try value("seed") { $0.integer.flatMap { UInt64(exactly: $0) } },
      budget: Budget(features: try budget("budget"), labels: try budget("label_budget")),
      dataset: try digest("dataset_sha256"))
    for victim in names(under: "/evaluation/", in: file.arrays.keys) {
      let found = evaluation(victim, in: file)
      if let fault = found.fault(of: victim) {
        throw RecordError.malformed(fault, file: url.lastPathComponent)
      }
      record.evaluations[VictimID(victim)] = found
    }
    for name in levels(in: file) {
      guard let targets = file.number("/levels/\(name)/targets") else {
        throw RecordError.lacks("/levels/\(name)/targets", file: url.lastPathComponent)
      }
      record.levels.append(
        Record.Level(
          id: LevelID(name), targets: targets, heldOut: file.number("/levels/\(name)/held_out")))
    }
    (record.failures, record.divergences) = (list(failures, in: file), list(divergences, in: file))
    (record.trace, record.certificate) = (trace(in: file), certificate(in: file))
    return record
  }

  /// The failures or the divergences of a group.
  private static func list(_ group: String, in file: ArrayFile) -> [Record.Failure] {
    zip(texts(group, victims, in: file), texts(group, reasons, in: file)).map { victim, reason in
      Record.Failure(of: victim.isEmpty ? nil : VictimID(victim), reason: reason)
    }
  }

  private static func levels(in file: ArrayFile) -> [String] { texts("/levels", order, in: file) }

  /// A list of texts among the attributes of a group; empty where there is none.
  private static func texts(
    _ group: String, _ name: String, in file: ArrayFile
  ) -> [String] {
    switch file.attributes[group]?[name] {
    case .strings(let texts): texts
    case .string(let text): [text]
    default: []
    }
  }

  static func names(under prefix: String, in paths: some Sequence<String>) -> [String] {
    Set(
      paths.filter { $0.hasPrefix(prefix) }
        .map { String($0.dropFirst(prefix.count).prefix { $0 != "/" }) }
    ).sorted()
  }

  private static func evaluation(_ victim: String, in file: ArrayFile) -> Record.Evaluation {
    let path = "/evaluation/\(victim)"
    func values(_ place: String) -> [[Double]] { rows(of: file.arrays[path + place]) }
    func utilities(_ kind: String, _ state: String) -> [VictimUtility] {
      let count = values("/\(kind)/targets/\(state)").count
      var result = Array(repeating: VictimUtility(), count: count)
      for (name, set) in sets {
        for (draw, numbers) in values("/\(kind)/\(name)/\(state)").enumerated() where draw < count {
          result[draw][keyPath: set] = numbers
        }
      }
      return result
    }
    return Record.Evaluation(
      clean: utilities("fresh", "clean").first ?? VictimUtility(),
      poisoned: utilities("fresh", "poisoned"), sharedClean: utilities("shared", "clean").first,
      sharedPoisoned: utilities("shared", "poisoned"))
  }

  /// The rows of a matrix, the one row of a vector; none where there is no array of numbers.
  static func rows(of array: NamedArray?) -> [[Double]] {
    guard let array, let numbers = array.doubles else { return [] }
    guard array.shape.count == 2 else { return [numbers] }
    let width = array.shape[1]
    return (0..<array.shape[0]).map { Array(numbers[$0 * width..<($0 + 1) * width]) }
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
    trace.census.worstResidual = file.number("/census/worst_residual") ?? 0
    trace.census.smallestMargin = file.number("/census/smallest_margin") ?? 0
    return trace
  }

  private static func certificate(in file: ArrayFile) -> Poison.Certificate? {
    let path = "/certificate"
    guard let indices = file.arrays["\(path)/index"]?.integers,
      let differences = file.arrays["\(path)/difference"]?.doubles,
      let gradients = file.arrays["\(path)/gradient"]?.doubles,
      let error = file.number("\(path)/largest_error")
    else { return nil }
    var certificate = Poison.Certificate(
      indices: indices.map { Int($0) }, differences: differences, gradients: gradients,
      largestError: error, smallestStep: file.number("\(path)/smallest_step"),
      reach: file.number("\(path)/reach"), amplification: file.number("\(path)/amplification"),
      resolution: file.number("\(path)/resolution"))
    if let lower = file.arrays["\(path)/one_sided/lower"]?.doubles,
      let upper = file.arrays["\(path)/one_sided/upper"]?.doubles, lower.count == upper.count
    {
      certificate.oneSided = Poison.OneSidedSlopes(lower: lower, upper: upper)
    }
    if let error = file.number("\(path)/frozen/error"),
      let cosine = file.number("\(path)/frozen/cosine"),
      let ratio = file.number("\(path)/frozen/norm_ratio")
    {
      certificate.frozen = Poison.FrozenComparison(error: error, cosine: cosine, normRatio: ratio)
    }
    return certificate
  }
}

extension ArrayFile {
  /// The first number of an array; nil if there is no such array of numbers.
  fileprivate func number(_ path: String) -> Double? { arrays[path]?.doubles?.first }
}

extension Record.Evaluation {
  /// What no evaluation of a victim may be, in a clause; nil where nothing is wrong.
  fileprivate func fault(of victim: String) -> String? {
    func fault(_ clean: VictimUtility?, _ draws: [VictimUtility]) -> String? {
      guard let clean else { return draws.isEmpty ? nil : "a utility has no clean counterpart" }
      for (_, set) in RecordFile.sets {
        let values = [clean[keyPath: set]] + draws.map { $0[keyPath: set] }
        guard values.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
          return "a utility is not a finite number"
        }
        for utility in draws {
          let count = utility[keyPath: set].count
          // Draws of a control are each trained from one of the initial weights.
          let isKnown = count == clean[keyPath: set].count || count == 1
          if count != 0, !isKnown || count != utility.targets.count {
            return "there are \(count) utilities for \(clean.targets.count) initial weights"
          }
        }
      }
      return nil
    }
    return (fault(clean, poisoned) ?? fault(sharedClean, sharedPoisoned)).map {
      "\($0) (victim \(victim))"
    }
  }
}
