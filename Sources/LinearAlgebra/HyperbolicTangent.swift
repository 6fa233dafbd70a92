/// tanh of many numbers at once, to 2 units in the last place, with the same bits on every processor.
///
/// With e = exp(2|x|) − 1: tanh|x| = e/(e+2). The exponent is reduced to 2|x| = k·ln 2 + r, |r| ≤ ½ ln 2,
/// and exp(r) − 1 is a Taylor polynomial; the C library's tanh is slower and its last bits depend on
/// whether the processor has fused multiply–add.
public enum HyperbolicTangent {
  typealias Lanes = SIMD4<Double>

  /// Writes tanh of the `count` numbers at `x` to `y`, which may be the same address.
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
    let bits = unsafeBitCast(x, to: SIMD4<UInt64>.self)
    let sign = bits & 0x8000_0000_0000_0000
    let magnitude = unsafeBitCast(bits & 0x7FFF_FFFF_FFFF_FFFF, to: Lanes.self)
    // From 20 on tanh rounds to 1; a NaN passes through the comparison unchanged.
    let v = 2 * magnitude.replacing(with: Lanes(repeating: 20), where: magnitude .> 20)
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
    let e = power * fraction + (power - 1)
    let result = e / (e + 2)
    return unsafeBitCast(unsafeBitCast(result, to: SIMD4<UInt64>.self) | sign, to: Lanes.self)
  }
}
