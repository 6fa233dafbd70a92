import Learning
import LinearAlgebra
import Reproducibility
import Testing

@testable import Attacks

struct GradientMatchingTests {
  private static let learners: [any Learner] = LearnerCatalog.all.map {
    $0.init(training: Training(steps: 8, rate: 0.1))
  }

  private func start(_ scenario: Scenario, _ learner: any Learner) -> (ε: Matrix, weights: Weights)
  {
    var random = SeededGenerator(seed: 6, stream: "matching gradients")
    let (rows, columns) = scenario.pipeline.perturbationShape
    let ε = Matrix.normal(rows: rows, columns: columns, deviation: 0.05, &random)
    return (ε, learner.predictor(in: scenario).initialWeights(using: &random))
  }

  @Test(arguments: learners.indices, AdversaryObjective.allCases)
  func replayedDifferencesMatchTheGradient(_ index: Int, _ objective: AdversaryObjective) throws {
    let learner = GradientMatchingTests.learners[index]
    let scenario = try ConformanceProblem.polytope.scenario()
    let (ε, weights) = start(scenario, learner)
    let α = Matrix(rows: ε.rows, columns: scenario.pipeline.labelShape.columns, repeating: 0.02)
    let match = try GradientMatch(scenario, against: learner, objective: objective)
    try match.train(from: weights)
    let value = try match.value(at: ε, labels: α)
    #expect(value.mismatch > 0 && value.mismatch < 2)
    for place in [0, 7, ε.values.count - 1] {
      let slope = try RichardsonDifference.slope(step: 1e-4) { distance in
        var moved = ε
        moved.values[place] += distance
        return try match.replay(at: moved, labels: α)
      }
      #expect(
        abs(slope - value.perturbation.values[place])
          <= 1e-7 * value.perturbation.largestMagnitude)
    }
    let slope = try RichardsonDifference.slope(step: 1e-4) { distance in
      var moved = α
      moved.values[2] += distance
      return try match.replay(at: ε, labels: moved)
    }
    #expect(abs(slope - value.labels.values[2]) <= 1e-7 * value.labels.largestMagnitude)
  }

  /// At one model whose weights the victim has, a step on poisoned data is better for the
  /// adversary.
  @Test(arguments: learners.indices)
  func aTrainingStepOnThePoisonLowersTheAdversarysLoss(_ index: Int) throws {
    let learner = GradientMatchingTests.learners[index]
    let scenario = try ConformanceProblem.polytope.scenario()
    let (ε, weights) = start(scenario, learner)
    let attack = GradientMatching(iterations: 15, initialWeights: .shared)
    var random = SeededGenerator(seed: 1, stream: "matching gradients")
    let poison = try attack.poison(
      scenario, against: learner, within: Budget(features: 0.5),
      from: AttackStart(perturbation: 0 * ε, weights: weights), using: &random)
    let match = try GradientMatch(scenario, against: learner, objective: .utility)
    try match.train(from: weights)
    let before = try match.value(at: 0 * ε, labels: nil).mismatch
    let after = try match.value(at: poison.perturbation, labels: nil).mismatch
    #expect(after < before - 0.1)
    let pipeline = TapedPipeline(scenario.pipeline)
    var single = learner
    single.training = Training(steps: 1, rate: 1e-3)
    func loss(at ε: Matrix) throws -> Double {
      let samples = try pipeline.samples(at: ε)
      let stepped = try Trainer(single, in: scenario, samples: samples).train(from: match.weights)
      return try Evaluator(
        learner, in: scenario, outcome: scenario.targetOutcome, samples: samples
      ).value(stepped, features: samples.targetFeatures, statistics: samples.statistics)
    }
    #expect(try loss(at: poison.perturbation) < loss(at: 0 * ε))
  }

  @Test func aGradientThatIsZeroMatchesNothing() throws {
    let learner = GradientMatchingTests.learners[0]
    let scenario = try ConformanceProblem.constant.scenario()
    let (ε, weights) = start(scenario, learner)
    let match = try GradientMatch(scenario, against: learner, objective: .utility)
    try match.train(from: weights)
    let value = try match.value(at: ε, labels: nil)
    #expect(value.mismatch == 1 && value.perturbation.largestMagnitude == 0)
  }

  @Test func freshWeightsCostATrainingPerIteration() {
    let learner = TwoStage(training: Training(steps: 20, rate: 0.1))
    #expect(GradientMatching(iterations: 8).cost(inTrainingsOf: learner) == 10)
    #expect(
      GradientMatching(iterations: 8, initialWeights: .shared).cost(inTrainingsOf: learner) == 3)
  }
}
