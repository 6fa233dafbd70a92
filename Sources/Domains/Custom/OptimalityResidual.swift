import Learning
public import LinearAlgebra

/// How far decisions are from what the optimality conditions ask for, relative to the size of what
/// is in them.
///
/// Numbers of very different scales can cost a solver all digits; an answer is believed only if
/// this is small.
public struct OptimalityResidual {
  /// The largest residual of an answer that is believed.
  public static let tolerance = LinearConstraints.tolerance

  /// One for all instances, or one for each.
  private let conditions: [LinearConstraints]
  private let quadratic: Matrix
  /// What counts as a large decision though all are small: that of the largest label.
  private let size: Double

  /// The conditions of a problem.
  ///
  /// - Parameters:
  ///   - problem: whose decisions are looked at. Bounds that are predicted may be broken and do not
  ///     count.
  ///   - instances: those that decisions are for, where constraints differ between them. The
  ///     default is the targets.
  public init(_ problem: CustomProblem, of instances: CustomProblem.Instances? = nil) {
    let set = instances ?? problem.target
    let count = problem.hasCommonConstraints ? 1 : set.features.rows
    conditions = (0..<count).map { OptimalityResidual.conditions(of: problem, set, at: $0) }
    quadratic = problem.quadratic
    let curvature = max(
      quadratic.largestMagnitude, problem.train.known[.quadratic]?.largestMagnitude ?? 0)
    let bounds = conditions.reduce(0) { largest, own in
      (own.bounds + own.sums).reduce(largest) { max($0, $1.magnitude) }
    }
    size = curvature > 0 ? problem.train.labels.largestMagnitude / curvature : bounds
  }

  private static func conditions(
    of problem: CustomProblem, _ set: CustomProblem.Instances, at instance: Int
  ) -> LinearConstraints {
    let (k, constraints) = (problem.variables, problem.constraints)
    func matrix(_ parameter: ProblemParameter, _ common: Matrix) -> Matrix {
      guard let known = set.known[parameter] else { return common }
      return Matrix(
        rows: known.columns / max(1, k), columns: k, values: Array(known.row(instance)))
    }
    func bound(_ parameter: ProblemParameter, _ common: [Double]) -> [Double]? {
      if problem.train.predicted[parameter] != nil { return nil }
      return set.known[parameter].map { Array($0.row(instance)) } ?? common
    }
    let none = Matrix(rows: 0, columns: k)
    var own = LinearConstraints(rows: none, bounds: [], equalities: none, sums: [])
    if let bounds = bound(.inequalityBound, constraints.inequalityBound) {
      own.rows = matrix(.inequalityMatrix, constraints.inequalityMatrix)
      own.bounds = bounds
    }
    if let sums = bound(.equalityBound, constraints.equalityBound) {
      (own.equalities, own.sums) = (matrix(.equalityMatrix, constraints.equalityMatrix), sums)
    }
    if let box = constraints.box {
      (own.rows, own.bounds) = QuadraticUtility.boxed(own.rows, bound: own.bounds, box: box)
    }
    return own
  }

  /// The largest violation of a constraint by any of the decisions; infinite where they are not
  /// finite.
  public func violation(of decisions: Matrix) -> Double {
    (0..<decisions.rows).reduce(0) {
      let own = conditions[conditions.count == 1 ? 0 : $1]
      return RelativeResidual.larger($0, own.violation(of: decisions.row($1), size: size))
    }
  }

  /// The largest residual of rows (x, λ, ν) for the linear terms θ.
  ///
  /// It counts infeasibility, negative λ, and Qx − θ + Gᵀλ + Aᵀν, with what all instances
  /// share.
  func largest(of solutions: Matrix, linear: Matrix) -> Double {
    let k = quadratic.rows
    let (bounds, sums) = (conditions[0].bounds, conditions[0].sums)
    let (g, a) = (conditions[0].rows.transposed, conditions[0].equalities.transposed)
    return (0..<solutions.rows).reduce(0) { worst, i in
      let row = solutions.row(i)
      let x = row.prefix(k)
      let (λ, ν) = (row.dropFirst(k).prefix(bounds.count), row.suffix(sums.count))
      var residual = conditions[0].violation(of: x, size: size)
      var (miss, scale) = (0.0, RelativeResidual.largest(linear.row(i)))
      for j in 0..<k {
        let terms = [
          RelativeResidual.product(quadratic.row(j), x), -linear[i, j],
          RelativeResidual.product(g.row(j), λ),
          RelativeResidual.product(a.row(j), ν),
        ]
        miss = RelativeResidual.larger(miss, terms.reduce(0, +).magnitude)
        scale = terms.reduce(scale) { max($0, $1.magnitude) }
      }
      residual = RelativeResidual.larger(residual, RelativeResidual.ratio(miss, scale))
      let negative = λ.reduce(0) { max($0, -$1) }
      return RelativeResidual.larger(
        worst,
        RelativeResidual.larger(
          residual, RelativeResidual.ratio(negative, RelativeResidual.largest(λ))))
    }
  }
}
