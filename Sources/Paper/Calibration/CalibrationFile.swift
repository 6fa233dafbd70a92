public import Foundation
import Learning
import Reproducibility

extension Calibration {
  /// Where the file is, below a repository's root.
  public static let path = "data/calibration.json"

  /// Reads the file of a repository.
  ///
  /// - Throws: `CalibrationError` that names the file where it is missing, malformed or lacks a
  ///   domain or learner.
  public init(root: URL) throws {
    let url = root.appending(path: Calibration.path)
    guard let present = try Calibration.ifPresent(root: root) else {
      throw CalibrationError.missing(url.path)
    }
    self = present
    for task in CalibrationTask.all {
      guard let choice = domains[task.id] else {
        throw CalibrationError.lacks(url.path, "the domain \(task.id)")
      }
      for (learner, _) in task.learners where choice.learners[learner.id] == nil {
        throw CalibrationError.lacks(
          url.path, "the \(learner.name) learner of the domain \(task.id)")
      }
      for (learner, methods) in task.attacks {
        for (method, _) in methods where choice.choice(learner).attacks[method] == nil {
          throw CalibrationError.lacks(
            url.path, "the \(method.label) on the \(learner) learner of the domain \(task.id)")
        }
      }
    }
  }

  /// Reads the file of a repository, whatever domains are in it; nil if there is no file.
  ///
  /// - Throws: `CalibrationError.malformed`.
  public static func ifPresent(root: URL) throws -> Calibration? {
    let url = root.appending(path: path)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    do {
      return try JSONDecoder().decode(Calibration.self, from: try Data(contentsOf: url))
    } catch { throw CalibrationError.malformed(url.path, "\(error)") }
  }

  /// The file's text: canonical JSON, the same for the same choices.
  public func text() throws -> String { try JSONValue(encoding: self).canonicalText + "\n" }
}
