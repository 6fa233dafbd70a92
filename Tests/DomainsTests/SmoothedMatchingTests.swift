import Data
import Learning
import LinearAlgebra
import Reproducibility
import TestSupport
import Testing

@testable import Attacks
@testable import Domains

struct SmoothedMatchingTests {
  /// On small matchings, mean over all folds and five victims from weights of their own.
  ///
  /// The margin is a third of what was found.
  @Test func aSmootherSurrogateMakesStrongerPoisonsThanTheTrueLayer() throws {
    var domain = MatchingDomain(network: .embedding, hidden: 8)
    (domain.instances, domain.side, domain.targets, domain.heldOut) = (12, 8, 3, 1)
    let graph = try SmallGraph.communities(papers: 200, words: 30, communities: 12)
    let learner = DecisionFocused(training: Training(steps: 8, rate: 0.05))
    let attacks: [any Attack] = [
      MetaGradientAttack(iterations: 20, rule: .sign, stepSize: 0.1, checkedEntries: 0),
      SmoothedAttack(iterations: 20, smoothing: 10, checkedEntries: 0),
    ]
    var utilities = [0.0, 0]
    for seed in 0..<3 as Range<UInt64> {
      let scenario = try domain.scenario(from: Sources(Source(graph)), seed: seed)
      let victim = try VictimTrainer(
        Victim(learner), in: scenario, samples: scenario.cleanSamples())
      var random = SeededGenerator(seed: 99, stream: "victims")
      let fresh = (0..<5).map { _ in scenario.predictor.initialWeights(using: &random) }
      for (index, attack) in attacks.enumerated() {
        var random = SeededGenerator(seed: 1, stream: "explore")
        let ε = try attack.poison(
          scenario, against: learner, within: Budget(features: 0.2), using: &random
        ).perturbation
        let samples = try TapedPipeline(scenario.pipeline).samples(at: ε)
        let reached = try victim.utility(trainedOn: samples, from: fresh).targets
        utilities[index] += reached.reduce(0, +) / Double(3 * reached.count)
      }
    }
    #expect(utilities[1] < utilities[0] - 0.18, "\(utilities)")
  }
}
