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
    let length = max(size, Self.largest(x))
    guard length.isFinite, !x.contains(where: \.isNaN) else { return .infinity }
    var worst = 0.0
    for i in bounds.indices {
      let scale = Self.largest(rows.row(i)) * length + bounds[i].magnitude
      let excess = max(0, Self.product(rows.row(i), x) - bounds[i])
      worst = Self.larger(worst, Self.ratio(excess, scale))
    }
    for i in sums.indices {
      let scale = Self.largest(equalities.row(i)) * length + sums[i].magnitude
      let miss = Self.product(equalities.row(i), x) - sums[i]
      worst = Self.larger(worst, Self.ratio(miss.magnitude, scale))
    }
    return worst
  }

  private static func largest(_ values: ArraySlice<Double>) -> Double {
    values.reduce(0) { max($0, $1.magnitude) }
  }

  private static func product(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func ratio(_ residual: Double, _ scale: Double) -> Double {
    residual == 0 ? 0 : residual / scale
  }

  private static func larger(_ a: Double, _ b: Double) -> Double {
    b.isNaN ? .infinity : max(a, b)
  }
}
