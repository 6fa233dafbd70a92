import LinearAlgebra

/// Finds the x = exp(s − a1ᵀ − 1bᵀ) whose rows and columns sum to 1, by Newton's method on
/// the column duals b.
///
/// Rows are normalised for every b, so that they always sum to 1. While columns are far from that,
/// rounds of Sinkhorn's method (b_j moves by about the logarithm of its column sum) get nearer;
/// then Newton steps, checked by their slope, converge quadratically. Only exponentials, sums and
/// quotients are taken, which have the same bits on every processor.
final class EntropicSearch {
  private let order: Int
  private let memory = Workspace()
  private let columns, trial, sums, direction, couplings, pivots: UnsafeMutablePointer<Double>

  /// The largest deviation of a column sum from 1, a hundredth of what the layer promises.
  private static let tolerance = 1e-12
  /// The most rounds of a search; scores that differ by hundreds of temperatures take dozens.
  private static let rounds = 500
  /// The ground of a Newton step as a share of the largest residual: it bounds the step where
  /// columns are weakly coupled, and vanishes as fast as the residual.
  private static let ground = 1e-3
  /// Smaller exponents are replaced by this one.
  private static let lowest = -700.0

  init(order n: Int) {
    order = n
    (columns, trial) = (memory.zeros(n), memory.zeros(n))
    (sums, direction) = (memory.zeros(n), memory.zeros(n))
    (couplings, pivots) = (memory.zeros(n * n), memory.zeros(n))
  }

  /// Writes x for scores `s` in units of the temperature.
  ///
  /// - Throws: `SolverError.notConverged` for scores that are not finite or too far apart.
  func search(
    _ s: UnsafePointer<Double>, instance: Int, into x: UnsafeMutablePointer<Double>
  ) throws(SolverError) {
    let n = order
    // A sum of multiples of zero is zero unless a score is not finite.
    var check = 0.0
    for k in 0..<n &* n { check += 0 * s[k] }
    guard check == 0 else { throw .notConverged(instance: instance, residual: .nan) }
    columns.update(repeating: 0, count: n)
    respond(s, to: columns, into: x)
    var best = Double.infinity
    for round in 0..<EntropicSearch.rounds {
      var (worst, ratio, total) = (0.0, 1.0, 0.0)
      for j in 0..<n {
        let sum = sums[j]
        total += sum
        worst = max(worst, (sum - 1).magnitude)
        ratio = max(ratio, sum, 1 / sum)
      }
      // A maximum passes over NaN, a sum does not.
      guard total.isFinite else { throw .notConverged(instance: instance, residual: .nan) }
      // Rounding may leave the last digits undecided: what no longer improves is good enough.
      if worst <= EntropicSearch.tolerance || worst <= 1e-10 && worst >= best { return }
      best = min(best, worst)
      if round < 2 || ratio > 8 {
        for j in 0..<n { columns[j] += approximateLogarithm(sums[j]) }
        respond(s, to: columns, into: x)
      } else {
        step(s, x, ground: EntropicSearch.ground * worst)
      }
    }
    throw .notConverged(instance: instance, residual: best)
  }

  /// Writes the couplings of columns, w_jk = Σᵢ x_ij x_ik, factored with some ground, for an x
  /// whose rows sum to 1.
  func factor(
    _ x: UnsafePointer<Double>, into w: UnsafeMutablePointer<Double>,
    pivots: UnsafeMutablePointer<Double>, ground: Double = 0
  ) {
    DenseProduct.multiply(
      x, x, into: w, rows: order, columns: order, inner: order, transposeA: true)
    pivots.update(repeating: ground, count: order)
    GroundedLaplacian.factor(w, pivots: pivots, order: order)
  }

  private func step(_ s: UnsafePointer<Double>, _ x: UnsafeMutablePointer<Double>, ground: Double) {
    let n = order
    factor(x, into: couplings, pivots: pivots, ground: ground)
    for j in 0..<n { direction[j] = sums[j] - 1 }
    GroundedLaplacian.solve(couplings, pivots: pivots, order: n, direction)
    var first = 0.0
    for j in 0..<n { first += direction[j] * (1 - sums[j]) }
    var (low, high) = ((at: 0.0, slope: first), (at: 1.0, slope: slope(s, at: 1, x)))
    if high.slope > 0.5 * first.magnitude {
      for _ in 0..<60 {
        let width = high.at - low.at
        let secant = low.at - width * low.slope / (high.slope - low.slope)
        let trialShare = min(max(secant, low.at + 0.1 * width), high.at - 0.1 * width)
        let slope = slope(s, at: trialShare, x)
        if slope.magnitude <= 0.3 * first.magnitude { break }
        if slope < 0 { low = (trialShare, slope) } else { high = (trialShare, slope) }
      }
    }
    columns.update(from: trial, count: n)
  }

  /// The slope at a share of the step, which leaves the trial duals, the sums and x there.
  private func slope(
    _ s: UnsafePointer<Double>, at share: Double, _ x: UnsafeMutablePointer<Double>
  ) -> Double {
    for j in 0..<order { trial[j] = columns[j] + share * direction[j] }
    respond(s, to: trial, into: x)
    var slope = 0.0
    for j in 0..<order { slope += direction[j] * (1 - sums[j]) }
    return slope
  }

  /// Writes x with normalised rows for column duals b, and its column sums.
  private func respond(
    _ s: UnsafePointer<Double>, to b: UnsafePointer<Double>, into x: UnsafeMutablePointer<Double>
  ) {
    let n = order
    for line in 0..<n {
      let (source, row) = (s + line &* n, x + line &* n)
      var largest = -Double.infinity
      for j in 0..<n {
        row[j] = source[j] - b[j]
        largest = max(largest, row[j])
      }
      for j in 0..<n { row[j] = max(row[j] - largest, EntropicSearch.lowest) }
    }
    Exponential.apply(x, into: x, count: n &* n)
    sums.update(repeating: 0, count: n)
    for line in 0..<n {
      let row = x + line &* n
      var total = 0.0
      for j in 0..<n { total += row[j] }
      let scale = 1 / total
      for j in 0..<n {
        let entry = scale * row[j]
        row[j] = entry
        sums[j] += entry
      }
    }
  }

  /// log x within 2 %, for steps that need no more: where x = 2ᵏm with m near 1,
  /// log m ≈ 2(m − 1)/(m + 1).
  private func approximateLogarithm(_ x: Double) -> Double {
    var (power, m) = (Double(x.exponent), x.significand)
    if m > 1.414 { (power, m) = (power + 1, 0.5 * m) }
    return 0.693_147_180_559_945_3 * power + 2 * (m - 1) / (m + 1)
  }
}
