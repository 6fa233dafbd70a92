public import Foundation
import Learning
import Reproducibility

extension Calibration: MeasuredFile {
  /// Where the file is, and what writes it.
  public static let path = "data/calibration.json", command = "report calibrate"

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
  /// - Throws: `CalibrationError.malformed` or `.outOfRange`.
  public static func ifPresent(root: URL) throws -> Calibration? {
    let url = root.appending(path: path)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    let read: Calibration
    do {
      read = try JSONDecoder().decode(Calibration.self, from: try Data(contentsOf: url))
    } catch { throw CalibrationError.malformed(url.path, "\(error)") }
    if let fault = read.fault { throw CalibrationError.outOfRange(url.path, fault) }
    return read
  }

  /// The longest training that a file may ask for.
  static let longestTraining = 100_000

  /// The first number that is out of its range, in a clause; nil where all are in it.
  private var fault: String? {
    for (id, domain) in domains.sorted(by: { $0.key < $1.key }) {
      for (learner, choice) in domain.learners.sorted(by: { $0.key < $1.key }) {
        let place = "the \(learner) learner of the domain \(id)"
        guard (1...Calibration.longestTraining).contains(choice.steps) else {
          return "\(place) has \(choice.steps) steps, which must be between 1 and "
            + "\(Calibration.longestTraining)"
        }
        guard choice.rate > 0, choice.rate.isFinite else {
          return "\(place) has the rate \(choice.rate), which must be above 0"
        }
        for method in AttackMethod.allCases {
          guard let fault = choice.attacks[method]?.fault(of: method) else { continue }
          return "\(place) has for \(method.label) \(fault)"
        }
      }
    }
    return nil
  }
}

extension Calibration.AttackSetting {
  /// Which of its numbers is out of its range for a method; nil where none is.
  fileprivate func fault(of method: AttackMethod) -> String? {
    guard step > 0, step.isFinite else { return "the step \(step), which must be above 0" }
    guard let smoothing else {
      return method == .smoothed ? "no smoothing, which must be at least 1" : nil
    }
    return smoothing >= 1 && smoothing.isFinite
      ? nil : "the smoothing \(smoothing), which must be at least 1"
  }
}
