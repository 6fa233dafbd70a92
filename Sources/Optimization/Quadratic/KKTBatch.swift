import Differentiation
import LinearAlgebra

/// The optimality (KKT) systems of a block of quadratic programs, each on its active set W.
///
///     K = [ Q C_Wᵀ ] K (x, μ) = (−p, d_W) is the solution, [ C_W 0 ] u = K⁻¹g its adjoint,
///     and ẇ = K⁻¹(ṙ − K̇w) the tangent of any w = K⁻¹r.
///
/// One factorisation serves all of them. At degenerate points active rows are linearly independent
/// by construction, and those whose multiplier is zero are dropped, which picks one element of the
/// generalised derivative and is counted in the census.
final class KKTBatch {
  let count, variables, inequalities, equalities: Int
  /// Whether Q, G and A are the same for all instances, and constant.
  let isShared: Bool
  let forms: [DualForm]
  /// One per instance, by address: an array in a class is checked for exclusive access whenever it
  /// is used.
  let sets: UnsafeMutablePointer<ActiveSet>

  private let memory = Workspace()
  /// x, −p and Cx₀ − d of all instances, and the bounds d of one, all in equilibrated units.
  let start, gradients, excess, bounds: UnsafeMutablePointer<Double>
  let scratch: UnsafeMutablePointer<Double>
  /// Scratch memory for the right-hand side and the solution of one system.
  let workspace: UnsafeMutablePointer<Double>
  var isLoaded = false

  var rows: Int { inequalities + equalities }
  var wordsPerInstance: Int { (inequalities + 63) / 64 }

  init(count: Int, variables n: Int, inequalities m: Int, equalities q: Int, isShared: Bool) {
    (self.count, variables, inequalities, equalities) = (count, n, m, q)
    self.isShared = isShared
    forms = (0..<(isShared ? 1 : count)).map { _ in
      DualForm(variables: n, inequalities: m, equalities: q, isLasting: isShared)
    }
    let memory = memory
    func set() -> ActiveSet { ActiveSet(capacity: min(n, m + q), of: m + q, in: memory) }
    sets = memory.buffer(count, of: set())
    for i in 1..<max(1, count) { sets[i] = set() }
    (start, gradients) = (memory.zeros(count * n), memory.zeros(count * n))
    (excess, bounds) = (memory.zeros(count * (m + q)), memory.zeros(m + q))
    (scratch, workspace) = (memory.zeros(4 * (n + m + q)), memory.zeros(2 * (n + m + q)))
  }

  /// Where the searches of all instances stopped; nothing where every run starts them anew, as
  /// other matrices make it.
  var history: [Double] { isShared ? (0..<count).flatMap { sets[$0].history } : [] }

  /// Takes over what `history` gave.
  func recall(_ history: [Double]) {
    var place = 0
    for i in 0..<count { sets[i].recall(history, from: &place) }
  }

  @inline(__always)
  func form(_ instance: Int) -> DualForm { forms[isShared ? 0 : instance] }

  /// Finds the active sets, or reads them if branches are held, and solves all instances.
  ///
  /// `linear`, `upper` and `right` give the addresses of p, h and b of an instance; `write`
  /// receives x and, for each active row, its multiplier.
  func solve(
    linear: (Int) -> UnsafePointer<Double>, upper: (Int) -> UnsafePointer<Double>?,
    right: (Int) -> UnsafePointer<Double>?, words: UnsafeMutablePointer<UInt64>?,
    hint: UnsafePointer<UInt64>?, branches: Branches,
    write: (Int, UnsafePointer<Double>, ActiveSet) -> Void
  ) throws(SolverError) {
    let n = variables
    for i in 0..<count {
      let p = linear(i)
      let x = start + i &* n
      for j in 0..<n { x[j] = -p[j] }
    }
    startPoints()
    let isHeld = branches.mode == .held && words != nil
    var census = branches.census
    defer { branches.census = census }
    for i in 0..<count {
      let form = form(i)
      let scale = loadBounds(i, upper(i), right(i))
      let slot = words.map { $0 + i &* wordsPerInstance }
      let held = isHeld ? slot.map { UnsafePointer($0) } : nil
      var trial = attempt(i, form, scale, hint: hint.map { $0 + i &* wordsPerInstance }, held: held)
      if trial.isSolved { finish(i, form, start + i &* n, &trial) }
      if scale.isNaN || !isAccepted(i, form, trial, isHeld: isHeld) {
        trial = try solvePrecisely(i, form, scale, held: held)
      }
      if !isHeld, let slot { sets[i].flag(into: slot, form) }
      trial.note(in: &census, isHeld: isHeld)
      let x = start + i &* n
      if form.traits.pointee.isScaled { for j in 0..<n { x[j] *= form.units.variables[j] } }
      write(i, x, sets[i])
    }
  }

