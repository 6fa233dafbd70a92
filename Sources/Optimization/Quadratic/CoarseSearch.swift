import LinearAlgebra

/// The first step of the proximal method in doubles and with a larger μ: quick, and near enough to
/// the precise one that this ends soon when it starts from the same active rows.
///
/// Nothing is lost where it is wrong but time.
final class CoarseSearch {
  private let form: DualForm
  private let memory = Workspace()
  private let start, excess, scratch: UnsafeMutablePointer<Double>
  private let scale: Double
  private var set: ActiveSet

  /// μ where the objective has the size of 1: x₀ = −p/μ must leave doubles digits for the
  /// slacks.
  private static let shift = 0x1p-12

  /// The search for the same constraints and αQ + μI with a μ of at least `shift`.
  init(
    _ program: PreciseProgram, scale: Double, shift: Double, instance: Int
  ) throws(SolverError) {
    let (n, m, total) = (program.variables, program.inequalities, program.total)
    self.scale = scale
    let quadratic: UnsafeMutablePointer<Double> = memory.zeros(n * n)
    for j in 0..<n * n { quadratic[j] = scale * program.quadratic[j] }
    for j in 0..<n { quadratic[j * n + j] += max(shift, CoarseSearch.shift) }
    form = DualForm(variables: n, inequalities: m, equalities: total - m, isLasting: true)
    try form.load(
      quadratic: quadratic, inequalities: program.constraints,
      equalities: program.constraints + m * n, instance: instance)
    (start, excess, scratch) = (memory.zeros(2 * n), memory.zeros(total), memory.zeros(n + total))
    set = ActiveSet(capacity: min(n, total), of: total, in: memory)
  }

  /// The active inequalities for the linear term `p`, which α multiplies, and the bounds `d`;
  /// those of the last step where the search does not end.
  func activeInequalities(_ p: UnsafePointer<Double>, _ d: UnsafePointer<Double>) -> [Int] {
    let (n, units) = (form.variables, form.units)
    let (gradient, x) = (start, start + n)
    for j in 0..<n { gradient[j] = -scale * p[j] * units.variables[j] }
    for j in 0..<n { x[j] = InnerProduct.of(form.inverse + j * n, gradient, count: n) }
    for row in 0..<form.rows {
      let value = InnerProduct.of(form.constraints + row * n, x, count: n)
      excess[row] = value - units.rows[row] * d[row]
    }
    set.restart(form, from: nil)
    _ = try? set.optimise(form, excess: excess, scratch: scratch, instance: 0)
    return (set.equalities..<set.count).map { set.rows[$0] }
  }
}
