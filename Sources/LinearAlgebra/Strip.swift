/// As many neighbouring numbers of a row as the registers of the processor hold at once.
///
/// The manifest chooses by defining `VECTORS_OF_8` (AVX-512) or `VECTORS_OF_4` (AVX2); otherwise
/// there are two (NEON, SSE2). Results do not depend on it.
#if VECTORS_OF_8
  typealias NativeVector = SIMD8<Double>
#elseif VECTORS_OF_4
  typealias NativeVector = SIMD4<Double>
#else
  typealias NativeVector = SIMD2<Double>
#endif

/// One, two or three vectors of a row: the columns of a product that are computed together.
///
/// The last vector ends with the strip and may share columns with the one before; both then hold
/// the same numbers.
protocol Strip {
  /// The strip that begins at `p` and whose last vector begins `last` numbers later.
  init(_ p: UnsafePointer<Double>, _ last: Int)

  /// Writes the strip to where it may have been read.
  func store(_ p: UnsafeMutablePointer<Double>, _ last: Int)

  /// Adds the product of a number and a strip, rounded once.
  mutating func add(_ factor: Double, _ other: Self)
}

extension SIMD where Self: BitwiseCopyable, Scalar == Double {
  @inline(__always)
  static func load(_ p: UnsafePointer<Double>) -> Self {
    UnsafeRawPointer(p).loadUnaligned(as: Self.self)
  }

  @inline(__always)
  func store(_ p: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(p).storeBytes(of: self, as: Self.self)
  }
}

struct OneVector<Vector: SIMD<Double> & BitwiseCopyable>: Strip {
  private var v: Vector

  @inline(__always)
  init(_ p: UnsafePointer<Double>, _: Int) { v = .load(p) }

  @inline(__always)
  func store(_ p: UnsafeMutablePointer<Double>, _: Int) { v.store(p) }

  @inline(__always)
  mutating func add(_ factor: Double, _ other: Self) {
    v = v.addingProduct(Vector(repeating: factor), other.v)
  }
}

struct TwoVectors<Vector: SIMD<Double> & BitwiseCopyable>: Strip {
  private var v, w: Vector

  @inline(__always)
  init(_ p: UnsafePointer<Double>, _ last: Int) { (v, w) = (.load(p), .load(p + last)) }

  @inline(__always)
  func store(_ p: UnsafeMutablePointer<Double>, _ last: Int) {
    v.store(p)
    w.store(p + last)
  }

  @inline(__always)
  mutating func add(_ factor: Double, _ other: Self) {
    let factors = Vector(repeating: factor)
    v = v.addingProduct(factors, other.v)
    w = w.addingProduct(factors, other.w)
  }
}

struct ThreeVectors<Vector: SIMD<Double> & BitwiseCopyable>: Strip {
  private var v, w, x: Vector

  @inline(__always)
  init(_ p: UnsafePointer<Double>, _ last: Int) {
    (v, w, x) = (.load(p), .load(p + Vector.scalarCount), .load(p + last))
  }

  @inline(__always)
  func store(_ p: UnsafeMutablePointer<Double>, _ last: Int) {
    v.store(p)
    w.store(p + Vector.scalarCount)
    x.store(p + last)
  }

  @inline(__always)
  mutating func add(_ factor: Double, _ other: Self) {
    let factors = Vector(repeating: factor)
    v = v.addingProduct(factors, other.v)
    w = w.addingProduct(factors, other.w)
    x = x.addingProduct(factors, other.x)
  }
}
