/// exp of many numbers at once, to 2 units in the last place, with the same bits on every processor.
///
/// The exponent is reduced to x = k·ln 2 + r, |r| ≤ ½ ln 2, and exp(r) is a Taylor polynomial; the last bits of the C
/// library's exp depend on whether the processor has fused multiply–add. Arguments are cut off at ±700, beyond which the
/// result would near underflow or overflow.
public enum Exponential {
  typealias Lanes = SIMD4<Double>

  /// Writes exp of the `count` numbers at `x` to `y`, which may be the same address.
  public static func apply(
    _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    let whole = count & ~3
    var i = 0
    while i < whole {
      let lanes = UnsafeRawPointer(x + i).loadUnaligned(as: Lanes.self)
      UnsafeMutableRawPointer(y + i).storeBytes(of: of(lanes), as: Lanes.self)
      i &+= 4
    }
    if i < count {
      var lanes = Lanes.zero
      for k in i..<count { lanes[k - i] = x[k] }
      let result = of(lanes)
      for k in i..<count { y[k] = result[k - i] }
    }
  }

  @inline(__always)
  static func of(_ x: Lanes) -> Lanes {
    // A NaN passes through both comparisons unchanged.
    var v = x.replacing(with: Lanes(repeating: 700), where: x .> 700)
    v.replace(with: Lanes(repeating: -700), where: v .< -700)
    // Adding 1.5·2⁵² leaves the rounded integer in the low bits.
    let shifter = Lanes(repeating: 6_755_399_441_055_744)
    let shifted = v * 1.442_695_040_888_963_4 + shifter
    let k = shifted - shifter
    let r = (v - k * 0.693_147_180_369_123_8) - k * 1.908_214_929_270_587_7e-10
    var p = Lanes(repeating: 1 / 6_227_020_800)
    p = p * r + 1 / 479_001_600
    p = p * r + 1 / 39_916_800
    p = p * r + 1 / 3_628_800
    p = p * r + 1 / 362_880
    p = p * r + 1 / 40_320
    p = p * r + 1 / 5_040
    p = p * r + 1 / 720
    p = p * r + 1 / 120
    p = p * r + 1 / 24
    p = p * r + 1 / 6
    p = p * r + 0.5
    let fraction = r + r * r * p
    let power = unsafeBitCast(
      (unsafeBitCast(shifted, to: SIMD4<UInt64>.self) &<< 52) &+ 0x3FF0_0000_0000_0000,
      to: Lanes.self)
    return power + power * fraction
  }
}
