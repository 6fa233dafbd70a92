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
  @Test func atFullSizeTheExactMetaGradientMatchesReplaysAndTheFrozenOneDoesNot() throws {
    let folder = try #require(ProcessInfo.processInfo.environment["REAL_DATA_DIR"])
    let history = try QuandlReader().history(
      from: ["\(folder)/prices/sp500_wiki_layout_2004_2016.csv"])
    let scenario = try PortfolioDomain().scenario(
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
    #expect(certificate.largestError <= 1e-6)
    #expect(frozen.error > 0.1 && frozen.cosine < 0.99)
  }
}
