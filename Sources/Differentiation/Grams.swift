import LinearAlgebra

extension Variable {
  /// For each row, read as an n×k matrix A, its k×k Gram matrix AᵀA: rows×k².
  ///
  /// Every derivative takes half the work of the general product, since the result is symmetric.
  public func batchedGram(rows n: Int, columns k: Int) -> Variable {
    precondition(columns == n * k, "\(n)×\(k) Gram matrices of \(shape)")
    return tape.record(BatchedGram(n: n, k: k), of: [self], rows: rows, columns: k * k)
  }

  /// For each row, read as a k×k matrix M, the sum M + Mᵀ: rows×k².
  public func batchedSymmetrised(order k: Int) -> Variable {
    precondition(columns == k * k, "\(k)×\(k) matrices in \(shape)")
    return tape.record(BatchedSymmetrisation(k: k), of: [self], rows: rows, columns: k * k)
  }
}

struct BatchedGram: Operation {
  var pushReadsResult: Bool { false }

  let n: Int
  let k: Int

  func evaluate(_ frame: Frame) {
    let (a, y) = (frame.inputs[0].value, frame.result.value)
    for i in 0..<frame.result.rows {
      let row = a + i &* n &* k
      DenseProduct.multiply(
        row, row, into: y + i &* k &* k, rows: k, columns: k, inner: n, transposeA: true)
    }
  }

  /// Writes ȦᵀA + AᵀȦ.
  func push(_ frame: Frame) {
    guard let tangent = frame.inputs[0].tangent, let result = frame.result.tangent else { return }
    for i in 0..<frame.result.rows {
      let y = result + i &* k &* k
      DenseProduct.multiply(
        tangent + i &* n &* k, frame.inputs[0].value + i &* n &* k, into: y, rows: k, columns: k,
        inner: n, transposeA: true)
      BatchedSymmetrisation(k: k).symmetrise(y, into: y)
    }
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [inputs[0].batchedTimes(g.batchedSymmetrised(order: k), rows: n, inner: k, columns: k)]
  }
}

struct BatchedSymmetrisation: LinearOperation {
  let k: Int

  func apply(_ x: Operand, to y: Operand) {
    for i in 0..<y.rows { symmetrise(x.value + i &* k &* k, into: y.value + i &* k &* k) }
  }

  /// Writes M + Mᵀ; the target may be the source.
  @inline(__always)
  func symmetrise(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>) {
    for i in 0..<k {
      for j in 0...i {
        let sum = x[i &* k &+ j] + x[j &* k &+ i]
        y[i &* k &+ j] = sum
        y[j &* k &+ i] = sum
      }
    }
  }

  func pull(_ g: Variable, to input: Variable) -> Variable { g.batchedSymmetrised(order: k) }
}
