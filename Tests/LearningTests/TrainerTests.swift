import Differentiation
import LinearAlgebra
import Reproducibility
import Testing

@testable import Learning

struct TrainerTests {
  static let learners: [any Learner] = [
    TwoStage(training: Training(steps: 12, rate: 0.1)),
    DecisionFocused(training: Training(steps: 12, rate: 0.3)),
  ]

  @Test(arguments: [0, 1])
  func trainingLowersTheLoss(_ which: Int) throws {
    let scenario = smallScenario()
    var random = SeededGenerator(seed: 1, stream: "weights")
    let trainer = Trainer(
      TrainerTests.learners[which], in: scenario, samples: try scenario.cleanSamples())
    _ = try trainer.train(from: scenario.predictor.initialWeights(using: &random))
    #expect(trainer.losses.count == 13)
    #expect(trainer.losses[12] < trainer.losses[0] - 0.1)
  }

  /// A layer of 300 inputs is kept of every step and block; nothing but time may depend on it.
  @Test(arguments: [0, 1], [FactorRule.exact, .frozen])
  func keepingLayersChangesNoBit(_ which: Int, _ factors: FactorRule) throws {
    var random = SeededGenerator(seed: 3, stream: "weights")
    let scenario = smallScenario(blockRows: 7, inputs: 300)
    let initial = scenario.predictor.initialWeights(using: &random)
    let samples = try scenario.cleanSamples()
    func pulledBack(keepsLayers: Bool) throws -> Trainer.Pullback {
      let trainer = Trainer(
        TrainerTests.learners[which], in: scenario, samples: samples, factors: factors,
        keepsLayers: keepsLayers)
      // An earlier training from elsewhere must leave no trace.
      _ = try trainer.train(from: initial.replacing(initial.flat.map { -$0 }))
      let trained = try trainer.train(from: initial)
      return try trainer.pullBack(trained.flat, adding: samples)
    }
    let (kept, computed) = (try pulledBack(keepsLayers: true), try pulledBack(keepsLayers: false))
    #expect(kept.samples.features == computed.samples.features)
    #expect(kept.initialWeights == computed.initialWeights && kept.norms == computed.norms)
    #expect(kept.samples.features.largestMagnitude > 0)
  }

  /// Weight decay lets the backward vector fade by a third in every step.
  @Test(arguments: [StepRules.plain, .momentum])
  func whatHasFadedIsNotPulledBackAnyFurther(_ rule: StepRules) throws {
    let scenario = smallScenario()
    let samples = try scenario.cleanSamples()
    var random = SeededGenerator(seed: 5, stream: "weights")
    func trainer(steps: Int) -> Trainer {
      Trainer(
        TwoStage(
          training: Training(steps: steps, rate: 0.2, rule: rule.rule, weightDecay: 3)),
        in: scenario, samples: samples)
    }
    let (steps, rest) = (4000, 2600)
    let nothing = samples.mapped { Matrix(rows: $0.rows, columns: $0.columns) }
    let long = trainer(steps: steps)
    let trained = try long.train(from: scenario.predictor.initialWeights(using: &random))
    let whole = try long.pullBack(trained.flat.map { _ in 1 }, adding: nothing)
    let faded = try #require(whole.norms.lastIndex(of: 0))
    #expect(faded > 100 && faded < steps - 100 && whole.norms[...faded].allSatisfy { $0 == 0 })
    #expect(whole.initialWeights.allSatisfy { $0 == 0 })
    #expect(whole.norms[(faded + 1)...].allSatisfy { $0 > 0 })
    // What was pulled back is all that there is: that of the last steps alone.
    let short = trainer(steps: rest)
    _ = try short.train(from: long.weights(at: steps - rest))
    let part = try short.pullBack(trained.flat.map { _ in 1 }, adding: nothing)
    // Weights have decayed to biases, through which labels act and features do not.
    let scale = part.samples.outcome[0].largestMagnitude
    #expect(scale > 1e-6)
    #expect((part.samples.outcome[0] - whole.samples.outcome[0]).largestMagnitude <= 1e-12 * scale)
  }

