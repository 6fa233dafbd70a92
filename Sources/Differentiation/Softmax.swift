import LinearAlgebra

extension Variable {
  /// exp(x)/Σ exp(x) of each row: a point in the interior of the simplex.
  public func softmaxRows() -> Variable { applying(RowSoftmax()) }
}

/// y = exp(x − max x)/Σ, row by row, with ẏ = y∘(ẋ − y·ẋ).
struct RowSoftmax: Operation {
  func evaluate(_ frame: Frame) {
    let columns = frame.result.columns
    for i in 0..<frame.result.rows {
      let (x, y) = (frame.inputs[0].value + i &* columns, frame.result.value + i &* columns)
      var largest = -Double.infinity
      for j in 0..<columns { largest = max(largest, x[j]) }
      for j in 0..<columns { y[j] = x[j] - largest }
      Exponential.apply(y, into: y, count: columns)
      var sum = 0.0
      for j in 0..<columns { sum += y[j] }
      let scale = 1 / sum
      for j in 0..<columns { y[j] *= scale }
    }
  }

  func push(_ frame: Frame) {
    guard let tangent = frame.inputs[0].tangent, let result = frame.result.tangent else { return }
    let columns = frame.result.columns
    for i in 0..<frame.result.rows {
      let first = i &* columns
      let (dx, y, dy) = (tangent + first, frame.result.value + first, result + first)
      let along = dot(y, dx, columns)
      for j in 0..<columns { dy[j] = y[j] * (dx[j] - along) }
    }
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [y * g - y.scalingRows(by: y.rowDot(g))]
  }
}
