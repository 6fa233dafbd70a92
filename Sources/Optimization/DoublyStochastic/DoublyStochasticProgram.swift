public import Differentiation

/// Decisions on the doubly stochastic matrices: bipartite matching with a strictly concave utility.
///
///     maximise θᵀx − ½γ‖x‖² over N×N matrices x ≥ 0 whose rows and columns sum to
///     1.
///
/// Shapes: θ and x have N² numbers per instance, row-major. The KKT matrix of N² variables is
/// never formed: the optimum is max(0, (θ − α1ᵀ − 1βᵀ)/γ), found by Newton's method on
/// the N column duals, and on its support x is affine in θ with the derivative Pg = S∘(g −
/// α1ᵀ − 1βᵀ)/γ, again by one system of order N. P is symmetric and constant on a support,
/// so that there is no curvature between kinks. A decision that is a permutation has P = 0 exactly.
///
///     let matching = DoublyStochasticProgram(order: 2, curvature: 0.1)
///     let x = matching.solution(tape.input(Matrix([[1, 0, 0, 1]])))
///     try tape.compile([x]).run()  // x.value is [1 0 0 1]
///
/// - Complexity: 3–8 Newton steps of O(N²) and at most N³/3 each; starting from the support of
///   a nearby decision often none.
public struct DoublyStochasticProgram: Sendable {
  /// The number N of rows and of columns.
  public let order: Int
  /// The curvature γ > 0, in units of θ: the smaller it is, the nearer decisions are to
  /// permutations.
  public let curvature: Double

  /// The program of the given order and curvature.
  public init(order: Int, curvature: Double) {
    precondition(order > 0 && curvature > 0, "order \(order), curvature \(curvature)")
    (self.order, self.curvature) = (order, curvature)
  }

  /// The optimal decisions for values `θ`, differentiable along the supports found.
  ///
  /// Running it throws `SolverError.notConverged` for values that are not finite or larger than
  /// about 7·10¹³·γ/N, or if the search does not end.
  ///
  /// - Parameter θ: count×N², a row per instance.
  /// - Returns: count×N², a row per instance; the rows and columns of its matrix sum to 1 within
  ///   10⁻¹⁰.
  public func solution(_ θ: Variable) -> Variable {
    precondition(
      θ.columns == order * order, "\(θ.columns) values for a matching of order \(order)")
    let batch = DoublyStochasticBatch(program: self, count: θ.rows)
    return θ.tape.record(
      DoublyStochasticSolution(batch: batch), of: [θ], rows: θ.rows, columns: θ.columns)
  }
}

/// x = max(0, (θ − α1ᵀ − 1βᵀ)/γ).
///
/// Its choices are the supports, from which searches for nearby decisions start.
struct DoublyStochasticSolution: Operation {
  let batch: DoublyStochasticBatch

  func choiceWords(rows: Int, columns: Int) -> Int { rows * batch.wordsPerInstance }

  func evaluate(_ frame: Frame) throws {
    let size = frame.result.columns
    for i in 0..<frame.result.rows {
      let first = frame.firstChoice + i * batch.wordsPerInstance
      try batch.solve(
        i, frame.inputs[0].value + i &* size, slot: frame.branches.current.map { $0 + first },
        hint: frame.branches.hint.map { UnsafePointer($0 + first) }, branches: frame.branches,
        into: frame.result.value + i &* size)
    }
  }

  func push(_ frame: Frame) { batch.project(frame.inputs[0].tangent, frame) }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [batch.adjoint(of: g, at: result)]
  }
}

/// Pg on the supports of the solution, which is the last input and carries no derivative.
struct DoublyStochasticAdjoint: Operation {
  let batch: DoublyStochasticBatch

  var pushReadsResult: Bool { false }

  func evaluate(_ frame: Frame) {
    let size = frame.result.columns
    for i in 0..<frame.result.rows {
      batch.project(i, frame.inputs[0].value + i &* size, into: frame.result.value + i &* size)
    }
  }

  func push(_ frame: Frame) { batch.project(frame.inputs[0].tangent, frame) }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [needs[0] ? batch.adjoint(of: g, at: inputs[1]) : nil, nil]
  }
}
