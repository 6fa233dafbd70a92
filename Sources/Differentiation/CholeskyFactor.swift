import LinearAlgebra

extension Variable {
  /// The Cholesky factor of the symmetric part of this square matrix A.
  ///
  /// Running it throws `IndefiniteMatrix` where the symmetric part is not positive definite.
  ///
  /// - Parameter name: what the matrix is called where it is not definite.
  /// - Returns: the lower triangle L with LLᵀ = ½(A + Aᵀ), zeros above it.
  public func choleskyFactor(of name: String = "matrix") -> Variable {
    precondition(rows == columns, "the Cholesky factor of a \(shape) matrix")
    return applying(CholeskyFactor(name: name))
  }

  /// The inverse of the lower triangle of this square matrix; what stands above is not read.
  ///
  /// Entries of the diagonal must not be zero.
  func lowerInverse() -> Variable {
    precondition(rows == columns, "the inverse of a \(shape) triangle")
    return applying(LowerInverse())
  }

  /// This square matrix times 1 below the diagonal, `diagonal` on it and 0 above.
  fileprivate func lowerPart(diagonal: Double) -> Variable {
    var mask = Matrix(rows: rows, columns: columns)
    for i in 0..<rows {
      for j in 0..<i { mask[i, j] = 1 }
      mask[i, i] = diagonal
    }
    return self * tape.input(mask)
  }
}

/// A matrix that has no Cholesky factor.
public struct IndefiniteMatrix: Error, Equatable, CustomStringConvertible {
  /// What the matrix is called.
  public let name: String
  /// Its order, and that of its first leading minor that is not positive, from 1.
  public let order: Int, minor: Int

  /// One sentence.
  public var description: String {
    "the \(name), \(order)×\(order), is not positive definite: to working precision row \(minor) "
      + "depends on those before it"
  }
}

/// L of ½(A + Aᵀ) = LLᵀ, with L̇ = L·Φ(L⁻¹ȦL⁻ᵀ), Φ taking the lower triangle and
/// halving the diagonal.
///
/// - SeeAlso: Murray, Differentiation of the Cholesky decomposition (2016).
struct CholeskyFactor: Operation {
  let name: String

  func evaluate(_ frame: Frame) throws {
    let (n, l) = (frame.result.rows, frame.result.value)
    symmetrise(frame.inputs[0].value, into: l, order: n)
    let minor = Cholesky.factor(l, order: n, stride: n)
    guard minor == 0 else { throw IndefiniteMatrix(name: name, order: n, minor: minor) }
    clearUpper(l, order: n)
  }

  func push(_ frame: Frame) {
    guard let tangent = frame.inputs[0].tangent, let result = frame.result.tangent else { return }
    let (n, l) = (frame.result.rows, frame.result.value)
    var change = [Double](repeating: 0, count: n * n)
    change.withUnsafeMutableBufferPointer { buffer in
      guard let m = buffer.baseAddress else { return }
      symmetrise(tangent, into: m, order: n)
      // The rows of a symmetric matrix are its columns: L⁻¹ from the left, then from the right.
      for i in 0..<n { Cholesky.solveLower(l, order: n, stride: n, m + i &* n) }
      transpose(m, order: n)
      for i in 0..<n { Cholesky.solveLower(l, order: n, stride: n, m + i &* n) }
      for i in 0..<n { m[i &* n &+ i] *= 0.5 }
      clearUpper(m, order: n)
      DenseProduct.multiply(l, m, into: result, rows: n, columns: n, inner: n)
    }
  }

  /// Of L̄ comes the symmetric part of L⁻ᵀ·Φ(LᵀL̄)·L⁻¹.
  func pull(_ g: Variable, from l: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    let inverse = l.lowerInverse()
    let inner = l.times(g, transposingSelf: true).lowerPart(diagonal: 0.5)
    let outer = inverse.times(inner, transposingSelf: true).times(inverse)
    return [0.5 * (outer + outer.transposed())]
  }

  private func symmetrise(
    _ a: UnsafePointer<Double>, into b: UnsafeMutablePointer<Double>, order n: Int
  ) {
    for i in 0..<n {
      for j in 0...i {
        let mean = 0.5 * (a[i &* n &+ j] + a[j &* n &+ i])
        b[i &* n &+ j] = mean
        b[j &* n &+ i] = mean
      }
    }
  }

  private func transpose(_ a: UnsafeMutablePointer<Double>, order n: Int) {
    for i in 0..<n {
      for j in 0..<i {
        let entry = a[i &* n &+ j]
        a[i &* n &+ j] = a[j &* n &+ i]
        a[j &* n &+ i] = entry
      }
    }
  }
}

/// K = L⁻¹ of a lower triangle, with K̇ = −K·L̇·K.
struct LowerInverse: Operation {
  func evaluate(_ frame: Frame) {
    let (n, l, k) = (frame.result.rows, frame.inputs[0].value, frame.result.value)
    k.update(repeating: 0, count: n * n)
    for i in 0..<n {
      let row = k + i &* n
      for j in 0..<i {
        let (share, above) = (l[i &* n &+ j], k + j &* n)
        for c in 0...j { row[c] -= share * above[c] }
      }
      let pivot = l[i &* n &+ i]
      for c in 0..<i { row[c] /= pivot }
      row[i] = 1 / pivot
    }
  }

  func push(_ frame: Frame) {
    guard let tangent = frame.inputs[0].tangent, let result = frame.result.tangent else { return }
    let (n, k) = (frame.result.rows, frame.result.value)
    var change = [Double](repeating: 0, count: n * n)
    for i in 0..<n { for j in 0...i { change[i * n + j] = -tangent[i &* n &+ j] } }
    var product = change
    DenseProduct.multiply(k, change, into: &product, rows: n, columns: n, inner: n)
    DenseProduct.multiply(product, k, into: result, rows: n, columns: n, inner: n)
  }

  func pull(_ g: Variable, from k: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    let outer = k.times(g, transposingSelf: true).times(k, transposed: true)
    return [-1 * outer.lowerPart(diagonal: 1)]
  }
}

/// Writes zeros above the diagonal.
private func clearUpper(_ a: UnsafeMutablePointer<Double>, order n: Int) {
  for i in 0..<n { for j in i + 1..<max(n, i + 1) { a[i &* n &+ j] = 0 } }
}
