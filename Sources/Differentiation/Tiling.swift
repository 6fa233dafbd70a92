extension Variable {
  /// Each row `count` times side by side: rows×(count·columns).
  public func tilingColumns(_ count: Int) -> Variable {
    precondition(count >= 1, "\(count) tiles of \(shape)")
    if count == 1 { return self }
    return tape.record(ColumnTiling(), of: [self], rows: rows, columns: count * columns)
  }

  /// For each row, the sum of the `count` equally wide blocks that it consists of:
  /// rows×(columns/count).
  public func blockSums(_ count: Int) -> Variable {
    precondition(count >= 1 && columns % count == 0, "\(count) blocks of \(shape)")
    if count == 1 { return self }
    return tape.record(BlockSums(), of: [self], rows: rows, columns: columns / count)
  }
}

struct ColumnTiling: LinearOperation {
  func apply(_ x: Operand, to y: Operand) {
    let width = x.columns
    for i in 0..<x.rows {
      let (source, target) = (x.value + i &* width, y.value + i &* y.columns)
      var first = 0
      while first < y.columns {
        (target + first).update(from: source, count: width)
        first &+= width
      }
    }
  }

  func pull(_ g: Variable, to input: Variable) -> Variable {
    g.blockSums(g.columns / input.columns)
  }
}

struct BlockSums: LinearOperation {
  func apply(_ x: Operand, to y: Operand) {
    let width = y.columns
    for i in 0..<x.rows {
      let (source, target) = (x.value + i &* x.columns, y.value + i &* width)
      target.update(from: source, count: width)
      var first = width
      while first < x.columns {
        let block = source + first
        for j in 0..<width { target[j] += block[j] }
        first &+= width
      }
    }
  }

  func pull(_ g: Variable, to input: Variable) -> Variable {
    g.tilingColumns(input.columns / g.columns)
  }
}
