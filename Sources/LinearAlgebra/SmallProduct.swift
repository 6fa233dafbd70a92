/// Products of dense matrices with few columns, for which a library's packing costs as much as the
/// arithmetic.
///
/// Blocks of six rows and eight columns stay in registers. That needs vectors of four numbers and
/// fused multiply–add; where the processor has them, the package's manifest defines `WIDE_VECTORS`.
/// Elsewhere the library computes all products.
public enum SmallProduct {
  /// Eight numbers: two registers of x86-64-v3, four of arm64.
  typealias Eight = SIMD8<Double>

  /// Whether the build has the instructions that make this faster than the library.
  public static var isWorthwhile: Bool {
    #if WIDE_VECTORS || arch(arm64)
      true
    #else
      false
    #endif
  }

  /// Whether a product is faster here than in the library: its sums or its rows, and its columns,
  /// fit the nearest cache.
  @inline(__always)
  static func suits(rows: Int, columns: Int, inner: Int) -> Bool {
    isWorthwhile && inner > 0 && 8...64 ~= columns && (inner <= 64 || rows <= 64)
  }

  /// How many terms of the sums are taken at a time, so that what is read stays near.
  private static let depth = 128

  /// `C ← scale·op(A)·op(B) + keep·C` of at least eight columns; see `BLAS.multiply`.
  ///
  /// With `start`, a row of `columns` numbers, `C ← op(A)·op(B) + 1·start`, and `scale` and `keep`
  /// are ignored. The default is nil.
  public static func multiply(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, into c: UnsafeMutablePointer<Double>,
    rows: Int, columns: Int, inner: Int, transposeA: Bool = false, transposeB: Bool = false,
    scale: Double = 1, keep: Double = 0, start: UnsafePointer<Double>? = nil
  ) {
    precondition(columns >= 8, "\(columns) columns are too few")
    var right = b
    if transposeB {
      let transposed = ScratchBuffer.address(count: inner &* columns)
      for j in 0..<columns {
        let row = b + j &* inner
        for l in 0..<inner { transposed[l &* columns &+ j] = row[l] }
      }
      right = UnsafePointer(transposed)
    }
    let (rowStep, termStep) = transposeA ? (1, rows) : (inner, 1)
    var first = 0
    repeat {
      let terms = min(depth, inner &- first)
      let blocks = ColumnBlocks(
        a: a + first &* termStep, rowStep: rowStep, termStep: termStep,
        b: right + first &* columns, columns: columns, terms: terms, rows: rows, c: c,
        scale: scale, keep: first == 0 ? keep : 1, start: first == 0 ? start : nil)
      var column = 0
      while column &+ 8 <= columns {
        blocks.fill(Eight.self, column, from: column)
        column &+= 8
      }
      // The last block ends with the last column and leaves those it shares with the one before.
      if column &+ 4 < columns {
        blocks.fill(Eight.self, columns &- 8, from: column)
      } else if column < columns {
        blocks.fill(SIMD4<Double>.self, columns &- 4, from: column)
      }
      first &+= depth
    } while first < inner
  }

  @inline(__always)
  static func load<Lanes: SIMD & BitwiseCopyable>(
    _ p: UnsafePointer<Double>, as lanes: Lanes.Type = Eight.self
  ) -> Lanes {
    UnsafeRawPointer(p).loadUnaligned(as: Lanes.self)
  }

  @inline(__always)
  static func store<Lanes: SIMD & BitwiseCopyable>(
    _ v: Lanes, at p: UnsafeMutablePointer<Double>
  ) {
    UnsafeMutableRawPointer(p).storeBytes(of: v, as: Lanes.self)
  }

  /// c + a·b, fused where that is one instruction.
  @inline(__always)
  static func sum<Lanes: SIMD<Double>>(_ c: Lanes, _ a: Double, _ b: Lanes) -> Lanes {
    #if WIDE_VECTORS || arch(arm64)
      c.addingProduct(Lanes(repeating: a), b)
    #else
      c + Lanes(repeating: a) * b
    #endif
  }
}

