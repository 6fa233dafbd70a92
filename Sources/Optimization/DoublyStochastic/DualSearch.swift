import Differentiation

/// Finds the doubly stochastic x = max(0, t − a1ᵀ − 1bᵀ), t = θ/γ, by Newton's method on
/// the column duals b.
///
/// For given b the row duals a are best responses, so that rows always sum to 1; what is minimised
/// is a convex, piecewise quadratic function of b with the gradient 1 − (column sums) and a graph
/// Laplacian as its Hessian. A component of the support with more or fewer rows than columns makes
/// the function linear along a shift of its columns: its ground is chosen such that the step goes
/// to where the next entry enters, and a little beyond. Steps are checked by their slope. When the
/// support no longer changes, `OptimalityCertificate` solves on it exactly and checks all
/// optimality conditions.
final class DualSearch {
  let order: Int
  let supports: BipartiteSupports
  let components: SupportComponents
  private let response: RowResponse
  private let memory = Workspace()
  /// θ/γ of the current instance, followed by its duals.
  let scores, rows, columns: UnsafeMutablePointer<Double>
  private let sums, trialRows, trialColumns, direction: UnsafeMutablePointer<Double>
  private let ground, nearest: UnsafeMutablePointer<Double>
  let certificate: OptimalityCertificate
  /// Entries up to this count as zero, since rounding decides about them.
  private(set) var threshold = 0.0
  var factorisations = 0

  /// The threshold for scores below about 140, whose rounding errors are smaller.
  static let smallestThreshold = 1e-12
  /// The number of Newton steps from a hint before the search starts anew, and from there.
  private static let warmSteps = 40, steps = 400
  /// A step is too long if the slope at its end exceeds `curvature` times the initial one; it is
  /// then cut until the slope is at most `cut` times that.
  private static let curvature = 0.4, cut = 0.2

  init(order n: Int, supports: BipartiteSupports) {
    (order, self.supports) = (n, supports)
    components = SupportComponents(order: n)
    response = RowResponse(order: n)
    certificate = OptimalityCertificate(order: n)
    (scores, sums) = (memory.zeros(n * n), memory.zeros(RowResponse.paddedCount(n)))
    (rows, columns) = (memory.zeros(n), memory.zeros(n))
    (trialRows, trialColumns) = (memory.zeros(n), memory.zeros(n))
    (direction, ground, nearest) = (memory.zeros(n), memory.zeros(n), memory.zeros(n))
  }

  // MARK: The search

  /// Reads θ of an instance.
  ///
  /// - Throws: `SolverError.notConverged` where a score is not finite, or so large that the entries
  ///   of a row are lost in its rounding errors.
  func load(_ θ: UnsafePointer<Double>, curvature γ: Double, instance: Int) throws(SolverError) {
    let factor = 1 / γ
    var (largest, check) = (1.0, 0.0)
    for k in 0..<order &* order {
      let score = factor * θ[k]
      scores[k] = score
      largest = score.magnitude <= largest ? largest : score.magnitude
      // Zero unless a score is not finite, which a maximum may pass over.
      check += 0 * score
    }
    guard check == 0 else { throw .notConverged(instance: instance, residual: .nan) }
    threshold = max(DualSearch.smallestThreshold, 64 * largest * 0x1p-53)
    // A row that sums to 1 has an entry of at least 1/N, which must stand out.
    guard threshold < 0.5 / Double(order) else {
      throw .notConverged(instance: instance, residual: threshold)
    }
    factorisations = 0
  }

  /// Reads a noted support and sets duals to start from; returns whether each of its rows and
  /// columns has an entry, as those of a decision have.
  func start(_ i: Int, at slot: UnsafePointer<UInt64>) -> Bool {
    guard supports.load(i, from: slot) else { return false }
    columns.update(repeating: 0, count: order)
    for line in 0..<order {
      let (list, source) = (supports.row(line, of: i), scores + line &* order)
      var sum = -1.0
      for member in list { sum += source[Int(member)] }
      rows[line] = sum / Double(list.count)
    }
    return true
  }

  /// Finds the support and the duals of instance `i`, starting from a noted support if there is
  /// one.
  ///
  /// - Returns: whether the noted support was the right one, and the margin to the next kink.
  /// - Throws: `SolverError.notConverged`.
  func search(_ i: Int, from hint: UnsafePointer<UInt64>?) throws(SolverError) -> (
    isHit: Bool, margin: Double
  ) {
    if let hint, start(i, at: hint) {
      if components.find(in: supports, i), components.areBalanced {
        if let margin = certify(i) { return (true, margin) }
        // The duals are now those of the old support under the new scores, a good starting point.
        certificate.arrange(self)
      }
      if let margin = descend(i, steps: DualSearch.warmSteps) { return (false, margin) }
    }
    coldStart(i)
    if let margin = descend(i, steps: DualSearch.steps) { return (false, margin) }
    throw .notConverged(instance: i, residual: worstSum())
  }

