import LinearAlgebra

/// Convex programs whose quadratic term is semidefinite, zero, or lost beside their linear term, by
/// the proximal point method.
///
/// Every step solves the program with ½μ‖x − xₖ‖² added, exactly. It starts from 0, so
/// that the first step of a linear program with a bounded optimum ends at its optimal point of
/// least norm already if μ is small enough (Mangasarian & Meyer 1979), and the second confirms it;
/// in exact arithmetic a linear program always ends after finitely many steps (Rockafellar 1976).
final class ProximalSearch {
  /// The program with the quadratic term αQ + μI.
  let program: PreciseProgram
  private let scale: Double
  private let memory = Workspace()
  private let centre, linear, step, previousStep: UnsafeMutablePointer<DoubleDouble>

  private let shift: Double
  private var coarse: CoarseSearch?

  /// μ as a share of the objective, which is brought to the size of 1.
  ///
  /// Without a quadratic term the smaller is the better: a step reaches as far as 1/μ. Where Q is
  /// semidefinite, the rounding of its data, divided by μ, moves the decision along its null
  /// space.
  static let linearShift = 0x1p-34, curvedShift = 0x1p-20
  private static let steps = 200
  /// A decision stands when a step moves it by no more than this share of its size.
  private static let still = 1e-15
  /// The rounding of an objective of the size of 1.
  private static let unit = 0x1p-52
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
    (centre, linear, step, previousStep) = (zeros(n), zeros(n), zeros(n), zeros(n))
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
    var active = try guess(p, d, instance: instance)
    for round in 0..<ProximalSearch.steps {
      for j in 0..<n {
        linear[j] = DoubleDouble(scale * p[j]) - shift * centre[j]
      }
      try program.optimise(linear, d, from: active, instance: instance)
      active = Array(program.rows[program.activeEqualities...])
      var (moved, size) = (0.0, 0.0)
      for j in 0..<n {
        previousStep[j] = step[j]
        step[j] = program.x[j] - centre[j]
        centre[j] = program.x[j]
        moved = max(moved, step[j].high.magnitude)
        size = max(size, centre[j].high.magnitude)
      }
      if moved <= ProximalSearch.still * size { return }
      if shift == ProximalSearch.curvedShift, shift * moved <= ProximalSearch.unit { return }
      if round > 0, previous == program.rows, isRay(p, d, length: moved) {
        throw .unbounded(instance: instance)
      }
      if round > 1, previous == program.rows, isRepeated(length: moved) {
        advance(d, length: moved)
      }
      previous = program.rows
    }
  }

  private func guess(
    _ p: UnsafePointer<Double>, _ d: UnsafePointer<Double>, instance: Int
  ) throws(SolverError) -> [Int] {
    if let coarse { return coarse.activeInequalities(p, d) }
    let made = try CoarseSearch(program, scale: scale, shift: shift, instance: instance)
    coarse = made
    return made.activeInequalities(p, d)
  }

  /// Whether the last step is the one before it again.
  private func isRepeated(length: Double) -> Bool {
    (0..<program.variables).allSatisfy {
      (step[$0] - previousStep[$0]).high.magnitude <= 1e-6 * length
    }
  }

  /// Takes at once all steps like the last that lead up to the next row.
  ///
  /// An entry of p that is 10⁻¹⁷ of the others moves the decision by 10⁻⁷ per step.
  private func advance(_ d: UnsafePointer<Double>, length: Double) {
    let n = program.variables
    let active = Set(program.rows)
    var count = Double.infinity
    for row in 0..<program.inequalities where d[row] < .infinity && !active.contains(row) {
      let c = program.constraints + row * n
      let along = DoubleDouble.product(c, step, count: n).high
      let largest = (0..<n).reduce(0) { max($0, c[$1].magnitude) }
      guard along > ProximalSearch.parallel * length * largest else { continue }
      count = min(count, max(0, program.slack(row, d).value.high) / along)
    }
    count = count.rounded(.down)
    guard count.isFinite, count >= 1 else { return }
    for j in 0..<n { centre[j] = centre[j] + count * step[j] }
  }

  /// The entry of the gradient that the search leaves by its rules of stopping or by its rounding
  /// errors; never more than the rounding of the largest number in the objective.
  ///
  /// Without a linear term it is nothing but what is left of μx − μxₖ.
  func rounding(_ p: UnsafePointer<Double>) -> Double {
    let (n, unit) = (program.variables, ProximalSearch.unit)
    let size = (0..<n).reduce(0) { max($0, program.x[$1].high.magnitude) }
    let left = min(2 * ProximalSearch.still * shift * size, unit)
    let isConstant = (0..<n).allSatisfy { p[$0] == 0 }
    let lost = isConstant ? 1e-24 * shift * size : 0
    return max(shift == ProximalSearch.curvedShift ? unit : left, lost) / scale
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
