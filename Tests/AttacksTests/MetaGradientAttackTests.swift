import Differentiation
import Foundation
import Learning
import LinearAlgebra
import Reproducibility
import TestSupport
import Testing

@testable import Attacks

struct MetaGradientAttackTests {
  private func scenario() throws -> Scenario { try ConformanceProblem.polytope.scenario() }

  private func random(_ seed: UInt64 = 1) -> SeededGenerator {
    SeededGenerator(seed: seed, stream: "conformance")
  }

  @Test func aConstantDecisionHasAZeroMetaGradient() throws {
    let scenario = try ConformanceProblem.constant.scenario()
    var random = random()
    let weights = scenario.predictor.initialWeights(using: &random)
    for learner in [
      TwoStage(training: Training(steps: 5, rate: 0.1)) as any Learner,
      DecisionFocused(training: Training(steps: 5, rate: 0.1)),
      SimpleJoint(training: Training(steps: 5, rate: 0.1)),
    ] {
      let (rows, columns) = scenario.pipeline.perturbationShape
      let value = try MetaGradient(scenario, against: learner).value(
        at: Matrix(rows: rows, columns: columns), from: [weights]
      ).value
      #expect(value.perturbation.largestMagnitude == 0)
    }
    let ensemble = try Ensemble(
      scenario, against: TwoStage(training: Training(steps: 5, rate: 0.1)),
      attack: .published(models: 2), weights: { weights })
    let (rows, columns) = scenario.pipeline.perturbationShape
    let value = try ensemble.value(at: Matrix(rows: rows, columns: columns))
    #expect(value.perturbation.largestMagnitude == 0)
  }

  @Test func theBestOfSeveralRoundsIsDifferentiated() throws {
    let scenario = try scenario()
    let learner = TwoStage(training: Training(steps: 6, rate: 0.1))
    var random = random()
    let candidates = (0..<3).map { _ in scenario.predictor.initialWeights(using: &random) }
    let (rows, columns) = scenario.pipeline.perturbationShape
    let ε = Matrix(rows: rows, columns: columns, repeating: 0.05)
    let metaGradient = try MetaGradient(scenario, against: learner)
    let (together, round, margin) = try metaGradient.value(at: ε, from: candidates)
    var singles: [MetaGradient.Value] = []
    for candidate in candidates {
      singles.append(try metaGradient.value(at: ε, from: [candidate]).value)
    }
    let finals = singles.compactMap(\.trainingLosses.last)
    #expect(finals[round] == finals.min())
    #expect(margin == (finals.filter { $0 != finals[round] }.min() ?? 0) - finals[round])
    #expect(together.perturbation == singles[round].perturbation)
  }

  @Test func theCertificateOfAnAttackHolds() throws {
    let scenario = try scenario()
    var random = random()
    let attack = MetaGradientAttack(iterations: 2, rule: .plain, stepSize: 1, checkedEntries: 4)
    let poison = try attack.poison(
      scenario, against: TwoStage(training: Training(steps: 6, rate: 0.1)),
      within: Budget(features: 0.3), using: &random)
    let certificate = try #require(poison.certificate)
    #expect(certificate.indices.count == 4 && certificate.differences.count == 4)
    #expect(certificate.largestError < 1e-8)
    #expect(poison.trace.adversaryLoss.count == 2 && poison.trace.step.allSatisfy { $0 > 0 })
    #expect(poison.trace.firstSweep.count == 7 && poison.trace.lastSweep.count == 7)
  }

  @Test func differencesTakeTheFirstStepThatAgreesAndNoneAgreesWithAWrongSlope() {
    // sin(10⁶x) bends within 10⁻⁶: the first step sees nothing of its slope at 0.
    func slope(_ step: Double) -> Double {
      RichardsonDifference.slope(step: step) { sin(1e6 * $0) }
    }
    let ladder = RichardsonDifference.ladder(budget: 0.01)
    #expect(ladder[0] == 1e-4 && ladder.last.map { $0 < 1.1e-11 } == true)
    let right = RichardsonDifference.nearest(to: 1e6, scale: 1e6, steps: ladder, slope: slope)
    #expect(abs(right.slope - 1e6) <= 1 && right.step < 1e-6)
    let wrong = RichardsonDifference.nearest(to: 2e6, scale: 2e6, steps: ladder, slope: slope)
    #expect(abs(wrong.slope - 2e6) > 0.1e6)
    let smooth = RichardsonDifference.nearest(to: 1, scale: 1, steps: ladder) { step in
      RichardsonDifference.slope(step: step) { sin($0) }
    }
    #expect(smooth.step == ladder[0])
  }

