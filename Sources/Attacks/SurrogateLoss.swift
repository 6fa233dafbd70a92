import Learning
import LinearAlgebra

/// L_adv of a learner trained on perturbed data, without its gradient; every branch is chosen anew.
final class SurrogateLoss {
  private let pipeline: TapedPipeline
  private let trainer: Trainer
  private let evaluator: Evaluator

  init(
    _ scenario: Scenario, against learner: any Learner, objective: AdversaryObjective
  ) throws {
    pipeline = TapedPipeline(scenario.pipeline)
    let clean = try pipeline.samples(at: nil)
    trainer = Trainer(learner, in: scenario, samples: clean)
    evaluator = Evaluator(
      learner, in: scenario, outcome: scenario.targetOutcome, samples: clean, objective: objective)
  }

  /// L_adv after a training on the data perturbed by ε and α from the given initial weights.
  func value(at ε: Matrix, labels α: Matrix?, from initial: Weights) throws -> Double {
    let samples = try pipeline.samples(at: ε, labels: α)
    trainer.load(samples)
    let trained = try trainer.train(from: initial, measuresEnd: false)
    return try evaluator.value(
      trained, features: samples.targetFeatures, statistics: samples.statistics)
  }

  /// The mean of L_adv over trainings on the same perturbed data, from some initial weights each.
  func mean(at iterate: Descent.Iterate, over draws: [Weights]) throws -> Double {
    try draws.reduce(0) {
      try $0 + value(at: iterate.perturbation, labels: iterate.labels, from: $1)
    } / Double(draws.count)
  }
}
