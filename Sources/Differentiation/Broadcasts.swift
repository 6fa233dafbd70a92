import LinearAlgebra

extension Variable {
  /// The sum of each column, 1×columns.
  public func columnSums() -> Variable {
    tape.record(ColumnSums(), of: [self], rows: 1, columns: columns)
  }

  /// The sum of each row, rows×1.
  public func rowSums() -> Variable { tape.record(RowSums(), of: [self], rows: rows, columns: 1) }

  /// The sum of all entries, 1×1.
  public func sum() -> Variable { rowSums().columnSums() }

  /// This variable of one row, repeated: count×columns.
  public func repeatedRows(_ count: Int) -> Variable {
    precondition(rows == 1, "repeating a \(shape) as rows")
    return tape.record(RepeatedRow(), of: [self], rows: count, columns: columns)
  }

  /// This variable of one column, repeated: rows×count.
  public func repeatedColumns(_ count: Int) -> Variable {
    precondition(columns == 1, "repeating a \(shape) as columns")
    return tape.record(RepeatedColumn(), of: [self], rows: rows, columns: count)
  }

  /// The inner product of each row with that of `other`, which has the same shape: rows×1.
  public func rowDot(_ other: Variable) -> Variable {
    precondition(
      rows == other.rows && columns == other.columns, "row products of \(shape) and \(other.shape)")
    return tape.record(RowDot(), of: [self, other], rows: rows, columns: 1)
  }

  /// Each row multiplied by its entry of the rows×1 `factors`.
  public func scalingRows(by factors: Variable) -> Variable {
    precondition(
      factors.rows == rows && factors.columns == 1, "row factors \(factors.shape) for \(shape)")
    return tape.record(RowScaling(), of: [self, factors], rows: rows, columns: columns)
  }

  /// Each entry multiplied by the 1×1 `factor`.
  public func scaled(by factor: Variable) -> Variable {
    precondition(factor.rows == 1 && factor.columns == 1, "a \(factor.shape) factor")
    let flat = reshaped(rows: 1, columns: count)
    return flat.scalingRows(by: factor).reshaped(rows: rows, columns: columns)
  }
}

struct ColumnSums: LinearOperation {
  func apply(
    _ x: UnsafePointer<Double>, of operand: Operand, to result: Operand,
    into y: UnsafeMutablePointer<Double>
  ) {
    let columns = operand.columns
    y.update(repeating: 0, count: columns)
    for i in 0..<operand.rows {
      let row = x + i &* columns
      for j in 0..<columns { y[j] += row[j] }
    }
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [g.repeatedRows(inputs[0].rows)]
  }
}

struct RowSums: LinearOperation {
  func apply(
    _ x: UnsafePointer<Double>, of operand: Operand, to result: Operand,
    into y: UnsafeMutablePointer<Double>
  ) {
    let columns = operand.columns
    for i in 0..<operand.rows {
      let row = x + i &* columns
      var sum = 0.0
      for j in 0..<columns { sum += row[j] }
      y[i] = sum
    }
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [g.repeatedColumns(inputs[0].columns)]
  }
}

struct RepeatedRow: LinearOperation {
  func apply(
    _ x: UnsafePointer<Double>, of operand: Operand, to result: Operand,
    into y: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<result.rows { (y + i &* result.columns).update(from: x, count: result.columns) }
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [g.columnSums()]
  }
}

struct RepeatedColumn: LinearOperation {
  func apply(
    _ x: UnsafePointer<Double>, of operand: Operand, to result: Operand,
    into y: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<result.rows {
      (y + i &* result.columns).update(repeating: x[i], count: result.columns)
    }
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [g.rowSums()]
  }
}

struct RowDot: BilinearOperation {
  func combine(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ frame: Frame,
    into y: UnsafeMutablePointer<Double>, adding: Bool
  ) {
    let columns = frame.inputs[0].columns
    for i in 0..<frame.result.rows {
      let (row, other) = (a + i &* columns, b + i &* columns)
      y[i] = (adding ? y[i] : 0) + dot(row, other, columns)
    }
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    // A sum of squares: both halves are the same.
    if inputs[0].index == inputs[1].index { return [inputs[0].scalingRows(by: 2 * g), nil] }
    return [
      needs[0] ? inputs[1].scalingRows(by: g) : nil, needs[1] ? inputs[0].scalingRows(by: g) : nil,
    ]
  }
}

struct RowScaling: BilinearOperation {
  func combine(
    _ x: UnsafePointer<Double>, _ factors: UnsafePointer<Double>, _ frame: Frame,
    into y: UnsafeMutablePointer<Double>, adding: Bool
  ) {
    let columns = frame.result.columns
    for i in 0..<frame.result.rows {
      let (row, target, factor) = (x + i &* columns, y + i &* columns, factors[i])
      if adding {
        for j in 0..<columns { target[j] += factor * row[j] }
      } else {
        for j in 0..<columns { target[j] = factor * row[j] }
      }
    }
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [
      needs[0] ? g.scalingRows(by: inputs[1]) : nil,
      needs[1] ? g.rowDot(inputs[0]) : nil,
    ]
  }
}
