import Data
import Learning
import Testing
import TestSupport

@testable import Domains

struct PortfolioDomainTests {
  @Test func seedsTakeDisjointWindowsAndCalibrationTakesTheOneWith2013() throws {
    let history = try SimulatedSources.prices()
    let domain = PortfolioDomain()
    let (grid, calibration) = try domain.windows(of: history)
    #expect(grid.count == 5)
    #expect(calibration.contains { history.days[$0].year == 2013 })
    for window in grid {
      #expect(window.count == domain.windowLength && domain.windowLength == 531)
      #expect(!window.overlaps(calibration))
      #expect(window.count { history.days[$0].year == 2013 } < calibration.count / 2)
    }
    #expect(zip(grid, grid.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
    let sources = Sources(Source(history))
    #expect(try domain.seedCount(in: sources) == 5)
    #expect(throws: PortfolioError.noWindow(seed: 5, windows: 5)) {
      try domain.scenario(from: sources, seed: 5)
    }
    #expect(throws: DomainError.missingSource(.prices, domain: "portfolio")) {
      try domain.scenario(from: [:], seed: 0)
    }
  }

  @Test func aScenarioHasThePapersSizes() throws {
    let history = try SimulatedSources.prices()
    let scenario = try PortfolioDomain().scenario(
      from: Sources(Source(history)), seed: 0)
    let samples = try scenario.cleanSamples()
    #expect(samples.features.rows == 350 && samples.features.columns == 50 * 23)
    #expect(scenario.pipeline.perturbationShape == (381, 50))
    #expect(scenario.targetOutcome[0].rows == 45 && scenario.heldOutOutcome[0].rows == 45)
    #expect(samples.outcome[1].columns == 500)
  }
}
