extension Variable {
  /// The same entries in the same order under another shape of equally many; the buffer is shared.
  public func reshaped(rows newRows: Int, columns newColumns: Int) -> Variable {
    precondition(newRows * newColumns == count, "\(shape) read as \(newRows)×\(newColumns)")
    if newRows == rows { return self }
    return tape.record(Reshape(), of: [self], rows: newRows, columns: newColumns)
  }

  /// The transposed matrix, columns×rows.
  public func transposed() -> Variable {
    tape.record(Transposition(), of: [self], rows: columns, columns: rows)
  }

  /// The columns of the given range, rows×range.count.
  public func columns(_ range: Range<Int>) -> Variable {
    precondition(range.upperBound <= columns, "columns \(range) of \(shape)")
    if range == 0..<columns { return self }
    return tape.record(
      ColumnWindow(offset: -range.lowerBound), of: [self], rows: rows, columns: range.count)
  }

  /// The rows of the given range, range.count×columns.
  public func rows(_ range: Range<Int>) -> Variable {
    precondition(range.upperBound <= rows, "rows \(range) of \(shape)")
    if range == 0..<rows { return self }
    return tape.record(
      RowWindow(offset: -range.lowerBound), of: [self], rows: range.count, columns: columns)
  }

  /// This variable with as many rows of zeros above and below it.
  public func paddingRows(above: Int, below: Int) -> Variable {
    tape.record(RowWindow(offset: above), of: [self], rows: above + rows + below, columns: columns)
  }

  /// Variables of equally many rows side by side, at least one.
  public static func joiningColumns(_ parts: [Variable]) -> Variable {
    precondition(
      !parts.isEmpty && parts.allSatisfy { $0.rows == parts[0].rows },
      "side by side: \(parts.map(\.shape))")
    return parts[0].tape.record(
      ColumnJoin(), of: parts, rows: parts[0].rows, columns: parts.reduce(0) { $0 + $1.columns })
  }

  /// The sums of `length` successive rows, (rows − length + 1)×columns.
  ///
  /// Row i of the result is the sum of the rows i..<i + length.
  public func windowSums(_ length: Int) -> Variable {
    precondition(length >= 1 && length <= rows, "windows of \(length) rows in \(shape)")
    return tape.record(
      WindowSums(length: length), of: [self], rows: rows - length + 1, columns: columns)
  }
}

struct Reshape: Operation {
  var isAlias: Bool { true }

  func evaluate(_ frame: Frame) {}

  func push(_ frame: Frame) {}

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [g.reshaped(rows: inputs[0].rows, columns: inputs[0].columns)]
  }
}

struct Transposition: LinearOperation {
  func apply(_ x: Operand, to y: Operand) {
    for i in 0..<x.rows {
      for j in 0..<x.columns { y.value[j &* x.rows &+ i] = x.value[i &* x.columns &+ j] }
    }
  }

  func pull(_ g: Variable, to input: Variable) -> Variable { g.transposed() }
}

/// The result's row i is the operand's row i − offset, or zero where there is none.
struct RowWindow: LinearOperation {
  let offset: Int

  func apply(_ x: Operand, to y: Operand) {
    let columns = x.columns
    let first = max(0, offset)
    let end = max(first, min(y.rows, x.rows + offset))
    y.value.update(repeating: 0, count: first * columns)
    (y.value + first * columns).update(
      from: x.value + (first - offset) * columns, count: (end - first) * columns)
    (y.value + end * columns).update(repeating: 0, count: (y.rows - end) * columns)
  }

  func pull(_ g: Variable, to input: Variable) -> Variable {
    g.tape.record(RowWindow(offset: -offset), of: [g], rows: input.rows, columns: g.columns)
  }
}

/// The result's column j is the operand's column j − offset, or zero where there is none.
struct ColumnWindow: LinearOperation {
  let offset: Int

  func apply(_ x: Operand, to y: Operand) {
    let first = max(0, offset)
    let end = max(first, min(y.columns, x.columns + offset))
    if end &- first == 1 {
      // One column: a call per row would cost more than the copying.
      let (width, stride) = (y.columns, x.columns)
      if width > 1 { y.value.update(repeating: 0, count: y.count) }
      var (source, target) = (x.value + (first - offset), y.value + first)
      for _ in 0..<x.rows {
        target.pointee = source.pointee
        source += stride
        target += width
      }
      return
    }
    for i in 0..<x.rows {
      let (source, target) = (x.value + i &* x.columns, y.value + i &* y.columns)
      target.update(repeating: 0, count: first)
      (target + first).update(from: source + (first - offset), count: end - first)
      (target + end).update(repeating: 0, count: y.columns - end)
    }
  }

  func pull(_ g: Variable, to input: Variable) -> Variable {
    g.tape.record(ColumnWindow(offset: -offset), of: [g], rows: g.rows, columns: input.columns)
  }
}

struct ColumnJoin: Operation {
  var pushReadsResult: Bool { false }
  var isLinear: Bool { true }

  func evaluate(_ frame: Frame) { join(frame, into: frame.result.value) { $0.value } }

  func push(_ frame: Frame) {
    guard let result = frame.result.tangent else { return }
    join(frame, into: result) { $0.tangent }
  }

  private func join(
    _ frame: Frame, into y: UnsafeMutablePointer<Double>,
    _ part: (Operand) -> UnsafeMutablePointer<Double>?
  ) {
    var first = 0
    let total = frame.result.columns
    for input in frame.inputs {
      if let source = part(input), input.columns == 1 {
        var target = y + first
        for i in 0..<input.rows {
          target.pointee = source[i]
          target += total
        }
      } else if let source = part(input) {
        for i in 0..<input.rows {
          (y + (i &* total &+ first)).update(
            from: source + i &* input.columns, count: input.columns)
        }
      } else {
        for i in 0..<input.rows {
          (y + (i &* total &+ first)).update(repeating: 0, count: input.columns)
        }
      }
      first += input.columns
    }
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    var first = 0
    return inputs.indices.map { index in
      defer { first += inputs[index].columns }
      return needs[index] ? g.columns(first..<first + inputs[index].columns) : nil
    }
  }
}

struct WindowSums: LinearOperation {
  let length: Int

  func apply(_ x: Operand, to y: Operand) {
    let columns = x.columns
    for i in 0..<y.rows {
      let target = y.value + i &* columns
      target.update(from: x.value + i &* columns, count: columns)
      for k in 1..<max(1, length) {
        let source = x.value + (i &+ k) &* columns
        for j in 0..<columns { target[j] += source[j] }
      }
    }
  }

  func pull(_ g: Variable, to input: Variable) -> Variable {
    g.paddingRows(above: length - 1, below: length - 1).windowSums(length)
  }
}
