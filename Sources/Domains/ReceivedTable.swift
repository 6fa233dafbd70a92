import Learning
public import LinearAlgebra

/// Training data as a learner receives them, clean or poisoned, in the form in which somebody would
/// look at them.
public struct ReceivedTable: Sendable {
  /// The values, one row for each of what rows stand for.
  public var values: Matrix
  /// What a row and a column stand for, in the singular: "paper", "word".
  public var row: String, column: String

  /// A table of the given values and nouns.
  public init(_ values: Matrix, row: String, column: String) {
    (self.values, self.row, self.column) = (values, row, column)
  }
}

extension SyntheticDomain {
  /// Features of training instances.
  public func received(in scenario: Scenario, perturbedBy ε: Matrix?) -> ReceivedTable? {
    guard let pipeline = scenario.pipeline as? IdentityPipeline else { return nil }
    let clean = pipeline.clean.features
    return ReceivedTable(
      ε.map { clean + $0 } ?? clean, row: "instance", column: "feature")
  }
}

extension PortfolioDomain {
  /// The prices that training touches, days×stocks: those of `scenario`, each times 1 + ε.
  ///
  /// - Returns: the prices; nil for a scenario that is not of prices.
  public func prices(in scenario: Scenario, perturbedBy ε: Matrix?) -> Matrix? {
    guard let pipeline = scenario.pipeline as? PricePipeline else { return nil }
    let shape = pipeline.perturbationShape
    var prices = Matrix(rows: shape.rows, columns: shape.columns)
    for day in 0..<shape.rows {
      for stock in 0..<shape.columns {
        prices[day, stock] = pipeline.prices[day, stock] * (1 + (ε?[day, stock] ?? 0))
      }
    }
    return prices
  }

  /// Daily returns of those prices: P(t)/P(t − 1) − 1, one row per day but the first.
  public func received(in scenario: Scenario, perturbedBy ε: Matrix?) -> ReceivedTable? {
    guard let prices = prices(in: scenario, perturbedBy: ε) else { return nil }
    var returns = Matrix(rows: prices.rows - 1, columns: prices.columns)
    for day in 0..<returns.rows {
      for stock in 0..<returns.columns {
        returns[day, stock] = prices[day + 1, stock] / prices[day, stock] - 1
      }
    }
    return ReceivedTable(returns, row: "day", column: "stock")
  }
}

extension MatchingDomain {
  /// The words of the papers of all training instances: an instance's left side, then its right.
  public func received(in scenario: Scenario, perturbedBy ε: Matrix?) -> ReceivedTable? {
    guard let words = (scenario.pipeline as? MatchingPipeline)?.training else { return nil }
    return ReceivedTable(
      ε.map { words + $0 } ?? words, row: "paper", column: "word")
  }
}
