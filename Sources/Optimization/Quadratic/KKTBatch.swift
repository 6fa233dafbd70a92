import Differentiation
import LinearAlgebra

/// The optimality (KKT) systems of a block of quadratic programs, each on its active set W.
///
///     K = [ Q   C_Wᵀ ]     K (x, μ) = (−p, d_W) is the solution,
///         [ C_W  0   ]     u = K⁻¹g its adjoint, and ẇ = K⁻¹(ṙ − K̇w) the tangent of any w = K⁻¹r.
///
/// One factorisation serves all of them. At degenerate points active rows are linearly independent
/// by construction, and those whose multiplier is zero are dropped, which picks one element of the
/// generalised derivative and is counted in the census.
final class KKTBatch {
  let count, variables, inequalities, equalities: Int
  /// Whether Q, G and A are the same for all instances, and constant.
  let isShared: Bool
  var forms: [DualForm]
  var sets: [ActiveSet]

  private let memory = Workspace()
  private let start, gradients, excess, bounds, scratch: UnsafeMutablePointer<Double>
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
    sets = (0..<count).map { _ in ActiveSet(capacity: min(n, m + q), of: m + q, in: memory) }
    (start, gradients) = (memory.zeros(count * n), memory.zeros(count * n))
    (excess, bounds) = (memory.zeros(count * (m + q)), memory.zeros(m + q))
    (scratch, workspace) = (memory.zeros(4 * (n + m + q)), memory.zeros(2 * (n + m + q)))
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
    let (n, rows) = (variables, rows)
    for i in 0..<count {
      let p = linear(i)
      let x = start + i &* n
      for j in 0..<n { x[j] = -p[j] }
    }
    startPoints()
    let isHeld = branches.mode == .held
    var census = branches.census
    defer { branches.census = census }
    for i in 0..<count {
      let form = form(i)
      let e = excess + i &* rows
      var scale = 1.0
      if let h = upper(i) {
        for j in 0..<inequalities {
          bounds[j] = h[j]
          scale = max(scale, h[j].magnitude)
          e[j] -= h[j]
        }
      }
      if let b = right(i) {
        for j in 0..<equalities {
          bounds[inequalities &+ j] = b[j]
          scale = max(scale, b[j].magnitude)
          e[inequalities &+ j] -= b[j]
        }
      }
      let slot = words.map { $0 + i &* wordsPerInstance }
      if isHeld, let slot {
        sets[i].restart(form, from: slot)
        sets[i].solve(excess: e)
      } else {
        sets[i].restart(form, from: hint.map { $0 + i &* wordsPerInstance })
        let changes = try sets[i].optimise(form, excess: e, scratch: scratch, instance: i)
        census.factorisations += changes + 1
        if changes == 0 { census.warmHits += 1 }
        dropZeroMultipliers(i, form, e, scale, &census)
        if let slot { sets[i].flag(into: slot, form) }
      }
      census.solves += 1
      let x = start + i &* n
      finish(i, form, x, p: linear(i), &census)
      write(i, x, sets[i])
    }
  }

  /// Turns −p into x₀ = −Q⁻¹p and writes Cx₀, for all instances at once where Q is shared.
  private func startPoints() {
    let (n, rows) = (variables, rows)
    if isShared {
      let form = forms[0]
      BLAS.multiply(
        start, form.images, into: excess, rows: count, columns: rows, inner: n, transposeB: true)
      gradients.update(from: start, count: count * n)
      BLAS.multiply(gradients, form.inverse, into: start, rows: count, columns: n, inner: n)
      return
    }
    for i in 0..<count {
      let (form, p, x) = (forms[i], gradients + i &* n, start + i &* n)
      p.update(from: x, count: n)
      for j in 0..<n { x[j] = InnerProduct.of(form.inverse + j &* n, p, count: n) }
      for row in 0..<rows {
        excess[i &* rows &+ row] = InnerProduct.of(form.constraints + row &* n, x, count: n)
      }
    }
  }

  private func dropZeroMultipliers(
    _ i: Int, _ form: DualForm, _ e: UnsafePointer<Double>, _ scale: Double,
    _ census: inout BranchCensus
  ) {
    var largest = 0.0
    for k in sets[i].equalities..<sets[i].count { largest = max(largest, sets[i].multipliers[k]) }
    let zero = 1e-10 * max(largest, 1e-3)
    var dropped = false
    var k = sets[i].equalities
    while k < sets[i].count {
      if sets[i].multipliers[k] <= zero {
        sets[i].remove(at: k, form)
        dropped = true
      } else {
        k += 1
      }
    }
    if dropped { sets[i].solve(excess: e) }
    var margin = Double.greatestFiniteMagnitude
    for k in sets[i].equalities..<sets[i].count { margin = min(margin, sets[i].multipliers[k]) }
    margin = min(margin, max(0, sets[i].slackOfInactiveRows(excess: e, form)))
    if dropped || margin <= 1e-10 * scale {
      census.degenerate += 1
    } else if margin < 1e-6 {
      census.nearDegenerate += 1
    }
    census.smallestMargin = min(census.smallestMargin, margin)
  }

  /// Writes x = x₀ − HC_Wᵀμ, after one step of iterative refinement if its residual exceeds
  /// rounding errors.
  private func finish(
    _ i: Int, _ form: DualForm, _ x: UnsafeMutablePointer<Double>, p: UnsafePointer<Double>,
    _ census: inout BranchCensus
  ) {
    let n = variables
    let set = sets[i]
    for k in 0..<set.count {
      let (image, multiplier) = (form.images + set.rows[k] &* n, set.multipliers[k])
      for j in 0..<n { x[j] -= image[j] * multiplier }
    }
    var worst = residual(i, form, x, p: p)
    if worst > 1e-15 {
      let correction = scratch + n + rows
      solveSystem(i, scratch, into: correction)
      for j in 0..<n { x[j] += correction[j] }
      for k in 0..<set.count { set.multipliers[k] += correction[n + k] }
      if worst > 1e-13 { worst = residual(i, form, x, p: p) }
    }
    census.worstResidual = max(census.worstResidual, worst)
  }

  /// Writes (−p − Qx − C_Wᵀμ, d_W − C_W x) to scratch memory and returns its largest magnitude.
  private func residual(
    _ i: Int, _ form: DualForm, _ x: UnsafePointer<Double>, p: UnsafePointer<Double>
  ) -> Double {
    let n = variables
    let set = sets[i]
    let residual = scratch
    var worst = 0.0
    for j in 0..<n {
      let row = form.quadratic + j &* n
      var sum = p[j]
      for l in 0..<n { sum += row[l] * x[l] }
      residual[j] = -sum
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
    }
    for j in 0..<n { worst = max(worst, residual[j].magnitude) }
    return worst
  }

  /// Writes K⁻¹(r_x, r_W) of instance `i`: n numbers, then one per active row.
  ///
  /// `w` must not overlap `r`.
  func solveSystem(_ i: Int, _ r: UnsafePointer<Double>, into w: UnsafeMutablePointer<Double>) {
    let n = variables
    let form = form(i)
    let set = sets[i]
    let m = w + n
    for k in 0..<set.count {
      let image = form.images + set.rows[k] &* n
      var sum = -r[n &+ k]
      for j in 0..<n { sum += image[j] * r[j] }
      m[k] = sum
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
    for j in 0..<n {
      let row = form.inverse + j &* n
      var sum = 0.0
      for l in 0..<n { sum += row[l] * r[l] }
      w[j] = sum
    }
    for k in 0..<set.count {
      let (image, multiplier) = (form.images + set.rows[k] &* n, m[k])
      for j in 0..<n { w[j] -= image[j] * multiplier }
    }
  }
}
