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

  /// Writes `terms` rows of columns `column`… of the shape's number, as a strip reads them.
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
      for lane in 0..<shape.lanes {
        let source = at(row, column &+ begin &+ lane)
        let target = panel + (vector &* shape.lanes &+ lane)
        for k in 0..<terms { target[k &* shape.packedColumns] = source[k &* rowStep] }
      }
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
      for k in 0..<terms {
        let source = at(row &+ begin, column &+ k)
        for i in 0..<count { target[i] = source[i &* rowStep] }
        target += height
      }
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
