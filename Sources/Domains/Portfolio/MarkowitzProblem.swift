public import Differentiation
public import Learning
public import LinearAlgebra
public import Optimization

/// Mean–variance utility pᵀx − λ·xᵀQx on the simplex (paper §5.2), with covariance Q =
/// VVᵀ given by its factor.
///
/// Outcome fields: returns p (n×N) and V (n×N·r, the rows of V unit vectors, so that VVᵀ holds
/// cosine similarities). A prediction has the same fields, its V being the embedding. Decisions use
/// (1−ρ)Q̂ + ρI, which is definite; utility is evaluated with the true Q, unregularised.
public struct MarkowitzProblem: DecisionProblem {
  /// The program that decisions solve.
  public let program: SimplexProgram
  /// The weight w_Q of the mean squared error of Q beside that of p/σ_p in the two-stage loss.
  public let covarianceWeight: Double
  /// The number r of days whose returns make V.
  public let horizon: Int

  /// A problem of `stocks` stocks with risk aversion λ, ridge ρ and loss weight w_Q.
  public init(stocks: Int, risk: Double, ridge: Double, covarianceWeight: Double, horizon: Int) {
    program = SimplexProgram(stocks: stocks, risk: risk, ridge: ridge)
    (self.covarianceWeight, self.horizon) = (covarianceWeight, horizon)
  }

  /// The optimal decisions for predicted outcomes, n×k.
  public func decisions(for prediction: [Variable]) -> Variable {
    program.solution(prediction[0], prediction[1])
  }

  /// Shares in proportion to the exponentials of the stocks' scores.
  public func feasibleDecisions(from raw: [Variable]) -> Variable { raw[0].softmaxRows() }

  /// The utility of each decision under its outcome, n×1.
  public func utility(of decisions: Variable, when outcome: [Variable]) -> Variable {
    let n = program.stocks
    let exposure = outcome[1].batchedTimes(
      decisions, rows: outcome[1].columns / n, inner: n, columns: 1, transposeA: true)
    return decisions.rowDot(outcome[0]) - program.risk * exposure.rowDot(exposure)
  }

  /// Mean over stocks of (p̂ − p)²/σ_p² plus w_Q times the mean over entries of (Q̂ −
  /// Q)².
  ///
  /// The latter is ‖EᵀE‖² − 2‖EᵀV‖² + ‖VᵀV‖² over N², so that no N×N
  /// matrix is formed.
  public func predictionError(
    of prediction: [Variable], against outcome: [Variable], statistics: [Variable]
  ) -> Variable {
    let n = program.stocks
    let error = prediction[0] - outcome[0]
    let returns = error.rowDot(error).scaled(by: statistics[0].power(-2))
    let (e, v) = (prediction[1], outcome[1])
    func squares(_ product: Variable) -> Variable { product.rowDot(product) }
    func gram(_ a: Variable) -> Variable { a.batchedGram(rows: n, columns: a.columns / n) }
    let cross = e.batchedTimes(
      v, rows: e.columns / n, inner: n, columns: v.columns / n, transposeA: true)
    let covariance = squares(gram(e)) - 2 * squares(cross) + squares(gram(v))
    return (1 / Double(n)) * returns + (covarianceWeight / Double(n * n)) * covariance
  }

  /// The problem deciding with the ridge's weight λρ times the factor, beside the same
  /// λ(1−ρ)Q̂.
  public func smoothed(by factor: Double) -> (any DecisionProblem)? {
    let (covariance, ridge) = (1 - program.ridge, factor * program.ridge)
    let smooth = SimplexProgram(
      stocks: program.stocks, risk: program.risk * (covariance + ridge),
      ridge: ridge / (covariance + ridge))
    return SmoothedProblem(self) { smooth.solution($0[0], $0[1]) }
  }

  /// The uniform portfolio.
  public func uninformedDecision(knowing outcome: [Matrix]) -> Matrix {
    Matrix(rows: 1, columns: program.stocks, repeating: 1 / Double(program.stocks))
  }

  /// The uniform portfolio and the static one.
  public func referenceDecisions(knowing outcome: [Matrix]) throws -> [ReferenceDecision] {
    [
      try uninformedReference(knowing: outcome),
      ReferenceDecision(
        .static, label: "static portfolio",
        decision: try staticDecision(knowing: outcome)),
    ]
  }

  /// The portfolio that is optimal for the mean training covariance and no knowledge of returns.
  public func staticDecision(knowing outcome: [Matrix]) throws -> Matrix {
    let n = program.stocks
    let factors = outcome[1]
    let width = factors.columns / n
    var mean = Matrix(rows: n, columns: n)
    for i in 0..<factors.rows {
      let v = Matrix(rows: n, columns: width, values: Array(factors.row(i)))
      mean = mean + (1 / Double(factors.rows)) * (v * v.transposed)
    }
    let quadratic =
      (2 * program.risk * (1 - program.ridge)) * mean
      + (2 * program.risk * program.ridge) * Matrix.identity(n)
    let tape = Tape()
    let x = QuadraticProgram(
      variables: n, inequalities: n, equalities: 1, quadratic: .constant(quadratic),
      inequalityMatrix: .constant(-1 * Matrix.identity(n)),
      inequalityBound: .constant(Matrix(rows: 1, columns: n)),
      equalityMatrix: .constant(Matrix(rows: 1, columns: n, repeating: 1)),
      equalityBound: .constant(Matrix(rows: 1, columns: 1, repeating: 1))
    ).solution(tape.input(rows: 1, columns: n))
    try tape.compile([x]).run()
    return x.value
  }
}
