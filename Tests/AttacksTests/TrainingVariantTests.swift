import Learning
import LinearAlgebra
import Reproducibility
import Testing

@testable import Attacks

/// The meta-gradient through trainings by other rules than gradient descent, on all instances or on
/// some.
struct TrainingVariantTests {
  private static let learners: [any Learner] = [nil, Minibatches(of: 4, seed: 2)].flatMap {
    batch -> [any Learner] in
    let adam = Training(steps: 10, rate: 0.02, rule: .adam, batch: batch)
    let momentum = Training(steps: 10, rate: 0.05, rule: .momentum(0.8), batch: batch)
    return [
      TwoStage(training: adam), DecisionFocused(training: adam), TwoStage(training: momentum),
      DecisionFocused(training: momentum),
    ]
  }

  private func start(_ scenario: Scenario) -> (ε: Matrix, weights: Weights) {
    var random = SeededGenerator(seed: 6, stream: "variants")
    let (rows, columns) = scenario.pipeline.perturbationShape
    let ε = Matrix.normal(rows: rows, columns: columns, deviation: 0.05, &random)
    return (ε, scenario.predictor.initialWeights(using: &random))
  }

  @Test(arguments: learners.indices)
  func replayedDifferencesMatchTheMetaGradient(_ index: Int) throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let metaGradient = try MetaGradient(
      scenario, against: TrainingVariantTests.learners[index])
    let (ε, weights) = start(scenario)
    let gradient = try metaGradient.value(at: ε, from: [weights]).value.perturbation
    let scale = gradient.largestMagnitude
    #expect(scale > 0)
    for place in [0, 7, 20, ε.values.count - 1] {
      var direction = Matrix(rows: ε.rows, columns: ε.columns)
      direction.values[place] = 1
      let slope = try metaGradient.replayedSlope(
        at: ε, from: weights, along: direction, step: 1e-4)
      #expect(abs(slope - gradient.values[place]) <= 1e-7 * scale)
    }
  }

  /// Without decisions in training and with constant ones at the end nothing is held: plain
  /// differences.
  @Test(arguments: [0, 2, 4, 6])
  func differencesOfASmoothProblemMatchTheSweep(_ index: Int) throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let (ε, weights) = start(scenario)
    let pipeline = TapedPipeline(scenario.pipeline)
    let samples = try pipeline.samples(at: ε)
    let trainer = Trainer(TrainingVariantTests.learners[index], in: scenario, samples: samples)
    func value(_ h: Double) throws -> Double {
      var moved = ε
      moved.values[3] += h
      trainer.load(try pipeline.samples(at: moved))
      return try trainer.train(from: weights).flat.reduce(0) { $0 + $1 * $1 }
    }
    _ = try value(0)
    let trained = try trainer.weights(at: 10).flat
    let pullback = try trainer.pullBack(trained.map { 2 * $0 }, adding: samples.zeros).samples
    let gradient = try pipeline.pullBack(pullback, at: ε).perturbation
    let slope = try RichardsonDifference.slope(step: 1e-4, of: value)
    #expect(abs(slope - gradient.values[3]) <= 1e-7 * gradient.largestMagnitude)
  }
}
