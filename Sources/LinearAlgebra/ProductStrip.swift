/// The entries of a product in all of its rows and the columns of one strip, and where their
/// factors are.
///
/// Every entry is cᵢⱼ ← fma(aᵢₖ, bₖⱼ, cᵢⱼ) for one k after another.
struct ProductStrip: StripWork {
  #if VECTORS_OF_4
    /// The rows that are computed together: with three vectors each they fill the registers.
    static let blockRows = 4
  #else
    /// The rows that are computed together: with three vectors each they fill the registers.
    static let blockRows = 8
  #endif

  /// The left factor: the first entry, and the steps between rows and between terms.
  var a: UnsafePointer<Double>
  var rowStep, termStep: Int
  /// The step between blocks of rows: `blockRows·rowStep` unless the factor was packed.
  var blockStep: Int
  /// The right factor's strip: the first entry, the step between terms, and where the last vector
  /// begins.
  var b: UnsafePointer<Double>
  var bStep, bLast: Int
  /// Where the sums start from, and the step between rows (0 for one row of numbers for all).
  var start: UnsafePointer<Double>
  var startStep: Int
  /// Where the sums go, and the step between rows.
  var c: UnsafeMutablePointer<Double>
  var cStep: Int
  /// Where the last vector begins in the sums.
  var last: Int
  var rows, terms: Int

  /// Computes the entries, in strips of this kind.
  func run<S: Strip>(_ strip: S.Type) {
    var (i, block) = (0, a)
    while i &+ Self.blockRows <= rows {
      if Self.blockRows == 8 { eight(strip, i, block) } else { four(strip, i, block) }
      i &+= Self.blockRows
      block += blockStep
    }
    if Self.blockRows == 8, i &+ 4 <= rows {
      four(strip, i, block)
      i &+= 4
      block += 4 &* rowStep
    }
    if i &+ 2 <= rows {
      two(strip, i, block)
      i &+= 2
      block += 2 &* rowStep
    }
    if i < rows { one(strip, i, block) }
  }

  @inline(__always)
  private func begin<S: Strip>(_: S.Type, _ i: Int) -> S { S(start + i &* startStep, last) }

  @inline(__always)
  private func end<S: Strip>(_ sums: S, _ i: Int) { sums.store(c + i &* cStep, last) }

  @inline(__always)
  private func eight<S: Strip>(_ strip: S.Type, _ i: Int, _ block: UnsafePointer<Double>) {
    var (s0, s1) = (begin(strip, i), begin(strip, i &+ 1))
    var (s2, s3) = (begin(strip, i &+ 2), begin(strip, i &+ 3))
    var (s4, s5) = (begin(strip, i &+ 4), begin(strip, i &+ 5))
    var (s6, s7) = (begin(strip, i &+ 6), begin(strip, i &+ 7))
    var (p, q) = (block, b)
    let step = rowStep
    for _ in 0..<terms {
      let row = S(q, bLast)
      s0.add(p[0], row)
      s1.add(p[step], row)
      s2.add(p[2 &* step], row)
      s3.add(p[3 &* step], row)
      s4.add(p[4 &* step], row)
      s5.add(p[5 &* step], row)
      s6.add(p[6 &* step], row)
      s7.add(p[7 &* step], row)
      p += termStep
      q += bStep
    }
    end(s0, i)
    end(s1, i &+ 1)
    end(s2, i &+ 2)
    end(s3, i &+ 3)
    end(s4, i &+ 4)
    end(s5, i &+ 5)
    end(s6, i &+ 6)
    end(s7, i &+ 7)
  }

  @inline(__always)
  private func four<S: Strip>(_ strip: S.Type, _ i: Int, _ block: UnsafePointer<Double>) {
    var (s0, s1) = (begin(strip, i), begin(strip, i &+ 1))
    var (s2, s3) = (begin(strip, i &+ 2), begin(strip, i &+ 3))
    var (p, q) = (block, b)
    let step = rowStep
    for _ in 0..<terms {
      let row = S(q, bLast)
      s0.add(p[0], row)
      s1.add(p[step], row)
      s2.add(p[2 &* step], row)
      s3.add(p[3 &* step], row)
      p += termStep
      q += bStep
    }
    end(s0, i)
    end(s1, i &+ 1)
    end(s2, i &+ 2)
    end(s3, i &+ 3)
  }

  @inline(__always)
  private func two<S: Strip>(_ strip: S.Type, _ i: Int, _ block: UnsafePointer<Double>) {
    var (s0, s1) = (begin(strip, i), begin(strip, i &+ 1))
    var (p, q) = (block, b)
    for _ in 0..<terms {
      let row = S(q, bLast)
      s0.add(p[0], row)
      s1.add(p[rowStep], row)
      p += termStep
      q += bStep
    }
    end(s0, i)
    end(s1, i &+ 1)
  }

  @inline(__always)
  private func one<S: Strip>(_ strip: S.Type, _ i: Int, _ block: UnsafePointer<Double>) {
    var sum = begin(strip, i)
    var (p, q) = (block, b)
    for _ in 0..<terms {
      sum.add(p[0], S(q, bLast))
      p += termStep
      q += bStep
    }
    end(sum, i)
  }
}
