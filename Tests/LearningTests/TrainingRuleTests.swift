import LinearAlgebra
import Reproducibility
import Testing

@testable import Learning

struct TrainingRuleTests {
  static let learners: [any Learner.Type] = [TwoStage.self, DecisionFocused.self]

  private func initial(_ scenario: Scenario) -> Weights {
    var random = SeededGenerator(seed: 1, stream: "weights")
    return scenario.predictor.initialWeights(using: &random)
  }

  @Test func momentumAcceleratesTraining() throws {
    let scenario = smallScenario()
    let samples = try scenario.cleanSamples()
    let plain = Trainer(
      TwoStage(training: Training(steps: 30, rate: 0.03)), in: scenario, samples: samples)
    let heavy = Trainer(
      TwoStage(training: Training(steps: 30, rate: 0.03, rule: .momentum(0.7))), in: scenario,
      samples: samples)
    _ = try plain.train(from: initial(scenario))
    _ = try heavy.train(from: initial(scenario))
    #expect(plain.losses[0] == heavy.losses[0] && plain.losses[1] == heavy.losses[1])
    #expect(heavy.losses[30] < plain.losses[30])
  }

  @Test(arguments: [0, 1])
  func momentumOfZeroTrainsToTheSameBits(_ which: Int) throws {
    let scenario = smallScenario(blockRows: 7)
    let samples = try scenario.cleanSamples()
    func trained(_ rule: some StepRule) throws -> (Weights, Samples) {
      let learner = TrainingRuleTests.learners[which].init(
        training: Training(steps: 8, rate: 0.1, rule: rule))
      let trainer = Trainer(learner, in: scenario, samples: samples)
      let weights = try trainer.train(from: initial(scenario))
      return (weights, try trainer.pullBack(weights.flat, adding: samples).samples)
    }
    let (plain, still) = (try trained(.plain), try trained(.momentum(0)))
    #expect(plain.0 == still.0)
    // The factor is in the direction there and outside of it here.
    let difference = plain.1.features - still.1.features
    #expect(difference.largestMagnitude <= 1e-13 * plain.1.features.largestMagnitude)
  }

  @Test(arguments: [0, 1])
  func trainingWithMomentumIsDifferentiatedExactly(_ which: Int) throws {
    let scenario = smallScenario(blockRows: 10)
    let learner = TrainingRuleTests.learners[which].init(
      training: Training(steps: 10, rate: 0.05, rule: .momentum(0.8)))
    let samples = try scenario.cleanSamples()
    let check = try SweepCheck(
      Trainer(learner, in: scenario, samples: samples), samples: samples, from: initial(scenario))
    #expect(check.error <= 1e-7)
  }

  @Test func signStepsHaveNoDerivative() throws {
    let scenario = smallScenario()
    let samples = try scenario.cleanSamples()
    let learner = TwoStage(training: Training(steps: 5, rate: 0.01, rule: .sign))
    let trainer = Trainer(learner, in: scenario, samples: samples)
    let trained = try trainer.train(from: initial(scenario))
    let pullback = try trainer.pullBack(trained.flat, adding: samples)
    #expect(pullback.samples == samples && pullback.initialWeights == trained.flat)
  }

  @Test func theLastGradientIsThatOfTheLastStep() throws {
    let scenario = smallScenario()
    let learner = TwoStage(training: Training(steps: 4, rate: 0.5))
    let trainer = Trainer(learner, in: scenario, samples: try scenario.cleanSamples())
    let end = try trainer.train(from: initial(scenario)).flat
    let before = try trainer.weights(at: 3).flat
    for (i, slope) in trainer.lastGradient.enumerated() {
      #expect(end[i] == before[i] - 0.5 * slope)
    }
  }
}
