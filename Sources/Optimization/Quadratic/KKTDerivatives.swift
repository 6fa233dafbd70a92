import Differentiation

extension KKTParameters.Source {
  /// This source for an operation whose inputs are a right-hand side, followed by the inputs
  /// `among` of the original one.
  func moved(among: [Int]) -> KKTParameters.Source {
    guard let input, let position = among.firstIndex(of: input) else { return self }
    return .input(position + 1)
  }
}

extension KKTBatch {
  /// Loads Q, G and A of instance `i` into its dual form.
  func load(
    _ i: Int, quadratic: UnsafePointer<Double>, inequalities: UnsafePointer<Double>?,
    equalities: UnsafePointer<Double>?
  ) throws(SolverError) {
    try forms[i].load(
      quadratic: quadratic, inequalities: inequalities, equalities: equalities, instance: i)
    isLoaded = true
    for k in isShared ? 0..<count : i..<i + 1 { sets[k].isFactored = false }
  }
}

/// Right-hand sides ṙ − K̇w and the solution of K with them, one instance after the other.
final class KKTTangent {
  private let batch: KKTBatch
  private let parameters: KKTParameters
  private let solution: UnsafeMutablePointer<Double>
  /// The right-hand side: n numbers, then one per active row.
  let right: UnsafeMutablePointer<Double>

  init(batch: KKTBatch, parameters: KKTParameters) {
    (self.batch, self.parameters) = (batch, parameters)
    right = batch.workspace
    solution = batch.workspace + batch.variables + batch.rows
  }

  func begin(_ i: Int) { right.update(repeating: 0, count: batch.variables + batch.sets[i].count) }

  /// Subtracts K̇w, where w has the decisions `x` and, on the k-th active row, `multipliers(k)`.
  func subtractMatrixTangents(
    _ i: Int, _ frame: Frame, x: UnsafePointer<Double>, multipliers: (Int) -> Double
  ) {
    let (n, m) = (batch.variables, batch.inequalities)
    let set = batch.sets[i]
    if let index = parameters.quadratic.input, let tangent = frame.inputs[index].tangent {
      let dq = tangent + i * n * n
      for j in 0..<n { for l in 0..<n { right[j] -= 0.5 * (dq[j * n + l] + dq[l * n + j]) * x[l] } }
    }
    for (source, first, range) in [
      (parameters.inequalityMatrix, 0, set.equalities..<set.count),
      (parameters.equalityMatrix, m, 0..<set.equalities),
    ] {
      guard let index = source.input, let tangent = frame.inputs[index].tangent else { continue }
      let base = tangent + i * frame.inputs[index].columns
      for k in range {
        let (row, multiplier) = (base + (set.rows[k] - first) * n, multipliers(k))
        var sum = 0.0
        for j in 0..<n {
          right[j] -= row[j] * multiplier
          sum += row[j] * x[j]
        }
        right[n + k] -= sum
      }
    }
  }

  /// Solves, and writes x or (x, λ, ν) with zeros on inactive rows.
  func finish(_ i: Int, into row: UnsafeMutablePointer<Double>, width: Int) {
    let n = batch.variables
    batch.solveSystem(i, right, into: solution)
    row.update(from: solution, count: n)
    if width > n {
      (row + n).update(repeating: 0, count: width - n)
      let set = batch.sets[i]
      for k in 0..<set.count { row[n + set.rows[k]] = solution[n + k] }
    }
  }
}

/// The cotangents of Q, G and A from w = K⁻¹r and its adjoint u: the blocks of K̄ = −uwᵀ.
struct KKTPullback {
  let batch: KKTBatch
  let parameters: KKTParameters

  func fill(_ parts: inout [Variable?], needs: [Bool], adjoint u: Variable, solution w: Variable) {
    let (n, m, q) = (batch.variables, batch.inequalities, batch.equalities)
    let (ux, wx) = (u.columns(0..<n), w.columns(0..<n))
    if let index = parameters.quadratic.input, needs[index] {
      let outer = ux.batchedTimes(wx, rows: n, inner: 1, columns: n)
      let mirrored = wx.batchedTimes(ux, rows: n, inner: 1, columns: n)
      parts[index] = -0.5 * (outer + mirrored)
    }
    for (source, first, count) in [
      (parameters.inequalityMatrix, n, m), (parameters.equalityMatrix, n + m, q),
    ] {
      guard let index = source.input, needs[index] else { continue }
      let (uRows, wRows) = (u.columns(first..<first + count), w.columns(first..<first + count))
      let outer = uRows.batchedTimes(wx, rows: count, inner: 1, columns: n)
      let mirrored = wRows.batchedTimes(ux, rows: count, inner: 1, columns: n)
      parts[index] = -1 * (outer + mirrored)
    }
  }
}
