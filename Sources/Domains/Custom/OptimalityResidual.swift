public import LinearAlgebra

/// How far decisions are from what the optimality conditions ask for, relative to the size of what
/// is in them.
///
/// Numbers of very different scales can cost a solver all digits; an answer is believed only if
/// this is small.
public struct OptimalityResidual {
  /// The largest residual of an answer that is believed.
  public static let tolerance = 1e-6

  private let rows: Matrix
  private let bounds: [Double]
  private let equalities: Matrix
  private let sums: [Double]
  private let quadratic: Matrix
  /// What counts as a large decision though all are small: that of the largest label.
  private let size: Double

  /// The conditions of a problem.
  public init(_ problem: CustomProblem) {
    let program = problem.decisionProblem
    (rows, bounds) = (program.inequalityMatrix, program.inequalityBound.values)
    (equalities, sums) = (program.equalityMatrix, program.equalityBound.values)
    quadratic = program.quadratic
    size = problem.train.labels.largestMagnitude / quadratic.largestMagnitude
  }

  /// The largest violation of a constraint by any of the decisions; infinite where they are not
  /// finite.
  public func violation(of decisions: Matrix) -> Double {
    (0..<decisions.rows).reduce(0) { Self.larger($0, violation(of: decisions.row($1))) }
  }

  private func violation(of x: ArraySlice<Double>) -> Double {
    let length = max(size, Self.largest(x))
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

  /// The largest residual of rows (x, λ, ν) for the linear terms θ.
  ///
  /// It counts infeasibility, negative λ, and Qx − θ + Gᵀλ + Aᵀν.
  func largest(of solutions: Matrix, linear: Matrix) -> Double {
    let k = quadratic.rows
    let (g, a) = (rows.transposed, equalities.transposed)
    return (0..<solutions.rows).reduce(0) { worst, i in
      let row = solutions.row(i)
      let x = row.prefix(k)
      let (λ, ν) = (row.dropFirst(k).prefix(bounds.count), row.suffix(sums.count))
      var residual = violation(of: x)
      var (miss, scale) = (0.0, Self.largest(linear.row(i)))
      for j in 0..<k {
        let terms = [
          Self.product(quadratic.row(j), x), -linear[i, j], Self.product(g.row(j), λ),
          Self.product(a.row(j), ν),
        ]
        miss = Self.larger(miss, terms.reduce(0, +).magnitude)
        scale = terms.reduce(scale) { max($0, $1.magnitude) }
      }
      residual = Self.larger(residual, Self.ratio(miss, scale))
      let negative = λ.reduce(0) { max($0, -$1) }
      return Self.larger(worst, Self.larger(residual, Self.ratio(negative, Self.largest(λ))))
    }
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
