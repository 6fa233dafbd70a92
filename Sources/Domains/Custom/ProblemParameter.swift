/// What a decision problem consists of beside θ.
public enum ProblemParameter: String, CaseIterable, Sendable, Hashable {
  /// Q, k×k.
  case quadratic
  /// G, r×k.
  case inequalityMatrix = "inequality_matrix"
  /// h, r numbers.
  case inequalityBound = "inequality_bound"
  /// A, m×k.
  case equalityMatrix = "equality_matrix"
  /// b, m numbers.
  case equalityBound = "equality_bound"

  /// Those that make the feasible set.
  static let ofConstraints: [Self] = [
    .inequalityMatrix, .inequalityBound, .equalityMatrix, .equalityBound,
  ]

  /// Whether it has a row of k numbers for each of several things.
  var isMatrix: Bool { self != .inequalityBound && self != .equalityBound }

  /// How its labels are called where it is predicted: a factor L of Q = LLᵀ + ridge·I, or the
  /// bounds themselves; nil for what nobody predicts.
  var labelName: String? {
    switch self {
    case .quadratic: "label_quadratic_factor"
    case .inequalityBound, .equalityBound: "label_\(rawValue)"
    case .inequalityMatrix, .equalityMatrix: nil
    }
  }
}
