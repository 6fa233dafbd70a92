import Differentiation
import LinearAlgebra

/// Decides exactly for a linear objective over a fixed feasible set.
protocol LinearOracle: Sendable {
  /// A decision that maximises θᵀx, the same one every time; NaN where θ is not finite.
  ///
  /// - Throws: `SolverError` where there is none.
  func decision(maximising θ: [Double]) throws -> [Double]
}

/// The decisions of an oracle on a tape, one row per instance.
///
/// They have no derivative: a vertex stays where it is until it jumps.
struct OracleDecisions: Operation {
  let oracle: any LinearOracle

  var pushReadsResult: Bool { false }

  func evaluate(_ frame: Frame) throws {
    let (θ, k) = (frame.inputs[0], frame.result.columns)
    for i in 0..<frame.result.rows {
      let row = Array(UnsafeBufferPointer(start: θ.value + i * θ.columns, count: θ.columns))
      let x = try oracle.decision(maximising: row)
      for j in 0..<k { frame.result.value[i * k + j] = x[j] }
    }
  }

  func push(_ frame: Frame) {
    frame.result.tangent?.update(repeating: 0, count: frame.result.count)
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [nil]
  }
}
