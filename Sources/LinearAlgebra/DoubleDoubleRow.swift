/// Rows of numbers of thirty-two digits: four at a time, with the bits of one after another.
extension DoubleDouble {
  /// Σᵢ aᵢbᵢ of `count` numbers.
  public static func product(
    _ a: UnsafePointer<DoubleDouble>, _ b: UnsafePointer<DoubleDouble>, count: Int
  ) -> DoubleDouble {
    sum(
      count, four: { FourDoubleDoubles(at: a + $0) * FourDoubleDoubles(at: b + $0) },
      one: { a[$0] * b[$0] })
  }

  /// Σᵢ aᵢbᵢ of `count` doubles and numbers.
  public static func product(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<DoubleDouble>, count: Int
  ) -> DoubleDouble {
    sum(
      count,
      four: {
        UnsafeRawPointer(a + $0).loadUnaligned(as: SIMD4<Double>.self)
          * FourDoubleDoubles(at: b + $0)
      }, one: { a[$0] * b[$0] })
  }

  /// The sum of `count` terms, four sums side by side: each addition waits for the one before.
  @inline(__always)
  private static func sum(
    _ count: Int, four: (Int) -> FourDoubleDoubles, one: (Int) -> DoubleDouble
  ) -> DoubleDouble {
    var sums = FourDoubleDoubles.zero
    var i = 0
    while i &+ 4 <= count {
      sums = sums + four(i)
      i &+= 4
    }
    return sums.total { first in
      while i < count {
        first = first + one(i)
        i &+= 1
      }
    }
  }

  /// a ← a − f·b, for rows of `count` numbers.
  public static func subtract(
    _ f: DoubleDouble, times b: UnsafePointer<DoubleDouble>,
    from a: UnsafeMutablePointer<DoubleDouble>, count: Int
  ) {
    let factor = FourDoubleDoubles(repeating: f)
    var i = 0
    while i &+ 4 <= count {
      let four = FourDoubleDoubles(at: a + i) - factor * FourDoubleDoubles(at: b + i)
      four.store(at: a + i)
      i &+= 4
    }
    while i < count {
      a[i] = a[i] - f * b[i]
      i &+= 1
    }
  }

  /// (a, b) ← (c·a + s·b, c·b − s·a), for rows of `count` numbers.
  public static func rotate(
    _ a: UnsafeMutablePointer<DoubleDouble>, _ b: UnsafeMutablePointer<DoubleDouble>,
    cosine c: DoubleDouble, sine s: DoubleDouble, count: Int
  ) {
    let (cosine, sine) = (FourDoubleDoubles(repeating: c), FourDoubleDoubles(repeating: s))
    var i = 0
    while i &+ 4 <= count {
      let (first, second) = (FourDoubleDoubles(at: a + i), FourDoubleDoubles(at: b + i))
      (cosine * first + sine * second).store(at: a + i)
      (cosine * second - sine * first).store(at: b + i)
      i &+= 4
    }
    while i < count {
      (a[i], b[i]) = (c * a[i] + s * b[i], c * b[i] - s * a[i])
      i &+= 1
    }
  }
}

/// Four numbers side by side: the operations of `DoubleDouble`, to the last bit.
private struct FourDoubleDoubles {
  let high, low: SIMD4<Double>

  static var zero: FourDoubleDoubles { FourDoubleDoubles(repeating: .zero) }

  @inline(__always)
  init(high: SIMD4<Double>, low: SIMD4<Double>) { (self.high, self.low) = (high, low) }

  @inline(__always)
  init(repeating value: DoubleDouble) {
    (high, low) = (SIMD4(repeating: value.high), SIMD4(repeating: value.low))
  }

  @inline(__always)
  init(at address: UnsafePointer<DoubleDouble>) {
    let pairs = UnsafeRawPointer(address).loadUnaligned(as: SIMD8<Double>.self)
    (high, low) = (pairs.evenHalf, pairs.oddHalf)
  }

  @inline(__always)
  func store(at address: UnsafeMutablePointer<DoubleDouble>) {
    var pairs = SIMD8<Double>()
    (pairs.evenHalf, pairs.oddHalf) = (high, low)
    UnsafeMutableRawPointer(address).storeBytes(of: pairs, as: SIMD8<Double>.self)
  }

  /// The sum of the four, the first of which `tail` may change before.
  @inline(__always)
  func total(_ tail: (inout DoubleDouble) -> Void) -> DoubleDouble {
    var first = DoubleDouble(high: high[0], low: low[0])
    tail(&first)
    let second = DoubleDouble(high: high[1], low: low[1])
    let third = DoubleDouble(high: high[2], low: low[2])
    let fourth = DoubleDouble(high: high[3], low: low[3])
    return (first + second) + (third + fourth)
  }

  /// −a, of zeros as well.
  @inline(__always)
  private static func negative(_ a: SIMD4<Double>) -> SIMD4<Double> {
    SIMD4(repeating: -0.0) - a
  }

  /// a + b exactly.
  @inline(__always)
  private static func sum(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> FourDoubleDoubles {
    let s = a + b
    let t = s - a
    return FourDoubleDoubles(high: s, low: (a - (s - t)) + (b - t))
  }

  /// a + b where |a| ≥ |b|.
  @inline(__always)
  private static func ordered(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> FourDoubleDoubles {
    let s = a + b
    return FourDoubleDoubles(high: s, low: b - (s - a))
  }

  @inline(__always)
  static func + (a: FourDoubleDoubles, b: FourDoubleDoubles) -> FourDoubleDoubles {
    let (s, t) = (sum(a.high, b.high), sum(a.low, b.low))
    let v = ordered(s.high, s.low + t.high)
    return ordered(v.high, t.low + v.low)
  }

  @inline(__always)
  static func - (a: FourDoubleDoubles, b: FourDoubleDoubles) -> FourDoubleDoubles {
    a + FourDoubleDoubles(high: negative(b.high), low: negative(b.low))
  }

  @inline(__always)
  static func * (a: FourDoubleDoubles, b: FourDoubleDoubles) -> FourDoubleDoubles {
    let p = a.high * b.high
    let rest = negative(p).addingProduct(a.high, b.high)
    let cross = (a.low * b.low).addingProduct(a.high, b.low).addingProduct(a.low, b.high)
    return ordered(p, rest + cross)
  }

  @inline(__always)
  static func * (a: SIMD4<Double>, b: FourDoubleDoubles) -> FourDoubleDoubles {
    let p = a * b.high
    return ordered(p, negative(p).addingProduct(a, b.high).addingProduct(a, b.low))
  }
}