  enum StepRules: CaseIterable {
    case plain, momentum

    var rule: any StepRule {
      switch self {
      case .plain: .plain
      case .momentum: .momentum(0.5)
      }
    }
  }

  /// 23 instances in blocks of 7 leave a last block with padding, which must count nothing.
  @Test(arguments: [0, 1], [1, 7, 22, 23])
  func blocksAddUpToTheWhole(_ which: Int, _ blockRows: Int) throws {
    var random = SeededGenerator(seed: 2, stream: "weights")
    let whole = smallScenario()
    let initial = whole.predictor.initialWeights(using: &random)
    let samples = try whole.cleanSamples()
    let reference = Trainer(TrainerTests.learners[which], in: whole, samples: samples)
    let expected = try reference.train(from: initial)
    let blocked = Trainer(
      TrainerTests.learners[which], in: smallScenario(blockRows: blockRows), samples: samples)
    let found = try blocked.train(from: initial)
    for (a, b) in zip(expected.parts, found.parts) {
      #expect((a - b).largestMagnitude < 1e-12)
    }
    let cotangent = expected.flat.map { $0 * $0 }
    var direct = samples
    direct.features = Matrix(rows: 23, columns: 4)
    direct.outcome = [Matrix(rows: 23, columns: 3)]
    let one = try reference.pullBack(cotangent, adding: direct)
    let other = try blocked.pullBack(cotangent, adding: direct)
    #expect(
      (one.samples.features - other.samples.features).largestMagnitude
        < 1e-12 * max(1, one.samples.features.largestMagnitude))
    #expect(one.norms.count == 13)
  }

  @Test func aHeldReplayOfTheSameTrainingGivesTheSameWeights() throws {
    let scenario = smallScenario(blockRows: 10)
    var random = SeededGenerator(seed: 3, stream: "weights")
    let initial = scenario.predictor.initialWeights(using: &random)
    let trainer = Trainer(
      TrainerTests.learners[1], in: scenario, samples: try scenario.cleanSamples())
    let free = try trainer.train(from: initial)
    let held = try trainer.train(from: initial, branches: .held)
    for (a, b) in zip(free.parts, held.parts) { #expect((a - b).largestMagnitude < 1e-12) }
    #expect(trainer.census.solves == 2 * 13 * 30, "13 losses on three blocks of ten, twice")
  }

  @Test func levelsOrderAsTheyMust() throws {
    let scenario = smallScenario()
    let outcome = scenario.targetOutcome
    let perfect = try scenario.problem.meanUtility(of: nil, when: outcome)
    let mean = try scenario.problem.uninformedDecision(
      knowing: try scenario.cleanSamples().outcome)
    let uninformed = try scenario.problem.meanUtility(of: mean, when: outcome)
    let nothing = try scenario.problem.meanUtility(of: Matrix(rows: 1, columns: 3), when: outcome)
    #expect(perfect > uninformed && perfect > nothing && nothing == 0)
  }

  @Test func projectionClipsEveryEntryToItsOwnBox() {
    let base = smallScenario(instances: 2)
    let scenario = Scenario(
      pipeline: base.pipeline, problem: base.problem, predictor: base.predictor,
      targetOutcome: base.targetOutcome, heldOutOutcome: base.heldOutOutcome,
      box: Box(
        lower: Matrix(rows: 2, columns: 4, values: [-1, -1, 0, 0, -2, -0.5, -1, -1]),
        upper: Matrix(rows: 2, columns: 4, values: [1, 0, 1, 0, 2, 0.5, 1, 1])))
    let moved = Budget(features: 0.5).project(
      Matrix(rows: 2, columns: 4, values: [3, 3, 3, 3, -3, -3, 0.2, -0.2]), in: scenario)
    #expect(moved.values == [0.5, 0, 0.5, 0, -1, -0.25, 0.2, -0.2])
  }
}
