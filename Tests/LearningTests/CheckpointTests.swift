import Differentiation
import LinearAlgebra
import Reproducibility
import Testing

@testable import Learning

/// A trajectory that is too large is kept in part, and segments of it are computed again: nothing
/// but time and memory may depend on that.
struct CheckpointTests {
  private static let trainings: [Training] =
    [1, 2, 9, 12, 13].map { Training(steps: $0, rate: 0.1) } + [
      Training(steps: 11, rate: 0.05, rule: .momentum(0.8)),
      Training(steps: 12, rate: 0.02, rule: .adam),
      Training(steps: 12, rate: 0.02, rule: .adam, batch: Minibatches(of: 8)),
      Training(steps: 10, rate: 0.1, weightDecay: 0.01),
    ]

  private struct Outcome: Equatable {
    let trained: Weights
    let samples: Samples
    let initialWeights: [Double], norms: [Double], losses: [Double]
    let census: BranchCensus
    let choices: [UInt64]
  }

  private func outcome(
    _ learner: any Learner, _ factors: FactorRule, in scenario: Scenario, limit: Int?
  ) throws -> Outcome {
    var random = SeededGenerator(seed: 3, stream: "weights")
    let initial = scenario.predictor.initialWeights(using: &random)
    let samples = try scenario.cleanSamples()
    let trainer = Trainer(
      learner, in: scenario, samples: samples, factors: factors, keepsLayers: true,
      memoryLimit: limit)
    // An earlier training from elsewhere must leave no trace.
    _ = try trainer.train(from: initial.replacing(initial.flat.map { -$0 }))
    trainer.resetCensus()
    let trained = try trainer.train(from: initial)
    let losses = trainer.losses
    // Twice, since the first leaves the segment of the first steps.
    let norms = try trainer.sweepNorms(trained.flat)
    let pullback = try trainer.pullBack(trained.flat, adding: samples)
    #expect(norms == pullback.norms)
    #expect(try trainer.weights(at: learner.training.steps) == trained)
    return Outcome(
      trained: trained, samples: pullback.samples, initialWeights: pullback.initialWeights,
      norms: norms, losses: losses, census: trainer.census, choices: trainer.branchRecord)
  }

  @Test(arguments: trainings.indices, [FactorRule.exact, .frozen])
  func computingSegmentsAgainChangesNoBit(_ which: Int, _ factors: FactorRule) throws {
    let scenario = smallScenario(blockRows: 7, inputs: 300)
    let training = CheckpointTests.trainings[which]
    let learners: [any Learner] = [
      TwoStage(training: training), DecisionFocused(training: training),
      SPOPlus(training: training), PerturbedFenchelYoung(training: training),
      NeighbourDecisionFocused(training: training),
    ]
    for learner in learners {
      let whole = try outcome(learner, factors, in: scenario, limit: nil)
      let parts = try outcome(learner, factors, in: scenario, limit: 1)
      #expect(whole == parts, "\(learner.name)")
    }
  }

  @Test func keepsAboutTwiceTheRootOfTheSteps() {
    for steps in [1, 2, 3, 4, 5, 15, 16, 17, 80, 1000] {
      let interval = Trajectory.interval(of: steps)
      #expect(interval * interval >= steps && (interval - 1) * (interval - 1) < steps)
    }
    #expect(Trajectory(steps: 40, count: 10, moments: 0).interval == 40)
    #expect(Trajectory(steps: 40, count: 10, moments: 0, limit: 41 * 80).interval == 40)
    #expect(Trajectory(steps: 40, count: 10, moments: 0, limit: 41 * 80 - 1).interval == 7)
  }
}
