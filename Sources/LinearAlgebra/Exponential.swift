/// exp of many numbers at once, within 2 units in the last place and with the same bits on every
/// processor.
///
/// Arguments are clipped to ±700, beyond which the result would come near underflow or overflow.
public enum Exponential: LaneFunction {
  /// Writes exp of the `count` numbers at `x` to `y`, which may be the same address.
  public static func apply(
    _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    Lanes.apply(Self.self, x, into: y, count: count)
  }

  @inline(__always)
  static func value(_ x: Lanes.Eight) -> Lanes.Eight {
    // A NaN passes through both comparisons unchanged.
    var v = x.replacing(with: Lanes.Eight(repeating: 700), where: x .> 700)
    v.replace(with: Lanes.Eight(repeating: -700), where: v .< -700)
    let (power, fraction) = Lanes.exponential(v)
    return Lanes.fused(power, fraction, power)
  }
}
