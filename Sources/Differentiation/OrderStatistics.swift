extension Frame {
  /// The words in which the choices of an operation lie that is not this one; nil without a slot.
  func words(from first: Int) -> UnsafeMutablePointer<UInt64>? {
    branches.current.map { $0 + first }
  }
}

extension Variable {
  /// The entry of each column that is the given number of places above the smallest, 1×columns.
  ///
  /// Of equal entries those further up count as smaller. The entry is chosen; its derivative is 1,
  /// that of all others 0.
  public func columnOrderStatistic(_ place: Int) -> Variable {
    precondition(place >= 0 && place < rows, "place \(place) of \(rows) rows")
    return tape.record(OrderStatistic(place: place), of: [self], rows: 1, columns: columns)
  }

  /// The quantile q of each column, 1×columns: at q·(rows − 1) places above the smallest entry,
  /// by linear interpolation.
  public func columnQuantiles(_ q: Double) -> Variable {
    precondition(q >= 0 && q <= 1 && rows > 0, "quantile \(q) of \(rows) rows")
    let position = q * Double(rows - 1)
    let place = Int(position)
    let share = position - Double(place)
    let lower = columnOrderStatistic(place)
    return share == 0 ? lower : (1 - share) * lower + share * columnOrderStatistic(place + 1)
  }
}

/// The entry of each column at one place in its order; the rows that hold them are noted.
struct OrderStatistic: Operation {
  let place: Int

  func choiceWords(rows: Int, columns: Int) -> Int { columns }

  func evaluate(_ frame: Frame) {
    let x = frame.inputs[0]
    for (column, row) in rows(frame, first: frame.firstChoice).enumerated() {
      frame.result.value[column] = x.value[row &* x.columns &+ column]
    }
  }

  func push(_ frame: Frame) {
    guard let dx = frame.inputs[0].tangent, let result = frame.result.tangent else { return }
    let columns = frame.inputs[0].columns
    for (column, row) in rows(frame, first: frame.firstChoice).enumerated() {
      result[column] = dx[row &* columns &+ column]
    }
  }

  /// The chosen row of each column: of the slot where choices are held, else found and noted.
  func rows(_ frame: Frame, operand: Int = 0, first: Int) -> [Int] {
    let x = frame.inputs[operand]
    let words = frame.words(from: first)
    if let words, frame.branches.mode == .held {
      return (0..<x.columns).map { Int(words[$0]) }
    }
    return (0..<x.columns).map { column in
      func key(_ row: Int) -> (Double, Int) {
        let entry = x.value[row &* x.columns &+ column]
        return (entry.isNaN ? .infinity : entry, row)
      }
      let row = (0..<x.rows).sorted { key($0) < key($1) }[place]
      words?[column] = UInt64(row)
      return row
    }
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    let first = g.tape.nodes[y.index].firstChoice
    return [
      g.tape.record(
        OrderPlacement(statistic: self, first: first), of: [g, inputs[0]], rows: inputs[0].rows,
        columns: inputs[0].columns)
    ]
  }
}

/// A row's entries put where an order statistic chose its own, and zero elsewhere.
///
/// It may run without that statistic having run before, and then notes the same choices for it.
struct OrderPlacement: Operation {
  let statistic: OrderStatistic
  let first: Int

  func evaluate(_ frame: Frame) { place(frame.inputs[0].value, into: frame.result.value, frame) }

  func push(_ frame: Frame) {
    guard let result = frame.result.tangent else { return }
    place(frame.inputs[0].tangent, into: result, frame)
  }

  private func place(
    _ g: UnsafePointer<Double>?, into y: UnsafeMutablePointer<Double>, _ frame: Frame
  ) {
    y.update(repeating: 0, count: frame.result.count)
    guard let g else { return }
    let columns = frame.result.columns
    for (column, row) in statistic.rows(frame, operand: 1, first: first).enumerated() {
      y[row &* columns &+ column] = g[column]
    }
  }

  func pull(_ c: Variable, from z: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [
      needs[0]
        ? c.tape.record(
          OrderPick(placement: self), of: [c, inputs[1]], rows: 1, columns: c.columns) : nil, nil,
    ]
  }
}

/// The entries where an order statistic of another variable chose its own.
struct OrderPick: Operation {
  let placement: OrderPlacement

  func evaluate(_ frame: Frame) { pick(frame.inputs[0].value, into: frame.result.value, frame) }

  func push(_ frame: Frame) {
    guard let result = frame.result.tangent else { return }
    pick(frame.inputs[0].tangent, into: result, frame)
  }

  private func pick(
    _ c: UnsafePointer<Double>?, into y: UnsafeMutablePointer<Double>, _ frame: Frame
  ) {
    let columns = frame.result.columns
    let rows = placement.statistic.rows(frame, operand: 1, first: placement.first)
    for (column, row) in rows.enumerated() { y[column] = c?[row &* columns &+ column] ?? 0 }
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [
      needs[0]
        ? g.tape.record(
          placement, of: [g, inputs[1]], rows: inputs[1].rows, columns: inputs[1].columns) : nil,
      nil,
    ]
  }
}
