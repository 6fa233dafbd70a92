/// Eight numbers at once: how elementary functions are applied to arrays with the same bits on
/// every processor.
///
/// Only sums, products, quotients and fused multiply–adds are used, in one order: the C library's
/// functions differ in the last bits between processors.
enum Lanes {
  typealias Eight = SIMD8<Double>
  typealias Words = SIMD8<UInt64>

  /// Writes `function` of the `count` numbers at `x` to `y`, which may be the same address.
  ///
  /// The last numbers take the same path in lanes that are filled up with zeros.
  @inline(__always)
  static func apply<Function: LaneFunction>(
    _ function: Function.Type, _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    var i = 0
    // Two independent chains of sums and products keep the processor busy.
    while i &+ 16 <= count {
      let source = UnsafeRawPointer(x + i)
      let first = Function.value(source.loadUnaligned(as: Eight.self))
      let second = Function.value(source.loadUnaligned(fromByteOffset: 64, as: Eight.self))
      let target = UnsafeMutableRawPointer(y + i)
      target.storeBytes(of: first, as: Eight.self)
      target.storeBytes(of: second, toByteOffset: 64, as: Eight.self)
      i &+= 16
    }
    while i < count {
      let filled = min(8, count &- i)
      var lanes = Eight.zero
      for k in 0..<filled { lanes[k] = x[i &+ k] }
      let result = Function.value(lanes)
      for k in 0..<filled { y[i &+ k] = result[k] }
      i &+= 8
    }
  }

  /// 2ᵏ and exp(r) − 1 of v = k·ln 2 + r with |r| ≤ ½ ln 2, for |v| ≤ 700.
  ///
  /// With them exp(v) = 2ᵏ + 2ᵏ·(exp(r) − 1).
  @inline(__always)
  static func exponential(_ v: Eight) -> (power: Eight, fraction: Eight) {
    // Adding 1.5·2⁵² leaves the rounded integer in the low bits.
    let shifter = Eight(repeating: 6_755_399_441_055_744)
    let shifted = fused(v, 1.442_695_040_888_963_4, shifter)
    let k = shifted - shifter
    let r = fused(k, -1.908_214_929_270_587_7e-10, fused(k, -0.693_147_180_369_123_8, v))
    var p = Eight(repeating: 1 / 6_227_020_800)
    p = fused(p, r, 1 / 479_001_600)
    p = fused(p, r, 1 / 39_916_800)
    p = fused(p, r, 1 / 3_628_800)
    p = fused(p, r, 1 / 362_880)
    p = fused(p, r, 1 / 40_320)
    p = fused(p, r, 1 / 5_040)
    p = fused(p, r, 1 / 720)
    p = fused(p, r, 1 / 120)
    p = fused(p, r, 1 / 24)
    p = fused(p, r, 1 / 6)
    p = fused(p, r, 0.5)
    let power = unsafeBitCast(
      (unsafeBitCast(shifted, to: Words.self) &<< 52) &+ 0x3FF0_0000_0000_0000, to: Eight.self)
    return (power, fused(r * r, p, r))
  }

  /// a·b + c, rounded once.
  @inline(__always)
  static func fused(_ a: Eight, _ b: Eight, _ c: Eight) -> Eight { c.addingProduct(a, b) }

  @inline(__always)
  private static func fused(_ a: Eight, _ b: Double, _ c: Eight) -> Eight {
    c.addingProduct(Eight(repeating: b), a)
  }

  @inline(__always)
  private static func fused(_ a: Eight, _ b: Eight, _ c: Double) -> Eight {
    Eight(repeating: c).addingProduct(a, b)
  }
}

/// A function of a number that is computed for eight numbers at once.
protocol LaneFunction {
  /// The function of each of the eight numbers, which does not depend on the other seven.
  static func value(_ x: Lanes.Eight) -> Lanes.Eight
}
