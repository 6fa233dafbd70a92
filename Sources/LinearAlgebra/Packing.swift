/// Entries of a matrix in memory: where the first is, and the steps between rows and columns.
struct Entries {
  var first: UnsafePointer<Double>
  var rowStep, columnStep: Int

  /// op(M) of a dense matrix, `rows`×`columns` once transposed or not.
  @inline(__always)
  init(_ first: UnsafePointer<Double>, rows: Int, columns: Int, transposed: Bool = false) {
    self.init(first, rowStep: transposed ? 1 : columns, columnStep: transposed ? rows : 1)
  }

  @inline(__always)
  init(_ first: UnsafePointer<Double>, rowStep: Int, columnStep: Int) {
    (self.first, self.rowStep, self.columnStep) = (first, rowStep, columnStep)
  }

  @inline(__always)
  func at(_ row: Int, _ column: Int) -> UnsafePointer<Double> {
    first + (row &* rowStep &+ column &* columnStep)
  }

  @inline(__always) var transposed: Entries {
    Entries(first, rowStep: columnStep, columnStep: rowStep)
  }

  /// Writes `terms` rows of columns `column`… of the shape's number, as a strip reads them; one
  /// of the two steps is 1.
  func packStrip(
    _ shape: StripShape, row: Int, column: Int, terms: Int, into panel: UnsafeMutablePointer<Double>
  ) {
    if columnStep == 1 {
      shape.apply(
        RowCopy(
          source: at(row, column), step: rowStep, last: shape.last, terms: terms, target: panel,
          targetStep: shape.packedColumns, targetLast: shape.packedLast))
      return
    }
    for vector in 0..<shape.vectors {
      let begin = vector == shape.vectors &- 1 ? shape.last : vector &* shape.lanes
      for lane in stride(from: 0, to: shape.lanes, by: 4) {
        transpose(
          at(row, column &+ begin &+ lane), count: min(4, shape.lanes &- lane), terms: terms,
          into: panel + (vector &* shape.lanes &+ lane), step: shape.packedColumns)
      }
    }
  }

  /// Writes `count` neighbouring columns, four or fewer, whose entries follow one another.
  private func transpose(
    _ source: UnsafePointer<Double>, count: Int, terms: Int,
    into target: UnsafeMutablePointer<Double>, step: Int
  ) {
    var k = 0
    if count == 4 {
      while k &+ 4 <= terms {
        let p = source + k
        let q = target + k &* step
        let (a, b) = (SIMD4<Double>.load(p), SIMD4<Double>.load(p + columnStep))
        let (c, d) = (
          SIMD4<Double>.load(p + 2 &* columnStep), SIMD4<Double>.load(p + 3 &* columnStep)
        )
        SIMD4(a[0], b[0], c[0], d[0]).store(q)
        SIMD4(a[1], b[1], c[1], d[1]).store(q + step)
        SIMD4(a[2], b[2], c[2], d[2]).store(q + 2 &* step)
        SIMD4(a[3], b[3], c[3], d[3]).store(q + 3 &* step)
        k &+= 4
      }
    }
    while k < terms {
      for lane in 0..<count { target[k &* step &+ lane] = source[lane &* columnStep &+ k] }
      k &+= 1
    }
  }

  /// Writes `rows` rows of `terms` columns in blocks of rows, column by column within a block.
  func packBlocks(
    row: Int, column: Int, rows: Int, terms: Int, into panel: UnsafeMutablePointer<Double>
  ) {
    let height = ProductStrip.blockRows
    var target = panel
    for begin in stride(from: 0, to: rows, by: height) {
      let count = min(height, rows &- begin)
      if columnStep == 1 {
        for lane in stride(from: 0, to: count, by: 4) {
          transposed.transpose(
            at(row &+ begin &+ lane, column), count: min(4, count &- lane), terms: terms,
            into: target + lane, step: height)
        }
      } else {
        for k in 0..<terms {
          let source = at(row &+ begin, column &+ k)
          if count == 8 {
            SIMD8<Double>.load(source).store(target + k &* height)
          } else {
            for i in 0..<count { target[k &* height &+ i] = source[i] }
          }
        }
      }
      target += height &* terms
    }
  }
}

/// Copies rows of a strip, each vector of them.
private struct RowCopy: StripWork {
  let source: UnsafePointer<Double>
  let step, last, terms: Int
  let target: UnsafeMutablePointer<Double>
  let targetStep, targetLast: Int

  func run<S: Strip>(_: S.Type) {
    for k in 0..<terms {
      S(source + k &* step, last).store(target + k &* targetStep, targetLast)
    }
  }
}
