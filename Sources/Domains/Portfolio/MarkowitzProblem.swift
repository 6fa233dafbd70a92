public import Differentiation
public import Learning
public import LinearAlgebra
public import Optimization

/// Mean–variance utility pᵀx − λ·xᵀQx on the simplex (paper §5.2), with covariance Q =
/// VVᵀ given by its factor.
///
/// Outcome fields: returns p (n×N) and V (n×N·r, the rows of V unit vectors, so that VVᵀ holds
/// cosine similarities). A prediction has the same fields, its V being the embedding or, with a
/// prior, [√(1−κ)·L, √κ·e]. Decisions use (1−ρ)Q̂ + ρI, which is definite; utility
/// is evaluated with the true Q, unregularised.
public struct MarkowitzProblem: DecisionProblem {
  /// The program that decisions solve.
  public let program: SimplexProgram
  /// The weight w_Q of the mean squared error of Q beside that of p/σ_p in the two-stage loss.
  public let covarianceWeight: Double
  /// The number r of days whose returns make V.
  public let horizon: Int
  /// κ, the share of Q̂ that is the network's, in (0, 1]; at 1 there is no prior.
  public let prior: Double

  /// A problem of `stocks` stocks with risk aversion λ, ridge ρ, loss weight w_Q and the
  /// network's share κ of Q̂, which is 1 by default.
  public init(
    stocks: Int, risk: Double, ridge: Double, covarianceWeight: Double, horizon: Int,
    prior: Double = 1
  ) {
    precondition(prior > 0 && prior <= 1, "a share \(prior) of the network in the covariance")
    program = SimplexProgram(stocks: stocks, risk: risk, ridge: ridge)
    (self.covarianceWeight, self.horizon, self.prior) = (covarianceWeight, horizon, prior)
  }

  /// The optimal decisions for predicted outcomes, n×k.
  public func decisions(for prediction: [Variable]) -> Variable {
    program.solution(prediction[0], prediction[1])
  }

  /// Shares in proportion to the exponentials of the stocks' scores, the first field, times the
  /// positive weights of the second, if there is one.
  public func feasibleDecisions(from raw: [Variable]) -> Variable {
    let shares = raw[0].softmaxRows()
    guard raw.count > 1 else { return shares }
    let weighted = shares * raw[1]
    return weighted.scalingRows(by: weighted.rowSums().power(-1))
  }

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
  /// matrix is formed. With a prior E = [A, B], A being the same for all instances, and the square
  /// gains ‖AᵀA‖² + 2‖AᵀB‖² − 2‖AᵀV‖²; that of the N + 32 columns of E
  /// together would cost twice as much.
  public func predictionError(
    of prediction: [Variable], against outcome: [Variable], statistics: [Variable]
  ) -> Variable {
    let n = program.stocks
    let error = prediction[0] - outcome[0]
    let returns = error.rowDot(error).scaled(by: statistics[0].power(-2))
    let v = outcome[1]
    func squares(_ product: Variable) -> Variable { product.rowDot(product) }
    func gram(_ a: Variable) -> Variable { a.batchedGram(rows: n, columns: a.columns / n) }
    func cross(_ a: Variable, _ b: Variable) -> Variable {
      a.batchedTimes(b, rows: a.columns / n, inner: n, columns: b.columns / n, transposeA: true)
    }
    let e = prior < 1 ? embedding(in: prediction[1]) : prediction[1]
    var covariance = squares(gram(e)) - 2 * squares(cross(e, v)) + squares(gram(v))
    if prior < 1 {
      let mean = ((1 - prior).squareRoot() * statistics[1]).reshaped(rows: 1, columns: n * n)
      let a = mean.repeatedRows(e.rows)
      covariance =
        covariance + squares(gram(mean)).repeatedRows(e.rows) + 2 * squares(cross(a, e))
        - 2 * squares(cross(a, v))
    }
    return (1 / Double(n)) * returns + (covarianceWeight / Double(n * n)) * covariance
  }

  /// The part of a factor with a prior that is the network's, behind the N columns of the prior.
  private func embedding(in factor: Variable) -> Variable {
    let (n, width) = (program.stocks, factor.columns / program.stocks)
    return factor.reshaped(rows: factor.rows * n, columns: width).columns(n..<width)
      .reshaped(rows: factor.rows, columns: n * (width - n))
  }

  /// The problem deciding with the ridge's weight λρ times the factor, beside the same
  /// λ(1−ρ)Q̂.
  public func smoothed(by factor: Double) -> (any DecisionProblem)? {
    let (covariance, ridge) = (1 - program.ridge, factor * program.ridge)
    let smooth = SimplexProgram(
      stocks: program.stocks, risk: program.risk * (covariance + ridge),
      ridge: ridge / (covariance + ridge))
    return SmoothedProblem(self, by: factor) { smooth.solution($0[0], $0[1]) }
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
