import LinearAlgebra

extension Variable {
  /// The matrix product op(self)·op(other), where either factor may be transposed.
  ///
  /// By default neither is.
  public func times(_ other: Variable, transposed: Bool = false, transposingSelf: Bool = false)
    -> Variable
  {
    let (m, k) = transposingSelf ? (columns, rows) : (rows, columns)
    let (l, n) = transposed ? (other.columns, other.rows) : (other.rows, other.columns)
    precondition(k == l, "product of \(m)×\(k) and \(l)×\(n)")
    return tape.record(
      MatrixProduct(transposeA: transposingSelf, transposeB: transposed), of: [self, other],
      rows: m, columns: n)
  }

  /// The layer uWᵀ + b of a network, n×h, for this u n×d, the `weight` W h×d and the `bias` b
  /// 1×h.
  public func affine(_ weight: Variable, _ bias: Variable) -> Variable {
    precondition(
      columns == weight.columns && bias.rows == 1 && bias.columns == weight.rows,
      "a layer of weight \(weight.shape) and bias \(bias.shape) on \(shape)")
    return tape.record(Affine(), of: [self, weight, bias], rows: rows, columns: weight.rows)
  }

  /// For each row, read as an r×c matrix, its product with the c×k matrix in that row of `other`.
  ///
  /// The result is rows×(r·k). The rows of a transposed operand hold c×r or k×c matrices. By
  /// default neither is transposed.
  public func batchedTimes(
    _ other: Variable, rows r: Int, inner c: Int, columns k: Int, transposeA: Bool = false,
    transposeB: Bool = false
  ) -> Variable {
    precondition(
      rows == other.rows && columns == r * c && other.columns == c * k,
      "row by row \(r)×\(c) times \(c)×\(k) of \(shape) and \(other.shape)")
    return tape.record(
      BatchedProduct(r: r, c: c, k: k, transposeA: transposeA, transposeB: transposeB),
      of: [self, other], rows: rows, columns: r * k)
  }
}

extension Variable {
  /// The factors of which this is the product, neither transposed, if need be under another shape;
  /// nil of anything else.
  ///
  /// Whoever sums many such products can do them at once instead of one after the other.
  public var factors: (left: Variable, right: Variable)? {
    var node = tape.nodes[index]
    while let operation = node.operation, operation.isAlias { node = tape.nodes[node.inputs[0]] }
    guard let product = node.operation as? MatrixProduct, !product.transposeA, !product.transposeB
    else { return nil }
    return (
      Variable(tape: tape, index: node.inputs[0]), Variable(tape: tape, index: node.inputs[1])
    )
  }
}

struct MatrixProduct: BilinearOperation {
  let transposeA: Bool
  let transposeB: Bool

  func combine(_ a: Operand, _ b: Operand, into y: Operand, adding: Bool) {
    let inner = transposeA ? a.rows : a.columns
    DenseProduct.multiply(
      a.value, b.value, into: y.value, rows: y.rows, columns: y.columns, inner: inner,
      transposeA: transposeA, transposeB: transposeB, adding: adding)
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    let (a, b) = (inputs[0], inputs[1])
    let first: Variable? =
      !needs[0]
      ? nil
      : transposeA
        ? b.times(g, transposed: true, transposingSelf: transposeB)
        : g.times(b, transposed: !transposeB)
    let second: Variable? =
      !needs[1]
      ? nil
      : transposeB
        ? g.times(a, transposed: transposeA, transposingSelf: true)
        : a.times(g, transposingSelf: !transposeA)
    return [first, second]
  }
}

struct Affine: Operation {
  var pushReadsResult: Bool { false }

  func evaluate(_ frame: Frame) {
    let (u, w, b) = (frame.inputs[0], frame.inputs[1], frame.inputs[2])
    DenseProduct.layer(
      u.value, w.value, adding: b.value, into: frame.result.value, rows: u.rows, columns: w.rows,
      inner: u.columns)
  }

  func push(_ frame: Frame) {
    guard let result = frame.result.tangent else { return }
    let (u, w, b) = (frame.inputs[0], frame.inputs[1], frame.inputs[2])
    switch (w.tangent, b.tangent) {
    case (let weight?, let bias?):
      DenseProduct.layer(
        u.value, weight, adding: bias, into: result, rows: u.rows, columns: w.rows,
        inner: u.columns)
    case (let weight?, nil):
      DenseProduct.multiply(
        u.value, weight, into: result, rows: u.rows, columns: w.rows, inner: u.columns,
        transposeB: true)
    case (nil, let bias?): fill(result, frame.result, with: bias)
    case (nil, nil): result.update(repeating: 0, count: frame.result.count)
    }
    if let tangent = u.tangent {
      DenseProduct.multiply(
        tangent, w.value, into: result, rows: u.rows, columns: w.rows, inner: u.columns,
        transposeB: true, adding: true)
    }
  }

  private func fill(
    _ y: UnsafeMutablePointer<Double>, _ shape: Operand, with row: UnsafePointer<Double>
  ) {
    for i in 0..<shape.rows { (y + i &* shape.columns).update(from: row, count: shape.columns) }
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [
      needs[0] ? g.times(inputs[1]) : nil,
      needs[1] ? g.times(inputs[0], transposingSelf: true) : nil, needs[2] ? g.columnSums() : nil,
    ]
  }
}

struct BatchedProduct: BilinearOperation {
  let r: Int
  let c: Int
  let k: Int
  let transposeA: Bool
  let transposeB: Bool

  func combine(_ a: Operand, _ b: Operand, into y: Operand, adding: Bool) {
    for i in 0..<y.rows {
      let (left, right, target) = (
        a.value + i &* r &* c, b.value + i &* c &* k, y.value + i &* r &* k
      )
      DenseProduct.multiply(
        left, right, into: target, rows: r, columns: k, inner: c, transposeA: transposeA,
        transposeB: transposeB, adding: adding)
    }
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    let (a, b) = (inputs[0], inputs[1])
    let first: Variable? =
      !needs[0]
      ? nil
      : transposeA
        ? b.batchedTimes(g, rows: c, inner: k, columns: r, transposeA: transposeB, transposeB: true)
        : g.batchedTimes(b, rows: r, inner: k, columns: c, transposeB: !transposeB)
    let second: Variable? =
      !needs[1]
      ? nil
      : transposeB
        ? g.batchedTimes(a, rows: k, inner: r, columns: c, transposeA: true, transposeB: transposeA)
        : a.batchedTimes(g, rows: c, inner: r, columns: k, transposeA: !transposeA)
    return [first, second]
  }
}
