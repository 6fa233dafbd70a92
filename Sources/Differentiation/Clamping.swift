extension Variable {
  /// Each entry moved to the nearer end of its column's interval where it is outside.
  ///
  /// Which entries are moved is chosen and noted. The derivative of an entry that is moved is that
  /// of the end; an entry at an end is not moved.
  ///
  /// - Parameters:
  ///   - low: the lower ends, 1×columns.
  ///   - high: the upper ends, 1×columns. Where they are not above the lower ones, the column is
  ///     left as it is.
  /// - Returns: the entries in their intervals, rows×columns.
  public func clamped(from low: Variable, to high: Variable) -> Variable {
    precondition(
      [low, high].allSatisfy { $0.rows == 1 && $0.columns == columns },
      "\(shape) between \(low.shape) and \(high.shape)")
    return tape.record(Clamp(), of: [self, low, high], rows: rows, columns: columns)
  }
}

/// An entry's place: inside its interval, or at the lower or upper end of it.
private enum Side: UInt64 {
  case inside = 0, low, high

  /// Entries per word of choices.
  static let perWord = 32
}

/// The interval's nearer end for an entry outside it, else the entry; inputs x, low and high.
struct Clamp: Operation {
  func choiceWords(rows: Int, columns: Int) -> Int {
    (rows * columns + Side.perWord - 1) / Side.perWord
  }

  func evaluate(_ frame: Frame) {
    let (x, low, high) = (frame.inputs[0].value, frame.inputs[1].value, frame.inputs[2].value)
    let (y, columns) = (frame.result.value, frame.result.columns)
    Clamp.each(frame, frame.inputs, rows: frame.result.rows, first: frame.firstChoice) {
      index, side in
      switch side {
      case .inside: y[index] = x[index]
      case .low: y[index] = low[index % columns]
      case .high: y[index] = high[index % columns]
      }
    }
  }

  func push(_ frame: Frame) {
    guard let result = frame.result.tangent else { return }
    let columns = frame.result.columns
    let (dx, dl, dh) = (
      frame.inputs[0].tangent, frame.inputs[1].tangent, frame.inputs[2].tangent
    )
    Clamp.each(frame, frame.inputs, rows: frame.result.rows, first: frame.firstChoice) {
      index, side in
      switch side {
      case .inside: result[index] = dx?[index] ?? 0
      case .low: result[index] = dl?[index % columns] ?? 0
      case .high: result[index] = dh?[index % columns] ?? 0
      }
    }
  }

  /// Goes through all entries of the operands x, low and high with their places: of the slot where
  /// they are held, else found and noted there.
  fileprivate static func each(
    _ frame: Frame, _ operands: some RandomAccessCollection<Operand>, rows: Int, first: Int,
    _ body: (Int, Side) -> Void
  ) {
    let operands = Array(operands)
    let (x, low, high) = (operands[0].value, operands[1].value, operands[2].value)
    let columns = operands[0].columns
    let words = frame.words(from: first)
    let isHeld = words != nil && frame.branches.mode == .held
    for index in 0..<rows * columns {
      let (word, shift) = (index / Side.perWord, UInt64(2 * (index % Side.perWord)))
      if isHeld, let words {
        body(index, Side(rawValue: words[word] >> shift & 3) ?? .inside)
        continue
      }
      let (l, h) = (low[index % columns], high[index % columns])
      let side: Side =
        !(l < h) ? .inside : x[index] < l ? .low : x[index] > h ? .high : .inside
      if let words { words[word] = words[word] & ~(3 << shift) | side.rawValue << shift }
      body(index, side)
    }
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    let first = g.tape.nodes[y.index].firstChoice
    func share(_ side: Side) -> Variable {
      g.tape.record(
        ClampShare(side: side.rawValue, first: first), of: [g] + inputs, rows: g.rows,
        columns: g.columns)
    }
    return [
      needs[0] ? share(.inside) : nil, needs[1] ? share(.low).columnSums() : nil,
      needs[2] ? share(.high).columnSums() : nil,
    ]
  }
}

/// The entries of g at one side of a clamp, else 0; inputs g and those of the clamp.
///
/// It may run without the clamp having run before, and then notes the same choices for it.
struct ClampShare: Operation {
  let side: UInt64
  let first: Int

  func evaluate(_ frame: Frame) { keep(frame.inputs[0].value, into: frame.result.value, frame) }

  func push(_ frame: Frame) {
    guard let result = frame.result.tangent else { return }
    keep(frame.inputs[0].tangent, into: result, frame)
  }

  private func keep(
    _ g: UnsafePointer<Double>?, into y: UnsafeMutablePointer<Double>, _ frame: Frame
  ) {
    Clamp.each(frame, frame.inputs.dropFirst(), rows: frame.result.rows, first: first) {
      index, found in y[index] = found.rawValue == side ? g?[index] ?? 0 : 0
    }
  }

  func pull(_ c: Variable, from z: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [
      needs[0]
        ? c.tape.record(
          self, of: [c] + inputs.dropFirst(), rows: c.rows, columns: c.columns) : nil, nil, nil,
      nil,
    ]
  }
}
