public import Differentiation

/// Doubly stochastic decisions from any scores, by entropic projection.
///
///     x = argmax ⟨r, x⟩ + τ·H(x)  over N×N matrices whose rows and columns sum to 1
///       = exp((r − α1ᵀ − 1βᵀ)/τ)
///
/// Shapes: r and x have N² numbers per instance, row-major. The duals are found to residuals below
/// 10⁻¹⁰, so that the answer does not depend on a number of rounds, and the derivative is that
/// of the limit: implicit, by one system of order N, exact to any order.
///
///     let layer = SinkhornLayer(order: 2, temperature: 0.5)
///     let x = layer.decisions(from: tape.input(Matrix([[1, 0, 0, 1]])))
///     try tape.compile([x]).run()  // x.value is [0.88 0.12 0.12 0.88]
///
/// - SeeAlso: Sinkhorn & Knopp (1967); Cuturi (2013), Sinkhorn Distances; Luise et al. (2018) for
///   the derivative.
public struct SinkhornLayer: Sendable {
  /// The number N of rows and of columns.
  public let order: Int
  /// The temperature τ > 0, in units of the scores: the lower it is, the nearer decisions are to
  /// permutations; the default is 0.05.
  public let temperature: Double

  /// The layer of the given order and temperature.
  public init(order: Int, temperature: Double = 0.05) {
    precondition(order > 0 && temperature > 0, "order \(order), temperature \(temperature)")
    (self.order, self.temperature) = (order, temperature)
  }

  /// The decisions for scores `r`, differentiable to any order.
  ///
  /// Running it throws `SolverError.notConverged` for scores that are not finite, or so far apart
  /// that the search does not end.
  ///
  /// - Parameter r: count×N², a row per instance.
  /// - Returns: count×N², a row per instance; the rows and columns of its matrix sum to 1 within
  ///   10⁻¹⁰.
  public func decisions(from r: Variable) -> Variable {
    precondition(r.columns == order * order, "\(r.columns) scores for a matching of order \(order)")
    let batch = SinkhornBatch(layer: self, count: r.rows)
    return r.tape.record(SinkhornDecision(batch: batch), of: [r], rows: r.rows, columns: r.columns)
  }
}

/// x(r), with ẋ = x∘(ṙ − L(x∘ṙ))/τ, where L are the potentials of `SumPotentials`.
struct SinkhornDecision: Operation {
  let batch: SinkhornBatch

  func evaluate(_ frame: Frame) throws {
    let size = frame.result.columns
    for i in 0..<frame.result.rows {
      try batch.solve(i, frame.inputs[0].value + i &* size, into: frame.result.value + i &* size)
    }
  }

  func push(_ frame: Frame) {
    guard let dr = frame.inputs[0].tangent, let dx = frame.result.tangent else { return }
    let (x, size, factor) = (frame.result.value, frame.result.columns, batch.inverseTemperature)
    for k in 0..<frame.result.count { dx[k] = x[k] * dr[k] }
    for i in 0..<frame.result.rows {
      batch.potentials(i, of: dx + i &* size, at: x + i &* size, into: batch.scratch)
      for k in 0..<size {
        let entry = i &* size &+ k
        dx[entry] = factor * (dx[entry] - x[entry] * batch.scratch[k])
      }
    }
  }

  func pull(_ g: Variable, from x: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    [batch.inverseTemperature * (x * (g - batch.potentials(of: x * g, at: x)))]
  }
}

/// L_x q: the matrix p = α1ᵀ + 1βᵀ for which x∘p has the row and column sums of q.
///
/// L_x = A(AᵀXA)⁻¹Aᵀ is symmetric, and its derivative by x along ẋ is −L_x(ẋ∘p). The
/// second input is the decision x of this run, whose factor it uses.
struct SumPotentials: Operation {
  let batch: SinkhornBatch

  var pushReadsResult: Bool { true }

  func evaluate(_ frame: Frame) {
    let size = frame.result.columns
    for i in 0..<frame.result.rows {
      batch.potentials(
        i, of: frame.inputs[0].value + i &* size, at: frame.inputs[1].value + i &* size,
        into: frame.result.value + i &* size)
    }
  }

  func push(_ frame: Frame) {
    guard let result = frame.result.tangent else { return }
    let (size, scratch) = (frame.result.columns, batch.scratch)
    for i in 0..<frame.result.rows {
      let first = i &* size
      scratch.update(repeating: 0, count: size)
      if let dq = frame.inputs[0].tangent { scratch.update(from: dq + first, count: size) }
      if let dx = frame.inputs[1].tangent {
        let p = frame.result.value
        for k in 0..<size { scratch[k] -= dx[first &+ k] * p[first &+ k] }
      }
      batch.potentials(i, of: scratch, at: frame.inputs[1].value + first, into: result + first)
    }
  }

  func pull(_ c: Variable, from p: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    let adjoint = batch.potentials(of: c, at: inputs[1])
    return [needs[0] ? adjoint : nil, needs[1] ? -1 * (adjoint * p) : nil]
  }
}