  /// Starts from b = 0: the best response of the rows, then that of each column by itself.
  private func coldStart(_ i: Int) {
    supports.clear(i)
    columns.update(repeating: 0, count: order)
    for line in 0..<order {
      let source = scores + line &* order
      var largest = source[0]
      for j in 1..<order { largest = max(largest, source[j]) }
      rows[line] = largest - 1
    }
    response.respond(scores, columns: columns, rows: rows, sums: sums)
    for j in 0..<order { columns[j] = response.columnDual(scores, column: j, rows: rows, from: 0) }
  }

  private func descend(_ i: Int, steps: Int) -> Double? {
    response.respond(scores, columns: columns, rows: rows, sums: sums)
    for _ in 0..<steps {
      let changed = supports.collect(i, scores, rows: rows, columns: columns, above: threshold)
      // Duals that are lost in rounding errors leave a row without an entry.
      guard components.find(in: supports, i) else { return nil }
      var isFactored = false
      if components.areBalanced, !changed || worstSum() < 1e-6 {
        trialRows.update(from: rows, count: order)
        trialColumns.update(from: columns, count: order)
        if let margin = certify(i) { return margin }
        // The solution on a wrong support would be a step of unchecked length; it is not taken.
        rows.update(from: trialRows, count: order)
        columns.update(from: trialColumns, count: order)
        isFactored = true
      }
      step(i, isFactored: isFactored)
    }
    return nil
  }

  /// Moves the duals to the solution on the current, balanced support.
  ///
  /// - Returns: its margin, or nil if it is not optimal.
  private func certify(_ i: Int) -> Double? {
    supports.factor(i)
    factorisations += 1
    return certificate.check(self, i)
  }

  private func worstSum() -> Double {
    var worst = 0.0
    for j in 0..<order { worst = max(worst, (sums[j] - 1).magnitude) }
    return worst
  }

  // MARK: One step

  private func step(_ i: Int, isFactored: Bool) {
    for j in 0..<order { direction[j] = sums[j] - 1 }
    if !isFactored {
      if !components.areBalanced { groundUnbalanced() }
      supports.factor(i, ground: components.areBalanced ? nil : ground)
      factorisations += 1
    }
    supports.solve(i, columns: direction)
    var first = 0.0
    for j in 0..<order { first += direction[j] * (1 - sums[j]) }
    var (low, high) = ((at: 0.0, slope: first), (at: 1.0, slope: slope(at: 1)))
    if high.slope > DualSearch.curvature * first.magnitude {
      for _ in 0..<40 {
        let width = high.at - low.at
        let secant = low.at - width * low.slope / (high.slope - low.slope)
        let trialShare = min(max(secant, low.at + 0.05 * width), high.at - 0.05 * width)
        let slope = slope(at: trialShare)
        if slope.magnitude <= DualSearch.cut * first.magnitude { break }
        if slope < 0 { low = (trialShare, slope) } else { high = (trialShare, slope) }
      }
    }
    rows.update(from: trialRows, count: order)
    columns.update(from: trialColumns, count: order)
  }

  /// The slope at a share of the step, which leaves the trial duals and the sums there.
  private func slope(at share: Double) -> Double {
    trialRows.update(from: rows, count: order)
    for j in 0..<order { trialColumns[j] = columns[j] + share * direction[j] }
    response.respond(scores, columns: trialColumns, rows: trialRows, sums: sums)
    var slope = 0.0
    for j in 0..<order { slope += direction[j] * (1 - sums[j]) }
    return slope
  }

  /// Sets the ground of the columns of components with e rows too many or too few, such that their
  /// shift lets the next entry in and goes |e| beyond, about what that entry then has to carry.
  private func groundUnbalanced() {
    let (n, excess) = (order, components.excess)
    nearest.update(repeating: -.infinity, count: n)
    for line in 0..<n {
      let (source, from, a) = (scores + line &* n, components.ofRow[line], rows[line])
      for j in 0..<n where components.ofColumn[j] != from {
        let to = components.ofColumn[j]
        let entry = source[j] - a - columns[j]
        if excess[from] > 0 { nearest[from] = max(nearest[from], entry) }
        if excess[to] < 0 { nearest[to] = max(nearest[to], entry) }
      }
    }
    for j in 0..<n {
      let component = components.ofColumn[j]
      let size = Double(excess[component].magnitude)
      let shift = max(0, -nearest[component]) + size
      ground[j] = size / (Double(components.width[component]) * shift)
    }
  }
}