/// The blocks of a product that have all of its rows and eight or four of its columns.
private struct ColumnBlocks {
  let a: UnsafePointer<Double>
  let rowStep: Int
  let termStep: Int
  let b: UnsafePointer<Double>
  let columns: Int
  let terms: Int
  let rows: Int
  let c: UnsafeMutablePointer<Double>
  let scale: Double
  let keep: Double
  let start: UnsafePointer<Double>?

  /// Fills as many columns from `column` on as there are lanes.
  ///
  /// Those before `first` have been filled already and do not change.
  @inline(__always)
  func fill<Lanes: SIMD<Double> & BitwiseCopyable>(
    _ lanes: Lanes.Type, _ column: Int, from first: Int
  ) {
    let right = b + column
    let target = c + column
    let begin = start.map { SmallProduct.load($0 + column, as: lanes) } ?? .zero
    var isNew = SIMDMask<Lanes.MaskStorage>(repeating: true)
    for lane in 0..<(first &- column) { isNew[lane] = false }
    let isPlain = start != nil || (keep == 0 && scale == 1)
    @inline(__always)
    func put(_ sum: Lanes, _ row: Int) {
      let destination = target + row &* columns
      if isPlain {
        SmallProduct.store(sum, at: destination)
      } else if keep == 0 {
        SmallProduct.store(scale * sum, at: destination)
      } else {
        let old = SmallProduct.load(destination, as: lanes)
        let new = keep == 1 && scale == 1 ? old + sum : keep * old + scale * sum
        SmallProduct.store(old.replacing(with: new, where: isNew), at: destination)
      }
    }
    let step = rowStep
    var i = 0
    while i &+ 6 <= rows {
      var (s0, s1, s2, s3, s4, s5) = (begin, begin, begin, begin, begin, begin)
      var (p, q) = (a + i &* step, right)
      for _ in 0..<terms {
        let v = SmallProduct.load(q, as: lanes)
        s0 = SmallProduct.sum(s0, p[0], v)
        s1 = SmallProduct.sum(s1, p[step], v)
        s2 = SmallProduct.sum(s2, p[2 &* step], v)
        s3 = SmallProduct.sum(s3, p[3 &* step], v)
        s4 = SmallProduct.sum(s4, p[4 &* step], v)
        s5 = SmallProduct.sum(s5, p[5 &* step], v)
        p += termStep
        q += columns
      }
      put(s0, i)
      put(s1, i &+ 1)
      put(s2, i &+ 2)
      put(s3, i &+ 3)
      put(s4, i &+ 4)
      put(s5, i &+ 5)
      i &+= 6
    }
    if i &+ 4 <= rows {
      var (s0, s1, s2, s3) = (begin, begin, begin, begin)
      var (p, q) = (a + i &* step, right)
      for _ in 0..<terms {
        let v = SmallProduct.load(q, as: lanes)
        s0 = SmallProduct.sum(s0, p[0], v)
        s1 = SmallProduct.sum(s1, p[step], v)
        s2 = SmallProduct.sum(s2, p[2 &* step], v)
        s3 = SmallProduct.sum(s3, p[3 &* step], v)
        p += termStep
        q += columns
      }
      put(s0, i)
      put(s1, i &+ 1)
      put(s2, i &+ 2)
      put(s3, i &+ 3)
      i &+= 4
    }
    while i &+ 2 <= rows {
      var (s0, s1) = (begin, begin)
      var (p, q) = (a + i &* step, right)
      for _ in 0..<terms {
        let v = SmallProduct.load(q, as: lanes)
        s0 = SmallProduct.sum(s0, p[0], v)
        s1 = SmallProduct.sum(s1, p[step], v)
        p += termStep
        q += columns
      }
      put(s0, i)
      put(s1, i &+ 1)
      i &+= 2
    }
    if i < rows {
      var sum = begin
      var (p, q) = (a + i &* step, right)
      for _ in 0..<terms {
        sum = SmallProduct.sum(sum, p[0], SmallProduct.load(q, as: lanes))
        p += termStep
        q += columns
      }
      put(sum, i)
    }
  }
}
