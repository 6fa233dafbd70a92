/// The best decision of each row for given column duals b: x_ij = max(0, t_ij − a_i − b_j) with
/// rows that sum to 1.
///
/// The threshold a_i is found by Newton's method on a convex, piecewise linear function of one
/// number, which ends after a few passes over the row; started from below, it is the projection on
/// the simplex of Michelot (1986).
final class RowResponse {
  private let order, padded: Int
  private let memory = Workspace()
  private let shifted: UnsafeMutablePointer<Double>

  private typealias Lanes = SIMD4<Double>

  init(order n: Int) {
    (order, padded) = (n, RowResponse.paddedCount(n))
    // Beyond the end of the row nothing is ever above a threshold.
    shifted = memory.buffer(padded, of: -.infinity)
  }

  /// The length of buffers that `respond` reads in whole lanes, for `n` numbers.
  static func paddedCount(_ n: Int) -> Int { (n + 3) & ~3 }

  /// Moves the row duals `a` to their best values for b, and writes the column sums of x.
  ///
  /// `sums` has the padded length.
  func respond(
    _ t: UnsafePointer<Double>, columns b: UnsafePointer<Double>,
    rows a: UnsafeMutablePointer<Double>, sums: UnsafeMutablePointer<Double>
  ) {
    let n = order
    sums.update(repeating: 0, count: padded)
    for i in 0..<n {
      let source = t + i &* n
      for j in 0..<n { shifted[j] = source[j] - b[j] }
      let threshold = threshold(from: a[i])
      a[i] = threshold
      var k = 0
      while k < padded {
        let excess = lanes(shifted, k) - threshold
        let sum = lanes(sums, k) + excess.replacing(with: 0, where: excess .< 0)
        UnsafeMutableRawPointer(sums + k).storeBytes(of: sum, as: Lanes.self)
        k &+= 4
      }
    }
  }

  /// The number d with Σ_i max(0, t_ij − a_i − d) = 1 for column j.
  func columnDual(
    _ t: UnsafePointer<Double>, column j: Int, rows a: UnsafePointer<Double>, from start: Double
  ) -> Double {
    for i in 0..<order { shifted[i] = t[i &* order &+ j] - a[i] }
    return threshold(from: start)
  }

  @inline(__always)
  private func lanes(_ pointer: UnsafePointer<Double>, _ k: Int) -> Lanes {
    UnsafeRawPointer(pointer + k).loadUnaligned(as: Lanes.self)
  }

  /// The a with Σ max(0, v − a) = 1 over the shifted numbers v.
  @inline(__always)
  private func threshold(from start: Double) -> Double {
    var (a, last) = (start, -1.0)
    // From below every step but the last drops a number, so that n + 2 passes suffice; with NaN the
    // loop must end, too.
    for _ in 0..<order &+ 4 {
      var (total, inside) = (Lanes.zero, Lanes.zero)
      var k = 0
      while k < padded {
        let excess = lanes(shifted, k) - a
        let isInside = excess .> 0
        total += Lanes.zero.replacing(with: excess, where: isInside)
        inside += Lanes.zero.replacing(with: Lanes(repeating: 1), where: isInside)
        k &+= 4
      }
      let count = inside.sum()
      if count == 0 {
        var largest = -Double.infinity
        for j in 0..<order { largest = max(largest, shifted[j]) }
        (a, last) = (largest - 1, -1)
        continue
      }
      a += (total.sum() - 1) / count
      if count == last { break }
      last = count
    }
    return a
  }
}
