public import LinearAlgebra

/// The constraints {Gx ≤ h, Ax = b} of one or more decisions, and by how much a decision breaks
/// them.
public struct LinearConstraints: Sendable {
  /// The largest relative violation of a decision that is believed.
  public static let tolerance = 1e-6

  /// G, r×k, and h.
  public var rows: Matrix, bounds: [Double]
  /// A, m×k, and b.
  public var equalities: Matrix, sums: [Double]

  /// The given constraints.
  public init(rows: Matrix, bounds: [Double], equalities: Matrix, sums: [Double]) {
    (self.rows, self.bounds, self.equalities, self.sums) = (rows, bounds, equalities, sums)
  }

  /// The largest violation by a decision, relative to the size of what is compared: a row's largest
  /// coefficient times the decision's largest entry, and the bound.
  ///
  /// - Parameters:
  ///   - x: k numbers.
  ///   - size: what counts as a large entry though all are small.
  /// - Returns: the violation; infinite where x is not finite.
  public func violation(of x: ArraySlice<Double>, size: Double) -> Double {
    let length = max(size, RelativeResidual.largest(x))
    guard length.isFinite, !x.contains(where: \.isNaN) else { return .infinity }
    var worst = 0.0
    for i in bounds.indices {
      let scale = RelativeResidual.largest(rows.row(i)) * length + bounds[i].magnitude
      let excess = max(0, RelativeResidual.product(rows.row(i), x) - bounds[i])
      worst = RelativeResidual.larger(worst, RelativeResidual.ratio(excess, scale))
    }
    for i in sums.indices {
      let scale = RelativeResidual.largest(equalities.row(i)) * length + sums[i].magnitude
      let miss = RelativeResidual.product(equalities.row(i), x) - sums[i]
      worst = RelativeResidual.larger(worst, RelativeResidual.ratio(miss.magnitude, scale))
    }
    return worst
  }
}
