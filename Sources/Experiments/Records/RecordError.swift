/// Why a file is not a record, or why there is none.
public enum RecordError: Error, Equatable, CustomStringConvertible {
  /// An attribute or array is missing or of the wrong kind.
  case lacks(String, file: String)
  /// Something in it is not what a record may hold, a clause says what.
  case malformed(String, file: String)
  /// A record that lies under the name of another.
  case otherKey(file: String)
  /// An experiment failed; the message says why.
  case experiment(String, reason: String)

  /// One sentence: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .lacks(let what, let file):
      "\(file) is not a record of this program: it lacks \(what); remove it to have it made anew"
    case .malformed(let what, let file):
      "\(file) is not a record of this program: \(what); remove it to have it made anew"
    case .otherKey(let file):
      "\(file) is the record of another experiment than its name says; "
        + "remove it to have it made anew"
    case .experiment(let label, let reason): "the experiment “\(label)” failed: \(reason)"
    }
  }
}