  /// Writes d and Cx₀ − d of instance `i`; returns the size of its bounds, at least 1, or NaN
  /// where they are not bounds.
  @inline(__always)
  private func loadBounds(
    _ i: Int, _ upper: UnsafePointer<Double>?, _ right: UnsafePointer<Double>?
  ) -> Double {
    let (e, form) = (excess + i &* rows, form(i))
    var (scale, unsound) = (1.0, 0)
    let units = form.traits.pointee.isScaled ? form.units.rows : nil
    if let h = upper {
      for j in 0..<inequalities {
        var bound = h[j]
        if let units { bound *= units[j] }
        bounds[j] = bound
        scale = max(scale, bound.magnitude)
        unsound &+= bound > -.infinity ? 0 : 1
        e[j] -= bound
      }
    }
    if let b = right {
      for j in 0..<equalities {
        let row = inequalities &+ j
        var bound = b[j]
        if let units { bound *= units[row] }
        bounds[row] = bound
        scale = max(scale, bound.magnitude)
        unsound &+= bound.isFinite ? 0 : 1
        e[row] -= bound
      }
    }
    return unsound == 0 ? scale : .nan
  }

  /// Finds the active set of instance `i` in doubles, or reads it if it is held.
  @inline(__always)
  private func attempt(
    _ i: Int, _ form: DualForm, _ scale: Double, hint: UnsafePointer<UInt64>?,
    held: UnsafePointer<UInt64>?
  ) -> Trial {
    let e = excess + i &* rows
    var trial = Trial()
    if let held {
      trial.isSolved = sets[i].restart(form, from: held)
      sets[i].solve(excess: e)
      return trial
    }
    sets[i].restart(form, from: hint)
    do throws(SolverError) {
      trial.changes = try sets[i].optimise(form, excess: e, scratch: scratch, instance: i)
    } catch {
      // Whether that is so, doubles cannot prove.
      trial.isSolved = false
      return trial
    }
    dropZeroMultipliers(i, form, e, scale, &trial)
    return trial
  }

  /// Turns −p into x₀ = −Q⁻¹p and writes Cx₀, for all instances at once where Q is
  /// shared.
  private func startPoints() {
    let (n, rows) = (variables, rows)
    if isShared {
      let form = forms[0]
      if form.traits.pointee.isScaled {
        for i in 0..<count { for j in 0..<n { start[i &* n &+ j] *= form.units.variables[j] } }
      }
      DenseProduct.multiply(
        start, form.images, into: excess, rows: count, columns: rows, inner: n, transposeB: true)
      gradients.update(from: start, count: count * n)
      DenseProduct.multiply(gradients, form.inverse, into: start, rows: count, columns: n, inner: n)
      return
    }
    for i in 0..<count {
      let (form, p, x) = (forms[i], gradients + i &* n, start + i &* n)
      if form.traits.pointee.isScaled { for j in 0..<n { x[j] *= form.units.variables[j] } }
      p.update(from: x, count: n)
      for j in 0..<n { x[j] = InnerProduct.of(form.inverse + j &* n, p, count: n) }
      for row in 0..<rows {
        excess[i &* rows &+ row] = InnerProduct.of(form.constraints + row &* n, x, count: n)
      }
    }
  }

  private func dropZeroMultipliers(
    _ i: Int, _ form: DualForm, _ e: UnsafePointer<Double>, _ scale: Double, _ trial: inout Trial
  ) {
    var largest = 0.0
    for k in sets[i].equalities..<sets[i].count { largest = max(largest, sets[i].multipliers[k]) }
    let zero = 1e-10 * max(largest, 1e-3)
    var k = sets[i].equalities
    while k < sets[i].count {
      if sets[i].multipliers[k] <= zero {
        sets[i].remove(at: k, form)
        trial.dropped = true
      } else {
        k += 1
      }
    }
    if trial.dropped { sets[i].solve(excess: e) }
    var margin = Double.greatestFiniteMagnitude
    for k in sets[i].equalities..<sets[i].count { margin = min(margin, sets[i].multipliers[k]) }
    trial.slack = sets[i].slackOfInactiveRows(excess: e, form)
    trial.margin = min(margin, max(0, trial.slack))
    trial.isDegenerate = trial.dropped || trial.margin <= 1e-10 * scale
  }

