import Differentiation
import LinearAlgebra
import Reproducibility
import Testing

@testable import Learning

/// Learners that make something of the samples before they train.
struct LossPreparationTests {
  private static func learners(_ training: Training) -> [any Learner] {
    [
      SPOPlus(training: training), FenchelYoung(training: training),
      PerturbedFenchelYoung(training: training),
      NeighbourDecisionFocused(
        training: training, averaging: NeighbourAveraging(neighbours: 4, ownWeight: 0.3)),
    ]
  }

  private func initial(_ scenario: Scenario) -> Weights {
    var random = SeededGenerator(seed: 1, stream: "weights")
    return scenario.predictor.initialWeights(using: &random)
  }

  @Test(arguments: 0..<4)
  func trainingLowersTheLoss(_ which: Int) throws {
    let scenario = smallScenario()
    let trainer = Trainer(
      Self.learners(Training(steps: 12, rate: 0.2))[which], in: scenario,
      samples: try scenario.cleanSamples())
    _ = try trainer.train(from: initial(scenario))
    #expect(trainer.losses[12] < trainer.losses[0] - 0.05)
  }

  /// What belongs to an instance comes with it, whatever block or batch it is in.
  @Test(arguments: 0..<4, [1, 7, 22])
  func blocksAddUpToTheWhole(_ which: Int, _ blockRows: Int) throws {
    let learner = Self.learners(Training(steps: 8, rate: 0.2))[which]
    let whole = smallScenario()
    let samples = try whole.cleanSamples()
    let expected = try Trainer(learner, in: whole, samples: samples).train(from: initial(whole))
    let found = try Trainer(learner, in: smallScenario(blockRows: blockRows), samples: samples)
      .train(from: initial(whole))
    for (a, b) in zip(expected.parts, found.parts) { #expect((a - b).largestMagnitude < 1e-12) }
  }

  @Test(arguments: 0..<4, [nil, Minibatches(of: 10)])
  func trainingIsDifferentiatedExactly(_ which: Int, _ batch: Minibatches?) throws {
    for rule in [PlainStep(), AdamStep()] as [any StepRule] {
      let learner = Self.learners(Training(steps: 8, rate: 0.1, rule: rule, batch: batch))[which]
      var scenario = smallScenario(blockRows: 6)
      for isDefended in [false, true] {
        if isDefended {
          scenario = Victim(learner, defence: TrimmedLoss(share: 0.2)).scenario(scenario)
        }
        let samples = try scenario.cleanSamples()
        // Adam divides by its gradients: where one is small, the training bends within less.
        let errors = try [1e-3, 1e-4, 1e-5].map { step in
          try SweepCheck(
            Trainer(learner, in: scenario, samples: samples), samples: samples,
            from: initial(scenario), step: step
          ).error
        }
        #expect((errors.min() ?? 1) <= 1e-7, "\(rule.name), \(isDefended): \(errors)")
      }
    }
  }

  /// No factor of these problems depends on a prediction: frozen ones lose nothing.
  @Test(arguments: 0..<4)
  func frozenFactorsGiveTheSameGradient(_ which: Int) throws {
    let learner = Self.learners(Training(steps: 6, rate: 0.2))[which]
    let scenario = smallScenario(blockRows: 10)
    let samples = try scenario.cleanSamples()
    let zeros = samples.mapped { Matrix(rows: $0.rows, columns: $0.columns) }
    let gradients = try [FactorRule.exact, .frozen].map { rule in
      let trainer = Trainer(learner, in: scenario, samples: samples, factors: rule)
      let trained = try trainer.train(from: initial(scenario))
      return try trainer.pullBack(trained.flat, adding: zeros).samples
    }
    for (a, b) in zip(gradients[0].all, gradients[1].all) where a.values.count > 0 {
      #expect((a - b).largestMagnitude <= 1e-12 * max(1, a.largestMagnitude))
    }
    #expect(gradients[0].features.largestMagnitude > 0)
    #expect(gradients[0].outcome[0].largestMagnitude > 0)
  }

  /// A replay elsewhere leaves the branches as they were, and a replay of the same is the same.
  @Test(arguments: 0..<4)
  func replaysHoldWhatWasChosenBefore(_ which: Int) throws {
    let scenario = smallScenario(blockRows: 10)
    let samples = try scenario.cleanSamples()
    let trainer = Trainer(
      Self.learners(Training(steps: 6, rate: 0.2))[which], in: scenario, samples: samples)
    let free = try trainer.train(from: initial(scenario))
    let record = trainer.branchRecord
    var moved = samples
    moved.features = 1.5 * samples.features
    for i in 0..<23 { moved.features[i, 0] = Double(i % 5) }
    moved.outcome[0] = -1 * samples.outcome[0]
    trainer.load(moved)
    _ = try trainer.train(from: initial(scenario), branches: .held)
    #expect(trainer.branchRecord == record)
    trainer.load(samples)
    let again = try trainer.train(from: initial(scenario), branches: .held)
    for (a, b) in zip(free.parts, again.parts) { #expect((a - b).largestMagnitude <= 1e-13) }
    trainer.load(moved)
    _ = try trainer.train(from: initial(scenario))
    #expect(trainer.branchRecord != record)
  }

  /// Three instances on a line: the neighbour of each end is the middle, that of the middle the
  /// first one.
  @Test func outcomesAreAveragedOverNeighbours() throws {
    let features = Matrix([[0], [1], [5]])
    let θ = Matrix([[1, 0], [0, 2], [4, 4]])
    let learner = NeighbourDecisionFocused(
      training: Training(steps: 1, rate: 1),
      averaging: NeighbourAveraging(neighbours: 1, ownWeight: 0.75))
    let problem = DrawnProblem.box(2)
    let θ̂ = Matrix([[0.5, 0.25], [-2, 0.5], [0.1, 3]])
    let found = try LossProbe(learner, in: problem, outcome: θ, features: features).value(at: θ̂)
    let averaged = Matrix([[0.75, 0.5], [0.25, 1.5], [3, 3.5]])
    let made = try problem.layerDecisions(for: θ̂)
    let expected = -1 * (try problem.utilities(of: made, when: averaged))
    #expect((found.losses - expected).largestMagnitude <= 1e-14)
    // As linear as the utility: the mean of the losses with one's own and the neighbour's outcome.
    let other = Matrix([[0, 2], [1, 0], [0, 2]])
    let mean =
      -0.75 * (try problem.utilities(of: made, when: θ))
      - 0.25 * (try problem.utilities(of: made, when: other))
    #expect((found.losses - mean).largestMagnitude <= 1e-14)
  }

  /// With all weight on the own outcome it is the decision-focused learner.
  @Test func aWeightOfOneLooksAtNoNeighbour() throws {
    let scenario = smallScenario()
    let training = Training(steps: 8, rate: 0.3)
    let samples = try scenario.cleanSamples()
    let alone = NeighbourDecisionFocused(
      training: training, averaging: NeighbourAveraging(ownWeight: 1))
    #expect(
      try Trainer(alone, in: scenario, samples: samples).train(from: initial(scenario))
        == Trainer(DecisionFocused(training: training), in: scenario, samples: samples)
        .train(from: initial(scenario)))
  }
}
