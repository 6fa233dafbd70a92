/// A number as the unevaluated sum of two doubles, about 32 significant digits.
///
/// It is for the few problems whose answers are lost in cancellation; every operation takes about
/// twenty of those of doubles. Sums, products and quotients are within a few units of 2⁻¹⁰⁴,
/// relative to their size; the range is that of doubles. Numbers that are not finite give NaN.
///
///     let third = DoubleDouble(1) / DoubleDouble(3)
///     print((third * DoubleDouble(3) - DoubleDouble(1)).high)  // below 1e-31
///
/// - SeeAlso: Dekker (1971); Joldes, Muller & Popescu (2017), Tight and rigorous error bounds for
///   basic building blocks of double-word arithmetic.
public struct DoubleDouble: Sendable, Hashable, BitwiseCopyable {
  /// The nearest double.
  public let high: Double
  /// What is missing in it, at most half a unit in its last place.
  public let low: Double

  /// The relative rounding error of an operation.
  public static let precision = 0x1p-102
  /// 0.
  public static let zero = DoubleDouble(0)

  /// A double, exactly.
  @inline(__always)
  public init(_ value: Double) { (high, low) = (value, 0) }

  /// high + low, of which |low| is at most half a unit in the last place of high.
  @inline(__always)
  init(high: Double, low: Double) { (self.high, self.low) = (high, low) }

  /// a + b exactly.
  @inline(__always)
  public static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let s = a + b
    let t = s - a
    return DoubleDouble(high: s, low: (a - (s - t)) + (b - t))
  }

  /// a·b exactly, unless that is below the range of doubles.
  @inline(__always)
  public static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let p = a * b
    return DoubleDouble(high: p, low: (-p).addingProduct(a, b))
  }

  /// a + b where |a| ≥ |b|.
  @inline(__always)
  private static func ordered(_ a: Double, _ b: Double) -> DoubleDouble {
    let s = a + b
    return DoubleDouble(high: s, low: b - (s - a))
  }

  /// The sum of two numbers.
  @inline(__always)
  public static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let (s, t) = (sum(a.high, b.high), sum(a.low, b.low))
    let v = ordered(s.high, s.low + t.high)
    return ordered(v.high, t.low + v.low)
  }

  /// The difference of two numbers.
  @inline(__always)
  public static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

  /// The negative number, exactly.
  @inline(__always)
  public static prefix func - (a: DoubleDouble) -> DoubleDouble {
    DoubleDouble(high: -a.high, low: -a.low)
  }

  /// The product of two numbers.
  @inline(__always)
  public static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let p = product(a.high, b.high)
    let cross = (a.low * b.low).addingProduct(a.high, b.low).addingProduct(a.low, b.high)
    return ordered(p.high, p.low + cross)
  }

  /// The product with a double.
  @inline(__always)
  public static func * (a: Double, b: DoubleDouble) -> DoubleDouble {
    let p = product(a, b.high)
    return ordered(p.high, p.low.addingProduct(a, b.low))
  }

  /// The quotient of two numbers.
  @inline(__always)
  public static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    let rest = a - first * b
    let second = rest.high / b.high
    let last = (rest - second * b).high / b.high
    return ordered(first, second) + DoubleDouble(last)
  }

  /// The square root of a number that is not negative.
  public func squareRoot() -> DoubleDouble {
    guard high > 0 else { return DoubleDouble(high.squareRoot()) }
    let root = high.squareRoot()
    let rest = self - DoubleDouble.product(root, root)
    return DoubleDouble.ordered(root, rest.high / (2 * root))
  }

  /// The absolute value.
  @inline(__always)
  public var magnitude: DoubleDouble { high < 0 ? -self : self }
}
