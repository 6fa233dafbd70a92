/// Solves (D − W)z = r, where W ≥ 0 is symmetric with a zero diagonal and the rows of D − W
/// sum to `ground` ≥ 0.
///
/// Elimination only ever adds non-negative numbers: a pivot is the sum of what remains of its row.
/// Pivots thus have full relative accuracy however weak the links between parts of W are, and a
/// pivot is zero exactly for the last vertex of a connected part of W without ground. That vertex
/// is grounded, z = 0 there; if r sums to zero over such a part, the system is consistent, and
/// other solutions differ by a constant on the part.
///
/// - SeeAlso: Grassmann, Taksar & Heyman (1985), Regenerative analysis and steady state
///   distributions for Markov chains.
enum GroundedLaplacian {
  /// Factors in place.
  ///
  /// - Parameters:
  ///   - weights: W, n×n, of which only the strict upper triangle is read; it becomes the factor.
  ///   - pivots: the ground; it becomes the pivots.
  ///   - n: the order of the system.
  static func factor(
    _ weights: UnsafeMutablePointer<Double>, pivots: UnsafeMutablePointer<Double>, order n: Int
  ) {
    for j in 0..<n {
      let row = weights + j &* n
      var pivot = pivots[j]
      for k in j &+ 1..<n { pivot += row[k] }
      if pivot > 0 {
        let (inverse, ground) = (1 / pivot, pivots[j])
        for k in j &+ 1..<n where row[k] > 0 {
          let factor = row[k] * inverse
          pivots[k] += factor * ground
          let target = weights + k &* n
          for m in k &+ 1..<n { target[m] += factor * row[m] }
        }
      }
      pivots[j] = pivot
    }
  }

  /// Replaces `r` by z, given the factor.
  static func solve(
    _ weights: UnsafePointer<Double>, pivots: UnsafePointer<Double>, order n: Int,
    _ r: UnsafeMutablePointer<Double>
  ) {
    for j in 0..<n where pivots[j] > 0 {
      let row = weights + j &* n
      let factor = r[j] / pivots[j]
      for k in j &+ 1..<n { r[k] += factor * row[k] }
    }
    var j = n
    while j > 0 {
      j &-= 1
      let row = weights + j &* n
      r[j] = pivots[j] > 0 ? (r[j] + tailProduct(row, r, from: j &+ 1, to: n)) / pivots[j] : 0
    }
  }

  /// Σ aₖbₖ over from ≤ k < to, with four accumulators.
  @inline(__always)
  private static func tailProduct(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, from first: Int, to end: Int
  ) -> Double {
    var sum = SIMD4<Double>.zero
    var k = first
    while k &+ 3 < end {
      let x = UnsafeRawPointer(a + k).loadUnaligned(as: SIMD4<Double>.self)
      let y = UnsafeRawPointer(b + k).loadUnaligned(as: SIMD4<Double>.self)
      sum += x * y
      k &+= 4
    }
    var tail = 0.0
    while k < end {
      tail += a[k] * b[k]
      k &+= 1
    }
    return (sum.x + sum.y) + (sum.z + sum.w) + tail
  }
}
