import LinearAlgebra

/// Convex programs whose quadratic term is semidefinite, zero, or lost beside their linear term, by
/// the proximal point method.
///
/// Every step solves the program with ½μ‖x − xₖ‖² added, exactly. It starts from 0, so that the
/// first step of a linear program with a bounded optimum ends at its optimal point of least norm
/// already if μ is small enough (Mangasarian & Meyer 1979), and the second confirms it; in exact
/// arithmetic a linear program always ends after finitely many steps (Rockafellar 1976).
final class ProximalSearch {
  /// The program with the quadratic term αQ + μI.
  let program: PreciseProgram
  private let scale: Double
  private let memory = Workspace()
  private let centre, linear, step: UnsafeMutablePointer<DoubleDouble>

  private let shift: Double

  /// μ as a share of the objective, which is brought to the size of 1.
  ///
  /// Without a quadratic term the smaller is the better: a step reaches as far as 1/μ. Where Q is
  /// semidefinite, the rounding of its data, divided by μ, moves the decision along its null space.
  static let linearShift = 0x1p-34, curvedShift = 0x1p-20
  private static let steps = 60
  /// What counts as zero in the conditions of a ray.
  private static let parallel = 1e-12

  /// A search for programs whose objective is multiplied by `scale`, a power of two, with the given
  /// μ; the default is that of a linear objective.
  init(
    variables n: Int, inequalities m: Int, equalities q: Int, quadratic: UnsafePointer<Double>,
    constraints: UnsafePointer<Double>, scale: Double, shift: Double = linearShift, instance: Int
  ) throws(SolverError) {
    (self.scale, self.shift) = (scale, shift)
    program = try PreciseProgram(
      variables: n, inequalities: m, equalities: q, quadratic: quadratic, constraints: constraints,
      scale: scale, shift: shift, instance: instance)
    let memory = memory
    func zeros(_ count: Int) -> UnsafeMutablePointer<DoubleDouble> {
      memory.buffer(count, of: .zero)
    }
    (centre, linear, step) = (zeros(n), zeros(n), zeros(n))
  }

  /// Leaves the decision in the program, and its multipliers, which are those of the scaled
  /// objective.
  ///
  /// - Throws: `SolverError.infeasible`, `unbounded` or `notConverged`.
  func run(
    _ p: UnsafePointer<Double>, _ d: UnsafePointer<Double>, instance: Int
  ) throws(SolverError) {
    let n = program.variables
    for j in 0..<n { centre[j] = .zero }
    var previous: [Int] = []
    for round in 0..<ProximalSearch.steps {
      for j in 0..<n {
        linear[j] = DoubleDouble(scale * p[j]) - shift * centre[j]
      }
      try program.optimise(linear, d, instance: instance)
      var (moved, size) = (0.0, 0.0)
      for j in 0..<n {
        step[j] = program.x[j] - centre[j]
        centre[j] = program.x[j]
        moved = max(moved, step[j].high.magnitude)
        size = max(size, centre[j].high.magnitude)
      }
      if moved <= 1e-15 * size { return }
      if shift == ProximalSearch.curvedShift, shift * moved <= 0x1p-52 { return }
      if round > 0, previous == program.rows, isRay(p, d, length: moved) {
        throw .unbounded(instance: instance)
      }
      previous = program.rows
    }
  }

  /// Whether the last step leads to ever better feasible points.
  private func isRay(
    _ p: UnsafePointer<Double>, _ d: UnsafePointer<Double>, length: Double
  ) -> Bool {
    let n = program.variables
    let zero = ProximalSearch.parallel * length
    for row in 0..<program.total where d[row] < .infinity {
      let c = program.constraints + row * n
      let along = DoubleDouble.product(c, step, count: n).high
      let largest = (0..<n).reduce(0) { max($0, c[$1].magnitude) }
      if along > zero * largest || row >= program.inequalities && -along > zero * largest {
        return false
      }
    }
    for j in 0..<n {
      let curved = DoubleDouble.product(program.quadratic + j * n, step, count: n).high
      if scale * curved.magnitude > zero { return false }
    }
    return scale * DoubleDouble.product(p, step, count: n).high < -zero
  }
}
