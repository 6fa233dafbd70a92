import Domains
public import Learning

/// Why there is no calibration.
public enum CalibrationError: Error, Equatable, CustomStringConvertible {
  /// The file is not there.
  case missing(String)
  /// The file is not a calibration.
  case malformed(String, String)
  /// A number in it is out of its range.
  case outOfRange(String, String)
  /// Something that the grid needs is not in it.
  case lacks(String, String)
  /// No learning rate that was tried gives a finite result.
  case untrainable(LearnerID)
  /// The attack of that name failed with every step that was tried.
  case unattackable(String, LearnerID)
  /// The sources hold no calibration unit of a domain.
  case noUnits(DomainID)

  /// One sentence.
  public var description: String {
    switch self {
    case .missing(let path):
      "\(path) is missing: take it from the repository or make it anew with “report calibrate”"
    case .malformed(let path, let reason):
      "\(path) is not a calibration (\(reason)): take it from the repository or make it anew with "
        + "“report calibrate”"
    case .outOfRange(let path, let what):
      "\(path): \(what); take the file from the repository or make it anew with "
        + "“report calibrate”"
    case .lacks(let path, let what):
      "\(path) lacks \(what): make it anew with “report calibrate”"
    case .untrainable(let learner):
      "no learning rate that was tried trains the \(learner) learner: look at its data"
    case .unattackable(let attack, let learner):
      "the \(attack) failed against the \(learner) learner with every step that was tried: look at "
        + "the domain's data"
    case .noUnits(let domain):
      "the source files hold no calibration unit of the domain \(domain): give larger ones"
    }
  }
}
