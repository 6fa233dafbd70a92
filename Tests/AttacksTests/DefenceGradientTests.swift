import Learning
import LinearAlgebra
import Reproducibility
import Testing

@testable import Attacks

/// The meta-gradient of an attacker who knows a defence, by features and labels, for every learner.
struct DefenceGradientTests {
  private static let cases: [(defence: Int?, learner: Int)] =
    ([nil] + DefenceCatalog.all.indices.map { Int?($0) }).flatMap { defence in
      LearnerCatalog.all.indices.map { (defence, $0) }
    }

  private func victim(_ place: Int) -> Victim {
    let (defence, learner) = Self.cases[place]
    return Victim(
      LearnerCatalog.all[learner].init(training: Training(steps: 6, rate: 0.1)),
      defence: defence.map { DefenceCatalog.all[$0].init() })
  }

  @Test(arguments: cases.indices)
  func replayedDifferencesMatchIt(_ place: Int) throws {
    let victim = victim(place)
    let scenario = victim.scenario(try ConformanceProblem.polytope.scenario())
    let gradient = try MetaGradient(scenario, against: victim.trainedLearner)
    var random = SeededGenerator(seed: 4, stream: "defences")
    let (rows, columns) = scenario.pipeline.perturbationShape
    let shape = scenario.pipeline.labelShape
    let ε = Matrix.normal(rows: rows, columns: columns, deviation: 0.3, &random)
    let α = Matrix.normal(rows: shape.rows, columns: shape.columns, deviation: 0.1, &random)
    let weights = victim.predictor(in: scenario).initialWeights(using: &random)
    for _ in 0..<2 {
      let value = try gradient.value(at: ε, labels: α, from: [weights]).value
      #expect(value.perturbation.largestMagnitude > 0 && value.labels.largestMagnitude > 0)
      let direction = Matrix.normal(rows: rows, columns: columns, deviation: 1, &random)
      let labels = Matrix.normal(rows: shape.rows, columns: shape.columns, deviation: 1, &random)
      let expected =
        zip(value.perturbation.values, direction.values).reduce(0) { $0 + $1.0 * $1.1 }
        + zip(value.labels.values, labels.values).reduce(0) { $0 + $1.0 * $1.1 }
      let scale = max(value.perturbation.norm * direction.norm, value.labels.norm * labels.norm)
      let slope = try gradient.replayedSlope(
        at: ε, labels: α, from: weights, along: direction, labelDirection: labels, step: 1e-4)
      #expect((slope - expected).magnitude <= 1e-7 * scale, "\(victim.id)")
    }
  }

  /// Off kinks the same as differences that choose all branches anew.
  @Test(arguments: cases.indices)
  func freeDifferencesMatchItWhereNoBranchChanges(_ place: Int) throws {
    let victim = victim(place)
    let scenario = victim.scenario(try ConformanceProblem.polytope.scenario())
    let gradient = try MetaGradient(scenario, against: victim.trainedLearner)
    var random = SeededGenerator(seed: 5, stream: "defences")
    let (rows, columns) = scenario.pipeline.perturbationShape
    let ε = Matrix.normal(rows: rows, columns: columns, deviation: 0.3, &random)
    let weights = victim.predictor(in: scenario).initialWeights(using: &random)
    let value = try gradient.value(at: ε, from: [weights]).value
    let direction = (1 / value.perturbation.norm) * value.perturbation
    let step = 1e-6
    let slope =
      try
      (gradient.value(at: ε + step * direction, from: [weights]).value.adversaryLoss
      - gradient.value(at: ε - step * direction, from: [weights]).value.adversaryLoss) / (2 * step)
    #expect((slope - value.perturbation.norm).magnitude <= 1e-4 * value.perturbation.norm)
  }

  /// An attacker who does not know hands over what the victim's defence then works on.
  @Test(arguments: DefenceCatalog.all.indices)
  func poisonsOfThoseWhoDoNotKnowAreReceived(_ index: Int) throws {
    let learner = DecisionFocused(training: Training(steps: 6, rate: 0.1))
    let scenario = try ConformanceProblem.polytope.scenario()
    var random = SeededGenerator(seed: 6, stream: "defences")
    let budget = Budget(features: 0.3)
    let poison = try MetaGradientAttack.make(AttackRequest(within: budget, iterations: 3)).poison(
      scenario, against: learner, within: budget, using: &random)
    let victim = Victim(learner, defence: DefenceCatalog.all[index].init())
    let pipeline = TapedPipeline(scenario.pipeline)
    let clean = try pipeline.samples(at: nil)
    let trainer = try VictimTrainer(victim, in: scenario, samples: clean)
    let weights = victim.predictor(in: scenario).initialWeights(using: &random)
    let utility = try trainer.utility(
      trainedOn: try pipeline.samples(at: poison.perturbation), from: [weights])
    #expect(utility.targets[0].isFinite)
    #expect(try utility != trainer.utility(trainedOn: clean, from: [weights]))
  }
}
