/// What implicit operations do with the factor of their optimality conditions when a gradient is differentiated again.
///
/// A decision x*(θ) is differentiated by a solve with the factor of its optimality system. Where θ enters that system, the factor has
/// a derivative, too; layers whose backward pass keeps it constant lose it without an error.
public enum FactorRule: String, Sendable, Hashable, Encodable {
  /// The factor is differentiated: second derivatives are exact.
  case exact
  /// The factor is a constant of the backward pass, as in qpth; first derivatives are exact, second ones are not,
  /// and the Hessian is not symmetric: take it as the derivative of a recorded gradient, not as a gradient's tangent.
  case frozen
}
