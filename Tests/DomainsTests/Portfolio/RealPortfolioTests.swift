import Attacks
import Data
import Foundation
import Learning
import LinearAlgebra
import Reproducibility
import Testing

@testable import Domains

/// The portfolio domain at full size on genuine prices, which are not part of the repository:
/// REAL_DATA_DIR names their folder.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["REAL_DATA_DIR"] != nil, "REAL_DATA_DIR is not set"))
struct RealPortfolioTests {
  /// Through decision-focused training the exact meta-gradient is the derivative of what was
  /// trained; a frozen factor's is not.
  ///
  /// The rate is a smooth one: at the calibrated rate backward vectors grow so far that double
  /// precision limits differences.
  /// With a prior most of Q̂ does not depend on weights, and little is frozen.
  @Test(arguments: [1, 0.1])
  func atFullSizeTheExactMetaGradientMatchesReplays(_ prior: Double) throws {
    let folder = try #require(ProcessInfo.processInfo.environment["REAL_DATA_DIR"])
    let history = try QuandlReader().history(
      from: ["\(folder)/prices/sp500_wiki_layout_2004_2016.csv"])
    var domain = PortfolioDomain()
    domain.prior = prior
    let scenario = try domain.scenario(
      from: Sources(Source(history)), seed: PortfolioDomain.calibrationSeed)
    let attack = MetaGradientAttack(
      iterations: 1, rule: .plain, stepSize: 0, checkedEntries: 2, comparesFrozenFactors: true)
    var random = SeededGenerator(seed: 100, stream: "full size")
    let poison = try attack.poison(
      scenario, against: DecisionFocused(training: Training(steps: 10, rate: 1)),
      within: Budget(features: 0.01), using: &random)
    let certificate = try #require(poison.certificate)
    let frozen = try #require(certificate.frozen)
    #expect(certificate.gradients[0].magnitude > 1e-6)
    #expect(certificate.largestError <= (prior < 1 ? 1e-7 : 1e-6))
    #expect(prior < 1 ? frozen.error < 0.1 : frozen.error > 0.1 && frozen.cosine < 0.99)
  }

  /// The wide panel: six windows, and how many groups of fifty are left without slipping tickers.
  @Test func thePanelHoldsItsWindowsAndGroups() throws {
    let folder = try #require(ProcessInfo.processInfo.environment["REAL_DATA_DIR"])
    let history = try QuandlReader().history(
      from: ["\(folder)/panel/sp500_adjusted_2004_2017.csv"])
    let domain = PortfolioDomain()
    let windows = try domain.windows(of: history)
    #expect(windows.map(\.complete) == [257, 420, 431, 250, 454, 465])
    #expect(windows.map { $0.complete / 50 } == [5, 8, 8, 5, 9, 9])
    #expect(
      windows.map(\.slipping)
        == [[], ["BXP", "NUE", "PXD"], ["EIX", "HST"], ["EIX"], ["AVB", "PXD", "SLG"], []])
    #expect(windows.map(\.groups.count) == [5, 8, 8, 4, 9, 9])
    #expect(windows.map(\.isCalibration) == [false, false, false, false, true, false])
    #expect(
      windows.map { history.days[$0.range.lowerBound].description } == [
        "2004-01-02", "2006-02-10", "2008-03-25", "2010-05-03", "2012-06-08", "2014-07-22",
      ])
    let units = windows.filter { !$0.isCalibration }.reduce(0) { $0 + $1.groups.count }
    #expect(try domain.seedCount(in: Sources(Source(history))) == units)
    let scenario = try domain.scenario(from: Sources(Source(history)), seed: 0)
    #expect(try scenario.cleanSamples().statistics.map(\.rows) == [1, 50, 1])
  }
}
