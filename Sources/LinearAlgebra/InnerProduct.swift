/// The inner product of two rows of numbers.
public enum InnerProduct {
  /// Σ aᵢbᵢ, with eight sums side by side and no fused operation: the same bits on every
  /// machine.
  @inline(__always)
  public static func of(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int
  ) -> Double {
    var total = 0.0
    var j = 0
    if count >= 8 {
      var sums = Lanes.Eight.load(a) * Lanes.Eight.load(b)
      j = 8
      while j &+ 8 <= count {
        sums += Lanes.Eight.load(a + j) * Lanes.Eight.load(b + j)
        j &+= 8
      }
      let four = sums.lowHalf + sums.highHalf
      let two = four.lowHalf + four.highHalf
      total = two[0] + two[1]
    }
    while j < count {
      total += a[j] * b[j]
      j &+= 1
    }
    return total
  }
}
