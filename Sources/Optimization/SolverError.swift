/// Why a decision problem has no answer; it is never replaced by an inaccurate one.
public enum SolverError: Error, Hashable, CustomStringConvertible {
  /// The quadratic term of an instance is not positive definite; `minor` is the order of its first
  /// leading minor that is not positive.
  case notPositiveDefinite(instance: Int, minor: Int)
  /// No point satisfies the constraints; `row` counts them from 0, the inequalities first, and is
  /// violated by `violation` where the others hold.
  case infeasible(instance: Int, row: Int, violation: Double)
  /// The objective of a convex program falls without end along a feasible direction.
  case unbounded(instance: Int)
  /// The search stopped without meeting the optimality conditions; `residual` is the worst of them
  /// relative to the size of its terms, and NaN where data are not finite.
  case notConverged(instance: Int, residual: Double)

  /// One sentence: which instance, what is wrong with it, and what to do.
  public var description: String {
    switch self {
    case .notPositiveDefinite(let instance, let minor):
      "the quadratic term of decision problem \(instance) is not positive definite "
        + "(leading minor \(minor)); add a multiple of the identity"
    case .infeasible(let instance, let row, let violation):
      "decision problem \(instance) has no feasible point: constraint \(row) cannot be met "
        + "together with the others (violation \(violation)); check the constraints"
    case .unbounded(let instance):
      "decision problem \(instance) has no bounded optimum: its objective improves without end; "
        + "bound the decisions"
    case .notConverged(let instance, let residual) where residual.isNaN:
      "decision problem \(instance) holds numbers that are not finite; check its data, or lower "
        + "the learning rate if they are predictions"
    case .notConverged(let instance, let residual):
      "decision problem \(instance) was not solved: its best answer misses the optimality "
        + "conditions by \(residual) of the terms in them; check its scaling"
    }
  }
}
