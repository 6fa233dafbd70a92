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
  func apply(
    _ x: UnsafePointer<Double>, of operand: Operand, to result: Operand,
    into y: UnsafeMutablePointer<Double>
  ) {
    let width = operand.columns
    for i in 0..<operand.rows {
      let (source, target) = (x + i &* width, y + i &* result.columns)
      var first = 0
      while first < result.columns {
        (target + first).update(from: source, count: width)
        first &+= width
      }
    }
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [g.blockSums(g.columns / inputs[0].columns)]
  }
}

struct BlockSums: LinearOperation {
  func apply(
    _ x: UnsafePointer<Double>, of operand: Operand, to result: Operand,
    into y: UnsafeMutablePointer<Double>
  ) {
    let width = result.columns
    for i in 0..<operand.rows {
      let (source, target) = (x + i &* operand.columns, y + i &* width)
      target.update(from: source, count: width)
      var first = width
      while first < operand.columns {
        let block = source + first
        for j in 0..<width { target[j] += block[j] }
        first &+= width
      }
    }
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [g.tilingColumns(inputs[0].columns / g.columns)]
  }
}
