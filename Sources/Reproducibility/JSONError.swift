/// Why a value has no canonical JSON, or a text is not JSON.
public enum JSONError: Error, Equatable, CustomStringConvertible {
  /// NaN and infinities have no JSON.
  case notFinite(value: Double, path: String)
  /// A set, or a dictionary whose keys are neither texts nor integers: its order differs between
  /// runs.
  case unordered(type: String, path: String)
  /// The text is not JSON, for that reason.
  case malformed(String)

  /// What is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .notFinite(let value, let path):
      "The number at \(path) is \(value), which JSON cannot hold; "
        + "give a finite number or leave it out."
    case .unordered(let type, let path):
      "The \(type) at \(path) has no order that is the same in every run; give a sorted array."
    case .malformed(let reason):
      "The JSON text is malformed: \(reason); mend it or write it anew."
    }
  }
}
