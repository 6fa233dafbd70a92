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
  private typealias Eight = SIMD8<Double>

  func apply(_ x: Operand, to y: Operand) {
    let columns = x.columns
    if columns >= 8, columns <= 64 { return addEights(x, to: y) }
    y.value.update(repeating: 0, count: columns)
    for i in 0..<x.rows {
      let row = x.value + i &* columns
      for j in 0..<columns { y.value[j] += row[j] }
    }
  }

  /// Sums two vectors of columns at a time in registers; the last ones may share columns.
  private func addEights(_ x: Operand, to y: Operand) {
    let last = x.columns &- 8
    let sums = UnsafeMutableRawPointer(y.value)
    for begin in stride(from: 0, to: x.columns, by: 16) {
      let (first, second) = (8 &* min(begin, last), 8 &* min(begin &+ 8, last))
      var (a, b) = (Eight.zero, Eight.zero)
      var row = UnsafeRawPointer(x.value)
      for _ in 0..<x.rows {
        a += row.loadUnaligned(fromByteOffset: first, as: Eight.self)
        b += row.loadUnaligned(fromByteOffset: second, as: Eight.self)
        row += 8 &* x.columns
      }
      sums.storeBytes(of: a, toByteOffset: first, as: Eight.self)
      sums.storeBytes(of: b, toByteOffset: second, as: Eight.self)
    }
  }

  func pull(_ g: Variable, to input: Variable) -> Variable { g.repeatedRows(input.rows) }
}

struct RowSums: LinearOperation {
  func apply(_ x: Operand, to y: Operand) {
    let columns = x.columns
    for i in 0..<x.rows {
      let row = x.value + i &* columns
      var sum = 0.0
      for j in 0..<columns { sum += row[j] }
      y.value[i] = sum
    }
  }

  func pull(_ g: Variable, to input: Variable) -> Variable { g.repeatedColumns(input.columns) }
}

struct RepeatedRow: LinearOperation {
  func apply(_ x: Operand, to y: Operand) {
    for i in 0..<y.rows { (y.value + i &* y.columns).update(from: x.value, count: y.columns) }
  }

  func pull(_ g: Variable, to input: Variable) -> Variable { g.columnSums() }
}

struct RepeatedColumn: LinearOperation {
  func apply(_ x: Operand, to y: Operand) {
    for i in 0..<y.rows {
      (y.value + i &* y.columns).update(repeating: x.value[i], count: y.columns)
    }
  }

  func pull(_ g: Variable, to input: Variable) -> Variable { g.rowSums() }
}

struct RowDot: BilinearOperation {
  func combine(_ a: Operand, _ b: Operand, into y: Operand, adding: Bool) {
    let columns = a.columns
    for i in 0..<y.rows {
      let (row, other) = (a.value + i &* columns, b.value + i &* columns)
      y.value[i] = (adding ? y.value[i] : 0) + dot(row, other, columns)
    }
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    // A sum of squares: both halves are the same.
    if inputs[0].index == inputs[1].index { return [inputs[0].scalingRows(by: 2 * g), nil] }
    return [
      needs[0] ? inputs[1].scalingRows(by: g) : nil, needs[1] ? inputs[0].scalingRows(by: g) : nil,
    ]
  }
}

struct RowScaling: BilinearOperation {
  func combine(_ x: Operand, _ factors: Operand, into y: Operand, adding: Bool) {
    let columns = y.columns
    for i in 0..<y.rows {
      let (row, target, factor) = (x.value + i &* columns, y.value + i &* columns, factors.value[i])
      if adding {
        for j in 0..<columns { target[j] += factor * row[j] }
      } else {
        for j in 0..<columns { target[j] = factor * row[j] }
      }
    }
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [needs[0] ? g.scalingRows(by: inputs[1]) : nil, needs[1] ? g.rowDot(inputs[0]) : nil]
  }
}
