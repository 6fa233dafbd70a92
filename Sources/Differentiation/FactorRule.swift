/// What implicit operations do with the factor of their optimality conditions when a gradient is
/// differentiated again.
///
/// A decision x*(θ) is differentiated by solving with the factor of its optimality system. Where
/// θ enters that system, the factor has a derivative, too; a layer whose backward pass holds it
/// constant loses that derivative without an error.
public enum FactorRule: String, Sendable, Hashable, Encodable {
  /// The factor is differentiated: second derivatives are exact.
  case exact
  /// The factor is a constant of the backward pass, as in qpth.
  ///
  /// First derivatives are exact, second ones are not, and the Hessian is not symmetric: take it as
  /// the gradient of a recorded gradient, not as a gradient's tangent.
  case frozen
}