  /// Writes x = x₀ − HC_Wᵀμ, after one step of iterative refinement if its residual exceeds
  /// rounding errors.
  @inline(__always)
  private func finish(
    _ i: Int, _ form: DualForm, _ x: UnsafeMutablePointer<Double>, _ trial: inout Trial
  ) {
    let n = variables
    let (set, g) = (sets[i], gradients + i &* n)
    var energy = 0.0
    for j in 0..<n { energy += g[j] * x[j] }
    trial.reach = energy.magnitude.squareRoot()
    for k in 0..<set.count {
      let (image, multiplier) = (form.images + set.rows[k] &* n, set.multipliers[k])
      for j in 0..<n { x[j] -= image[j] * multiplier }
      trial.reach += form.lengths[set.rows[k]] * multiplier.magnitude
    }
    var worst = residual(i, form, x)
    if worst > 1e-15 {
      let correction = scratch + n + rows
      solveEquilibrated(i, scratch, into: correction)
      for j in 0..<n { x[j] += correction[j] }
      for k in 0..<set.count { set.multipliers[k] += correction[n + k] }
      if worst > 1e-13 { worst = residual(i, form, x) }
    }
    trial.residual = worst
  }

  /// Writes (−p − Qx − C_Wᵀμ, d_W − C_W x) to scratch memory and returns its largest
  /// magnitude, NaN where an entry is.
  func residual(_ i: Int, _ form: DualForm, _ x: UnsafePointer<Double>) -> Double {
    let n = variables
    let (set, g) = (sets[i], gradients + i &* n)
    let residual = scratch
    var (worst, check) = (0.0, 0.0)
    for j in 0..<n {
      residual[j] = g[j] - InnerProduct.of(form.quadratic + j &* n, x, count: n)
    }
    for k in 0..<set.count {
      let (row, multiplier) = (form.constraints + set.rows[k] &* n, set.multipliers[k])
      var slack = bounds[set.rows[k]]
      for j in 0..<n {
        residual[j] -= row[j] * multiplier
        slack -= row[j] * x[j]
      }
      residual[n &+ k] = slack
      worst = max(worst, slack.magnitude)
      check += slack
    }
    for j in 0..<n {
      worst = max(worst, residual[j].magnitude)
      check += residual[j]
    }
    return check.isFinite ? worst : .nan
  }

  /// Writes K⁻¹(r_x, r_W) of instance `i`: n numbers, then one per active row, in the units of
  /// the program.
  ///
  /// `w` must not overlap `r`.
  func solveSystem(_ i: Int, _ r: UnsafePointer<Double>, into w: UnsafeMutablePointer<Double>) {
    let form = form(i)
    if !form.traits.pointee.isScaled { return solveEquilibrated(i, r, into: w) }
    let (n, set, scaled, units) = (variables, sets[i], scratch, form.units)
    for j in 0..<n { scaled[j] = units.variables[j] * r[j] }
    for k in 0..<set.count { scaled[n &+ k] = units.rows[set.rows[k]] * r[n &+ k] }
    solveEquilibrated(i, scaled, into: w)
    for j in 0..<n { w[j] *= units.variables[j] }
    for k in 0..<set.count { w[n &+ k] *= units.rows[set.rows[k]] }
  }

  /// The multiplier of the k-th active row of instance `i`, in the units of the program.
  @inline(__always)
  func multiplier(_ i: Int, _ k: Int) -> Double {
    let (set, form) = (sets[i], form(i))
    let value = set.multipliers[k]
    return form.traits.pointee.isScaled ? form.units.rows[set.rows[k]] * value : value
  }

  /// Writes K⁻¹(r_x, r_W) in equilibrated units.
  private func solveEquilibrated(
    _ i: Int, _ r: UnsafePointer<Double>, into w: UnsafeMutablePointer<Double>
  ) {
    let n = variables
    let form = form(i)
    let set = sets[i]
    let m = w + n
    for k in 0..<set.count {
      m[k] = InnerProduct.of(form.images + set.rows[k] &* n, r, count: n) - r[n &+ k]
    }
    Cholesky.solve(set.factor, order: set.count, stride: set.capacity, m)
    if set.count == n {
      // At a vertex the rows alone determine x: r_x has exactly no influence on it.
      let v = scratch + 2 * (n + rows)
      for k in 0..<n { v[k] = r[n &+ k] }
      Cholesky.solve(set.factor, order: n, stride: set.capacity, v)
      for j in 0..<n { w[j] = 0 }
      for k in 0..<n {
        let image = form.images + set.rows[k] &* n
        for j in 0..<n { w[j] += image[j] * v[k] }
      }
      return
    }
    for j in 0..<n { w[j] = InnerProduct.of(form.inverse + j &* n, r, count: n) }
    for k in 0..<set.count {
      let (image, multiplier) = (form.images + set.rows[k] &* n, m[k])
      for j in 0..<n { w[j] -= image[j] * multiplier }
    }
  }
}
