public import Differentiation
import LinearAlgebra

/// Mean–variance decisions on the simplex with a covariance of low rank plus a ridge.
///
///     maximise pᵀx − λ·xᵀ((1−ρ)EEᵀ + ρI)x  subject to  x ≥ 0, 1ᵀx = 1.
///
/// Shapes: p N and E N×e, one row per stock (row-major, N·e numbers per instance). The N×N
/// matrix is never formed: all work is on the support S of x (10–16 of 50 stocks in practice),
/// where H = 2λ((1−ρ)E_S E_Sᵀ + ρI) has a Cholesky factor.
///
///     let program = SimplexProgram(stocks: 2, risk: 1, ridge: 1)
///     let returns = tape.input(Matrix([[1, 0]])), embeddings = tape.input(Matrix([[1, 1]]))
///     let x = program.solution(returns, embeddings)  // [0.75 0.25] when run
public struct SimplexProgram: Sendable {
  /// The number N of stocks.
  public let stocks: Int
  /// The risk aversion λ > 0, in units of the returns.
  public let risk: Double
  /// The share ρ in (0, 1] of the identity, which keeps the program strictly convex.
  public let ridge: Double

  /// The program for N stocks with the given risk aversion and ridge.
  public init(stocks: Int, risk: Double, ridge: Double) {
    precondition(risk > 0 && ridge > 0 && ridge <= 1, "risk \(risk), ridge \(ridge)")
    (self.stocks, self.risk, self.ridge) = (stocks, risk, ridge)
  }

  /// The optimal decisions, differentiable in both arguments along the supports found.
  ///
  /// Running it throws `SolverError` if the search does not end, or if returns beyond 10⁷ times
  /// the ridge leave weights without digits. Returns that are not finite give weights that are NaN.
  ///
  /// - Parameters:
  ///   - p: the expected returns, count×N, one row per instance.
  ///   - e: the embeddings, count×(N·e), one row per instance.
  /// - Returns: count×N, one row per instance, whose entries sum to 1.
  public func solution(_ p: Variable, _ e: Variable) -> Variable {
    precondition(
      p.columns == stocks && e.columns % stocks == 0 && p.rows == e.rows,
      "\(p.rows)×\(p.columns) returns and \(e.rows)×\(e.columns) embeddings for \(stocks) stocks")
    let supports = SimplexSupports(program: self, count: p.rows, width: e.columns / stocks)
    return p.tape.record(
      SimplexSolution(supports: supports), of: [p, e], rows: p.rows, columns: stocks)
  }
}

/// x on its support solves [H 1; 1ᵀ 0](x, ν) = (p, 1).
struct SimplexSolution: Operation {
  let supports: SimplexSupports

  func choiceWords(rows: Int, columns: Int) -> Int { rows * supports.words }

  func evaluate(_ frame: Frame) throws {
    let (n, e) = (frame.result.columns, frame.inputs[1].columns)
    for i in 0..<frame.result.rows {
      let first = frame.firstChoice + i &* supports.words
      try supports.solve(
        i, returns: frame.inputs[0].value + i &* n, embedding: frame.inputs[1].value + i &* e,
        slot: frame.branches.current.map { $0 + first },
        hint: frame.branches.hint.map { UnsafePointer($0 + first) }, branches: frame.branches,
        into: frame.result.value + i &* n)
    }
  }

  func push(_ frame: Frame) { supports.push(frame) }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    let u = supports.adjoint(of: g, embedding: inputs[1], at: result)
    return [
      needs[0] ? u : nil, needs[1] ? supports.pullback(u, result, embedding: inputs[1]) : nil,
    ]
  }
}

/// w = K⁻¹(r, 0) on the supports of the solution, which is the last input and carries no
/// derivative.
struct SimplexAdjoint: Operation {
  let supports: SimplexSupports

  func evaluate(_ frame: Frame) {
    let n = frame.result.columns
    for i in 0..<frame.result.rows {
      supports.apply(i, frame.inputs[0].value + i &* n, total: 0, into: frame.result.value + i &* n)
    }
  }

  func push(_ frame: Frame) { supports.push(frame) }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    let u = supports.adjoint(of: g, embedding: inputs[1], at: inputs[2])
    // The derivative of the factor, which a layer with frozen factors leaves out.
    let differentiatesFactor = needs[1] && g.tape.factors == .exact
    return [
      needs[0] ? u : nil,
      differentiatesFactor ? supports.pullback(u, result, embedding: inputs[1]) : nil, nil,
    ]
  }
}