  @Test func withinItsReachNoBranchChangesAndBeyondItOneDoes() throws {
    let scenario = try scenario()
    var random = random()
    let learner = DecisionFocused(training: Training(steps: 6, rate: 0.1))
    let attack = MetaGradientAttack(iterations: 1, rule: .plain, stepSize: 1, checkedEntries: 1)
    let poison = try attack.poison(
      scenario, against: learner, within: Budget(features: 0.3), using: &random)
    let reach = try #require(poison.certificate?.reach)
    // Decisions of six training steps cannot all keep their active sets across the whole budget.
    #expect(reach > 0 && reach < 0.3)
    let weights = scenario.predictor.initialWeights(using: &random)
    let metaGradient = try MetaGradient(scenario, against: learner)
    let (rows, columns) = scenario.pipeline.perturbationShape
    let ε = Matrix(rows: rows, columns: columns)
    let g = try metaGradient.value(at: ε, from: [weights]).value.perturbation
    let direction = (-1 / g.largestMagnitude) * g
    let distance = try #require(
      try metaGradient.reach(at: ε, from: weights, along: direction, limit: 0.3))
    _ = try metaGradient.value(at: ε, from: [weights])
    let held = try metaGradient.replay(at: ε + distance * direction, from: weights)
    let free = try metaGradient.value(at: ε + distance * direction, from: [weights]).value
    #expect(abs(held - free.adversaryLoss) <= 1e-12)
  }

  @Test func anAdversaryWithoutImprovementStopsAfterItsPatience() throws {
    let scenario = try scenario()
    var random = random()
    // Steps of size 0 never improve on the first value, and shared weights keep it the same.
    let attack = MetaGradientAttack(
      iterations: 20, rule: .plain, stepSize: 0, initialWeights: .shared, patience: 3)
    let poison = try attack.poison(
      scenario, against: TwoStage(training: Training(steps: 4, rate: 0.1)),
      within: Budget(features: 0.3), using: &random)
    #expect(poison.trace.adversaryLoss.count == 4)
  }

  @Test func desiredDecisionsAreApproached() throws {
    let scenario = try scenario()
    var random = random()
    let learner = TwoStage(training: Training(steps: 20, rate: 0.1))
    let attack = MetaGradientAttack(
      iterations: 15, rule: .sign, stepSize: 0.2, initialWeights: .shared, objective: .decision)
    let generator = random
    let poison = try attack.poison(
      scenario, against: learner, within: Budget(features: 1), using: &random)
    let weights = try #require(
      attack.sharedWeights(scenario, against: learner, using: generator))
    let clean = try scenario.cleanSamples()
    let received = try TapedPipeline(scenario.pipeline).samples(at: poison.perturbation)
    let victim = try VictimTrainer(Victim(learner), in: scenario, samples: clean)
    let before = try victim.utility(trainedOn: clean, from: [weights]).distance[0]
    let after = try victim.utility(trainedOn: received, from: [weights]).distance[0]
    #expect(after < 0.9 * before)
  }

  @Test func aGivenStartIsWhereAnAttackBegins() throws {
    let scenario = try scenario()
    let (rows, columns) = scenario.pipeline.perturbationShape
    let start = AttackStart(perturbation: Matrix(rows: rows, columns: columns, repeating: 0.01))
    var random = random()
    let attack = MetaGradientAttack(iterations: 0, rule: .plain, stepSize: 1)
    let poison = try attack.poison(
      scenario, against: TwoStage(training: Training(steps: 4, rate: 0.1)),
      within: Budget(features: 0.3), from: start, using: &random)
    #expect(poison.perturbation == start.perturbation)
  }
}
