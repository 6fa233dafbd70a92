public import Foundation
public import Learning
import LinearAlgebra
public import Reproducibility
public import Storage

/// A file is not one that `report attack` has written.
public struct NoCustomRecord: Error, Equatable, CustomStringConvertible {
  /// The file's name.
  public let file: String

  /// One sentence: what is wrong, and what to do.
  public var description: String {
    "\(file) was not written by `report attack`: give files of schema \(RecordFile.schema) with a "
      + "verdict."
  }
}

/// A poison of a problem of one's own as its file tells it: all that a page shows.
public struct CustomRecord: Sendable {
  /// The file's name, and the digest of its contents.
  public let file: String, digest: Digest
  /// What made the file.
  public let madeBy: String
  /// What the problem is called.
  public let title: String
  /// What the adversary wanted.
  public let objective: AdversaryObjective
  /// Whose loss the attack followed; nil where it made no updates, or an earlier version wrote the
  /// file.
  public let surrogate: String?
  /// The attack, with what every victim reached and the levels.
  public let record: Record
  /// The controls' evaluations, in the order of their names.
  public let controls: [(name: String, evaluations: [VictimID: Record.Evaluation])]
  /// What the attacker is assumed to know, to want and to touch.
  public let threat: ThreatModel
  /// What can be believed of it.
  public let verdict: ProblemVerdict

  /// Reads a file that `report attack` has written; its digest must be that of its contents.
  ///
  /// - Throws: `StorageError` where it cannot be read or was altered, `RecordError` where something
  ///   is missing, as in the records of a report.
  public init(contentsOf url: URL) async throws {
    let schema = try await ArrayFile.rootAttributes(of: url)["schema"]?.string
    guard schema == RecordFile.schema else { throw NoCustomRecord(file: url.lastPathComponent) }
    let contents = try await ArrayFile(contentsOf: url, verifying: true)
    try self.init(contents, named: url.lastPathComponent)
  }

  /// The same from a file in memory, which may never be written.
  ///
  /// - Parameters:
  ///   - contents: as `CustomOutcome.file(title:)` makes them.
  ///   - fileName: what pages and errors call the file.
  /// - Throws: `RecordError` where something is missing.
  public init(_ contents: ArrayFile, named fileName: String) throws {
    guard contents.rootAttributes["schema"]?.string == RecordFile.schema,
      contents.attributes["/verdict"] != nil
    else { throw NoCustomRecord(file: fileName) }
    record = try RecordFile.record(from: contents, at: URL(filePath: fileName))
    (file, digest) = (fileName, contents.contentDigest)
    func text(_ name: String, of group: String = "/") throws -> String {
      guard let value = contents.attributes[group]?[name]?.string else {
        throw RecordError.lacks(
          group == "/" ? name : "\(group)@\(name)", file: fileName)
      }
      return value
    }
    (madeBy, title) = (try text("made_by"), try text("title"))
    guard let wanted = AdversaryObjective(rawValue: try text("objective")) else {
      throw RecordError.lacks("objective", file: file)
    }
    objective = wanted
    surrogate = contents.rootAttributes["surrogate"]?.string
    threat = ThreatModel(
      knowledge: try text("knowledge", of: "/threat"), goal: try text("goal", of: "/threat"),
      reach: try text("reach", of: "/threat"), time: try text("time", of: "/threat"))
    var verdict = ProblemVerdict()
    for question in ProblemVerdict.Question.allCases
    where contents.attributes["/verdict"]?[question.rawValue] != nil {
      let answer = ProblemVerdict.Answer(
        rawValue: try text(question.rawValue, of: "/verdict"))
      guard let answer else { throw RecordError.lacks("/verdict@\(question.rawValue)", file: file) }
      verdict.add(question, answer, try text("\(question.rawValue)_sentence", of: "/verdict"))
    }
    self.verdict = verdict
    controls = RecordFile.names(under: "/controls/", in: contents.arrays.keys).map { name in
      let victims = RecordFile.names(under: "/controls/\(name)/", in: contents.arrays.keys)
      return (
        name,
        Dictionary(
          uniqueKeysWithValues: victims.map { victim in
            (
              VictimID(victim),
              CustomRecord.control(under: "/controls/\(name)/\(victim)", in: contents)
            )
          })
      )
    }
  }

  /// The evaluation of a victim under a control; clean utilities stand in the record of the attack.
  private static func control(under path: String, in file: ArrayFile) -> Record.Evaluation {
    func draws(_ kind: String) -> [VictimUtility] {
      var result: [VictimUtility] = []
      for (name, values) in RecordFile.sets {
        let rows = RecordFile.rows(of: file.arrays["\(path)/\(kind)/\(name)"])
        for (draw, row) in rows.enumerated() {
          if result.count <= draw { result.append(VictimUtility()) }
          result[draw][keyPath: values] = row
        }
      }
      return result
    }
    return Record.Evaluation(
      clean: VictimUtility(), poisoned: draws("fresh"), sharedPoisoned: draws("shared"))
  }
}
