/// A product in blocks that stay in the processor's caches; running sums go on from block to block.
struct BlockedProduct {
  /// How many terms of the sums are taken at a time.
  private static let depth = 192
  /// About how many columns of a packed right factor are in use at a time.
  private static let width = 480
  /// How many numbers of the right factor may be in use while all rows pass.
  private static let nearby = 4096

  var a, b: Entries
  var start: Entries
  let c: UnsafeMutablePointer<Double>
  let cStep: Int
  var rows, columns: Int
  let inner: Int

  func run() {
    if rows == 0 || columns == 0 { return }
    if columns == 1, rows > 1 {
      // A column is stored as its transpose is.
      var transposed = self
      (transposed.a, transposed.b) = (b.transposed, a.transposed)
      transposed.start = start.transposed
      (transposed.rows, transposed.columns) = (1, rows)
      transposed.run()
    } else if rows == 1, columns == 1 || b.columnStep != 1 {
      dots()
    } else {
      blocks()
    }
  }

  private func blocks() {
    let packsB = b.columnStep != 1 || (columns > 128 && rows > 16)
    let packsA = rows > 48 && columns > (a.columnStep == 1 ? 240 : 48)
    let depth = min(inner, Self.depth)
    // All columns of a few rows, so that sums are read and written in the order of memory, or all
    // rows at once.
    let height = packsA || columns &* depth > Self.nearby ? ProductStrip.blockRows : rows
    let blocksOfA = packsA ? height &* depth : 0
    let stripsOfB = packsB ? (min(columns, Self.width) &+ 64) &* depth : 0
    let left: UnsafeMutablePointer<Double>? =
      packsA || packsB ? ScratchBuffer.address(count: blocksOfA &+ stripsOfB) : nil
    let right = left.map { $0 + blocksOfA }
    var j = 0
    repeat {
      let end = packsB ? endOfStrips(from: j) : columns
      var k = 0
      repeat {
        let terms = min(Self.depth, inner &- k)
        if packsB, let right { pack(from: j, to: end, row: k, terms: terms, into: right) }
        var i = 0
        repeat {
          let rows = min(height, rows &- i)
          if packsA, let left {
            a.packBlocks(row: i, column: k, rows: rows, terms: terms, into: left)
          }
          strips(
            row: i, rows: rows, from: j, to: end, term: k, terms: terms,
            left: packsA ? left.map { UnsafePointer($0) } : nil,
            right: packsB ? right.map { UnsafePointer($0) } : nil)
          i &+= height
        } while i < self.rows
        k &+= Self.depth
      } while k < inner
      j = end
    } while j < columns
  }

  /// The end of the strips that are packed together from column `begin` on.
  private func endOfStrips(from begin: Int) -> Int {
    var j = begin
    while j < columns, j &- begin < Self.width {
      j &+= StripShape(remaining: columns &- j, of: columns).columns
    }
    return j
  }

  private func pack(
    from begin: Int, to end: Int, row: Int, terms: Int, into panel: UnsafeMutablePointer<Double>
  ) {
    var (j, target) = (begin, panel)
    while j < end {
      let shape = StripShape(remaining: columns &- j, of: columns)
      b.packStrip(shape, row: row, column: j, terms: terms, into: target)
      j &+= shape.columns
      target += shape.packedColumns &* terms
    }
  }

  /// Goes on with the sums of a block of rows by `terms` terms, strip by strip.
  @inline(__always)
  private func strips(
    row i: Int, rows: Int, from begin: Int, to end: Int, term k: Int, terms: Int,
    left: UnsafePointer<Double>?, right: UnsafePointer<Double>?
  ) {
    let start = k == 0 ? start : Entries(c, rowStep: cStep, columnStep: 1)
    let height = ProductStrip.blockRows
    var (j, packed) = (begin, right)
    while j < end {
      let shape = StripShape(remaining: columns &- j, of: columns)
      let strip = ProductStrip(
        a: left ?? a.at(i, k), rowStep: left == nil ? a.rowStep : 1,
        termStep: left == nil ? a.columnStep : height,
        blockStep: height &* (left == nil ? a.rowStep : terms), b: packed ?? b.at(k, j),
        bStep: packed == nil ? b.rowStep : shape.packedColumns,
        bLast: packed == nil ? shape.last : shape.packedLast, start: start.at(i, j),
        startStep: start.rowStep, c: c + (i &* cStep &+ j), cStep: cStep, last: shape.last,
        rows: rows, terms: terms)
      shape.apply(strip)
      j &+= shape.columns
      packed = packed.map { $0 + shape.packedColumns &* terms }
    }
  }

  /// The product of one row with columns that are stored as rows: eight sums at a time.
  private func dots() {
    let (x, xStep) = (a.first, a.columnStep)
    var j = 0
    while j &+ 8 <= columns {
      let (p, step) = (b.at(0, j), b.columnStep)
      var (s0, s1) = (start.at(0, j)[0], start.at(0, j &+ 1)[0])
      var (s2, s3) = (start.at(0, j &+ 2)[0], start.at(0, j &+ 3)[0])
      var (s4, s5) = (start.at(0, j &+ 4)[0], start.at(0, j &+ 5)[0])
      var (s6, s7) = (start.at(0, j &+ 6)[0], start.at(0, j &+ 7)[0])
      for k in 0..<inner {
        let factor = x[k &* xStep]
        s0.addProduct(factor, p[k])
        s1.addProduct(factor, p[step &+ k])
        s2.addProduct(factor, p[2 &* step &+ k])
        s3.addProduct(factor, p[3 &* step &+ k])
        s4.addProduct(factor, p[4 &* step &+ k])
        s5.addProduct(factor, p[5 &* step &+ k])
        s6.addProduct(factor, p[6 &* step &+ k])
        s7.addProduct(factor, p[7 &* step &+ k])
      }
      (c[j], c[j &+ 1], c[j &+ 2], c[j &+ 3]) = (s0, s1, s2, s3)
      (c[j &+ 4], c[j &+ 5], c[j &+ 6], c[j &+ 7]) = (s4, s5, s6, s7)
      j &+= 8
    }
    while j < columns {
      let p = b.at(0, j)
      var sum = start.at(0, j)[0]
      for k in 0..<inner { sum.addProduct(x[k &* xStep], p[k]) }
      c[j] = sum
      j &+= 1
    }
  }
}
