public import Data
import Statistics

extension PortfolioDomain {
  /// The covariance is predicted.
  public var predictsCurvature: Bool { true }

  /// Standard deviations of a daily return, and days on which a price moves as much as it does in
  /// the middle, over the training prices of the seeds' units.
  public func measures(from sources: Sources, seeds: [UInt64]) throws -> [BudgetMeasure] {
    let history = try required(sources.prices, .prices)
    var returns: [Double] = []
    for seed in seeds {
      let prices = prices(of: try unit(of: seed, in: history), in: history).adjustedClose
      let rows = min(PricePipeline.lookback + trainingDates, prices.count / stocks)
      for place in stocks..<max(stocks, rows * stocks) {
        returns.append(prices[place] / prices[place - stocks] - 1)
      }
    }
    return [
      BudgetMeasure(
        "standard deviations of a daily return",
        perBudget: 1 / BudgetMeasure.deviation(returns)),
      BudgetMeasure(
        "median daily moves of a price",
        perBudget: 1 / (returns.map(\.magnitude).median ?? .nan)),
    ].compactMap(\.self)
  }
}
