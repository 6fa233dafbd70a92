import Data
import Learning
import LinearAlgebra
import TestSupport
import Testing

@testable import Domains

struct ReceivedTableTests {
  @Test func holdsTheFeaturesOfInstances() throws {
    let domain = SyntheticDomain(instances: 5)
    let scenario = try domain.scenario(from: [:], seed: 1)
    let features = try scenario.cleanSamples().features
    let clean = try #require(domain.received(in: scenario, perturbedBy: nil))
    #expect(clean.values == features && clean.row == "instance" && clean.column == "feature")
    let ε = Matrix(rows: 5, columns: 10, repeating: 0.5)
    #expect(domain.received(in: scenario, perturbedBy: ε)?.values == features + ε)
  }

  /// A price times 1 + ε; its return over the day before is the first feature of a date.
  @Test func holdsTheReturnsOfPerturbedPrices() throws {
    let domain = PortfolioDomain()
    let scenario = try smallPortfolio()
    let clean = try #require(domain.prices(in: scenario, perturbedBy: nil))
    let shape = scenario.pipeline.perturbationShape
    #expect(clean.rows == shape.rows && clean.columns == shape.columns)
    var ε = Matrix(rows: shape.rows, columns: shape.columns)
    (ε[3, 2], ε[4, 2]) = (0.1, -0.05)
    let prices = try #require(domain.prices(in: scenario, perturbedBy: ε))
    #expect(prices[3, 2] == clean[3, 2] * 1.1 && prices[5, 2] == clean[5, 2])
    let returns = try #require(domain.received(in: scenario, perturbedBy: ε)?.values)
    #expect(returns.rows == shape.rows - 1)
    #expect(abs(returns[3, 2] - (prices[4, 2] / prices[3, 2] - 1)) < 1e-15)
    #expect(domain.received(in: scenario, perturbedBy: nil)?.row == "day")
  }

  @Test func holdsTheWordsOfPapers() throws {
    var domain = MatchingDomain()
    (domain.instances, domain.side) = (15, 12)
    let sources = try SimulatedSources.all()
    let scenario = try domain.scenario(from: sources, seed: 0)
    let clean = try #require(domain.received(in: scenario, perturbedBy: nil))
    let shape = scenario.pipeline.perturbationShape
    #expect(clean.values.rows == shape.rows && clean.values.columns == shape.columns)
    #expect(clean.values.values.allSatisfy { $0 == 0 || $0 == 1 })
    let papers = try domain.trainingPapers(from: sources, seed: 0)
    #expect(papers.count == shape.rows && Set(papers).count == papers.count)
    let graph = try #require(sources.citations(of: .citations))
    for row in [0, 13, shape.rows - 1] {
      let paper = try #require(graph.papers.firstIndex(of: papers[row]))
      let words = Set(graph.words(of: paper).map { Int($0) })
      let found = (0..<graph.wordCount).filter { clean.values[row, $0] == 1 }
      #expect(Set(found) == words)
    }
  }

  @Test func isNothingForADomainThatShowsNone() throws {
    let domain = ShortestPathDomain()
    let scenario = try domain.scenario(from: [:], seed: 0)
    #expect(domain.received(in: scenario, perturbedBy: nil)?.values == nil)
    #expect(PortfolioDomain().prices(in: scenario, perturbedBy: nil) == nil)
  }
}
