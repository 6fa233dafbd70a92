import LinearAlgebra

extension Variable {
  /// Each row divided by its Euclidean norm, which must not be zero.
  public func normalisingRows() -> Variable { applying(RowNormalisation()) }

  /// Each row plus the 1×columns row of `other`.
  public func addingRow(_ other: Variable) -> Variable {
    precondition(other.rows == 1 && other.columns == columns, "\(shape) plus row \(other.shape)")
    return tape.record(RowAddition(), of: [self, other], rows: rows, columns: columns)
  }
}

/// y = x/‖x‖, row by row, with ẏ = (ẋ − y(y·ẋ))/‖x‖.
struct RowNormalisation: Operation {
  func evaluate(_ frame: Frame) {
    let columns = frame.result.columns
    for i in 0..<frame.result.rows {
      let (x, y) = (frame.inputs[0].value + i &* columns, frame.result.value + i &* columns)
      let scale = 1 / dot(x, x, columns).squareRoot()
      for j in 0..<columns { y[j] = scale * x[j] }
    }
  }

  func push(_ frame: Frame) {
    guard let tangent = frame.inputs[0].tangent, let result = frame.result.tangent else { return }
    let columns = frame.result.columns
    for i in 0..<frame.result.rows {
      RowProjection.project(
        tangent + i &* columns, x: frame.inputs[0].value + i &* columns,
        y: frame.result.value + i &* columns, into: result + i &* columns, columns)
    }
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [g.applying(RowProjection(), inputs[0], y)]
  }
}

/// z = (g − y(y·g))/‖x‖ with the unit rows y of x: pushforward and pullback of normalisation
/// alike.
struct RowProjection: Operation {
  var pushReadsResult: Bool { false }

  @inline(__always)
  static func project(
    _ g: UnsafePointer<Double>, x: UnsafePointer<Double>, y: UnsafePointer<Double>,
    into z: UnsafeMutablePointer<Double>, _ columns: Int
  ) {
    let (scale, along) = (1 / dot(x, x, columns).squareRoot(), dot(y, g, columns))
    for j in 0..<columns { z[j] = scale * (g[j] - along * y[j]) }
  }

  func evaluate(_ frame: Frame) {
    let columns = frame.result.columns
    for i in 0..<frame.result.rows {
      let first = i &* columns
      RowProjection.project(
        frame.inputs[0].value + first, x: frame.inputs[1].value + first,
        y: frame.inputs[2].value + first, into: frame.result.value + first, columns)
    }
  }

  /// With s = 1/‖x‖, ṡ = −s²(y·ẋ): ż = ṡ(g − y(y·g)) + s(ġ − ẏ(y·g) −
  /// y(ẏ·g + y·ġ)).
  func push(_ frame: Frame) {
    guard let result = frame.result.tangent else { return }
    let columns = frame.result.columns
    for i in 0..<frame.result.rows {
      let first = i &* columns
      let (g, x, y) = (
        frame.inputs[0].value + first, frame.inputs[1].value + first, frame.inputs[2].value + first
      )
      let z = result + first
      let (scale, along) = (1 / dot(x, x, columns).squareRoot(), dot(y, g, columns))
      var (slope, turn) = (0.0, 0.0)
      if let dx = frame.inputs[1].tangent { slope = -scale * scale * dot(y, dx + first, columns) }
      if let dy = frame.inputs[2].tangent { turn += dot(dy + first, g, columns) }
      if let dg = frame.inputs[0].tangent, let dy = frame.inputs[2].tangent {
        turn += dot(y, dg + first, columns)
        let (ofY, ofChange) = (-(slope * along + scale * turn), scale * along)
        let (dgRow, dyRow) = (dg + first, dy + first)
        for j in 0..<columns {
          z[j] = scale * dgRow[j] + (slope * g[j] + ofY * y[j]) - ofChange * dyRow[j]
        }
        continue
      }
      if let dg = frame.inputs[0].tangent {
        turn += dot(y, dg + first, columns)
        for j in 0..<columns { z[j] = scale * dg[first &+ j] }
      } else {
        z.update(repeating: 0, count: columns)
      }
      let (ofG, ofY) = (slope, -(slope * along + scale * turn))
      for j in 0..<columns { z[j] += ofG * g[j] + ofY * y[j] }
      if let dy = frame.inputs[2].tangent {
        let factor = scale * along
        for j in 0..<columns { z[j] -= factor * dy[first &+ j] }
      }
    }
  }

  func pull(_ c: Variable, from z: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    let (g, x, y) = (inputs[0], inputs[1], inputs[2])
    let square = x.rowDot(x)
    let scaled = c.scalingRows(by: square.power(-0.5))
    let along = y.rowDot(g)
    let tangential = g - y.scalingRows(by: along)
    return [
      needs[0] ? c.applying(RowProjection(), x, y) : nil,
      needs[1] ? -1 * x.scalingRows(by: c.rowDot(tangential) * square.power(-1.5)) : nil,
      needs[2] ? -1 * (scaled.scalingRows(by: along) + g.scalingRows(by: scaled.rowDot(y))) : nil,
    ]
  }
}

@inline(__always)
func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
  InnerProduct.of(a, b, count: count)
}

struct RowAddition: Operation {
  var pushReadsResult: Bool { false }
  var isLinear: Bool { true }

  private func add(
    _ x: UnsafePointer<Double>?, _ row: UnsafePointer<Double>?, _ shape: Operand,
    into y: UnsafeMutablePointer<Double>
  ) {
    let columns = shape.columns
    for i in 0..<shape.rows {
      let target = y + i &* columns
      switch (x.map { $0 + i &* columns }, row) {
      case (let x?, let row?): for j in 0..<columns { target[j] = x[j] + row[j] }
      case (let x?, nil): target.update(from: x, count: columns)
      case (nil, let row?): target.update(from: row, count: columns)
      case (nil, nil): target.update(repeating: 0, count: columns)
      }
    }
  }

  func evaluate(_ frame: Frame) {
    add(frame.inputs[0].value, frame.inputs[1].value, frame.result, into: frame.result.value)
  }

  func push(_ frame: Frame) {
    guard let result = frame.result.tangent else { return }
    add(frame.inputs[0].tangent, frame.inputs[1].tangent, frame.result, into: result)
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [needs[0] ? g : nil, needs[1] ? g.columnSums() : nil]
  }
}
