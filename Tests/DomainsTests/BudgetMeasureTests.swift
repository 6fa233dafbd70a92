import Data
import Statistics
import TestSupport
import Testing

@testable import Domains

/// What budgets amount to follows from the data, not from a text.
struct BudgetMeasureTests {
  @Test func syntheticFeaturesHaveStandardDeviationsOfOne() throws {
    let measures = try SyntheticDomain().measures(from: [:], seeds: [0, 1, 2])
    #expect(measures.count == 1 && abs(measures[0].perBudget - 1) < 0.02)
    #expect(measures[0].text(of: 0.5).hasSuffix(" standard deviations of a feature"))
    #expect(try SyntheticDomain().measures(from: [:], seeds: []).isEmpty)
  }

  @Test func pricesAreToldInDailyMoves() throws {
    let history = try SimulatedSources.prices()
    let domain = PortfolioDomain()
    let measures = try domain.measures(from: Sources(Source(history)), seeds: [1])
    #expect(measures.count == 2)
    let unit = try domain.unit(of: 1, in: history)
    let prices = domain.prices(of: unit, in: history).adjustedClose
    // The training dates with those before them, day by day.
    var moves: [Double] = []
    for day in 1..<PricePipeline.lookback + 350 {
      for stock in 0..<50 {
        let (today, before) = (prices[day * 50 + stock], prices[(day - 1) * 50 + stock])
        moves.append(today / before - 1)
      }
    }
    let median = try #require(moves.map(\.magnitude).median)
    #expect(abs(measures[1].perBudget * median - 1) < 1e-9)
    #expect(measures[0].perBudget < measures[1].perBudget)
    #expect(throws: DomainError.self) { try domain.measures(from: [:], seeds: [0]) }
  }

  @Test func wordsAreToldPerPaper() throws {
    let graph = try SimulatedSources.citations()
    let measures = try MatchingDomain().measures(from: Sources(Source(graph)), seeds: [])
    #expect(measures.count == 2 && measures[1].perBudget == Double(graph.wordCount))
    let words = graph.papers.indices.reduce(0) { $0 + graph.words(of: $1).count }
    let mean = Double(words) / Double(graph.papers.count)
    #expect(measures[1].unit.contains("per paper (a paper has \(Int(mean.rounded())))"))
    // Words are rare: a standard deviation is little more than the root of their share.
    let share = mean / Double(graph.wordCount)
    #expect(1 / measures[0].perBudget < share.squareRoot())
    #expect(1 / measures[0].perBudget > 0.8 * share.squareRoot())
  }

  @Test func onlyPortfoliosPredictAMatrix() {
    #expect(PortfolioDomain().predictsCurvature)
    #expect(!SyntheticDomain().predictsCurvature && !MatchingDomain().predictsCurvature)
  }
}
