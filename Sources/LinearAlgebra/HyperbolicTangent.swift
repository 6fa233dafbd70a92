/// tanh of many numbers at once, within 2 units in the last place and with the same bits on every
/// processor.
///
/// With e = exp(2|x|) − 1: tanh|x| = e/(e+2).
public enum HyperbolicTangent: LaneFunction {
  /// Writes tanh of the `count` numbers at `x` to `y`, which may be the same address.
  public static func apply(
    _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    Lanes.apply(Self.self, x, into: y, count: count)
  }

  @inline(__always)
  static func value(_ x: Lanes.Eight) -> Lanes.Eight {
    let bits = unsafeBitCast(x, to: Lanes.Words.self)
    let sign = bits & 0x8000_0000_0000_0000
    let magnitude = unsafeBitCast(bits & 0x7FFF_FFFF_FFFF_FFFF, to: Lanes.Eight.self)
    // From 20 on tanh rounds to 1; a NaN passes through the comparison unchanged.
    let v = 2 * magnitude.replacing(with: Lanes.Eight(repeating: 20), where: magnitude .> 20)
    let (power, fraction) = Lanes.exponential(v)
    let e = Lanes.fused(power, fraction, power - 1)
    let result = e / (e + 2)
    return unsafeBitCast(unsafeBitCast(result, to: Lanes.Words.self) | sign, to: Lanes.Eight.self)
  }
}
