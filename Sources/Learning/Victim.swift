import LinearAlgebra

/// The utility that trained victims reach, one value per initial weights.
public struct VictimUtility: Sendable, Equatable {
  /// Mean utility at the attacker's targets.
  public var targets: [Double]
  /// Mean utility at held-out instances; empty where there are none.
  public var heldOut: [Double]
  /// Mean utility at the training instances; empty where it was not asked for.
  public var training: [Double]
  /// Mean ½‖x − x_d‖² at the targets; empty where nobody desires decisions.
  public var distance: [Double]

  /// The given utilities.
  public init(
    targets: [Double] = [], heldOut: [Double] = [], training: [Double] = [],
    distance: [Double] = []
  ) {
    (self.targets, self.heldOut) = (targets, heldOut)
    (self.training, self.distance) = (training, distance)
  }
}

/// Trains one learner from given initial weights on whatever samples it is handed, and evaluates it.
public final class Victim {
  private let trainer: Trainer
  private let targets: Evaluator
  /// Nil where there are no held-out instances.
  private let heldOut: Evaluator?
  private let training: Evaluator?
  private let desired: Matrix?

  /// A victim in `scenario`; `samples` gives the shapes and, if training is measured, too, the outcomes it is measured with.
  public init(
    _ learner: any Learner, in scenario: Scenario, samples: Samples, measuresTraining: Bool = false
  ) {
    trainer = Trainer(learner, in: scenario, samples: samples)
    targets = Evaluator(learner, in: scenario, outcome: scenario.targetOutcome, samples: samples)
    heldOut =
      scenario.heldOutOutcome[0].rows == 0
      ? nil
      : Evaluator(learner, in: scenario, outcome: scenario.heldOutOutcome, samples: samples)
    training =
      measuresTraining
      ? Evaluator(learner, in: scenario, outcome: samples.outcome, samples: samples) : nil
    desired = scenario.desiredDecisions
  }

  /// Trains from each of the initial weights on `samples` and measures utilities.
  public func utility(trainedOn samples: Samples, from initial: [Weights]) throws -> VictimUtility {
    trainer.load(samples)
    var result = VictimUtility()
    for weights in initial {
      let trained = try trainer.train(from: weights, measuresEnd: false)
      result.targets.append(
        try targets.value(
          trained, features: samples.targetFeatures, statistics: samples.statistics))
      if let desired {
        let difference = targets.decisions - desired
        let squares = difference.values.reduce(0) { $0 + $1 * $1 }
        result.distance.append(0.5 * squares / Double(desired.rows))
      }
      if let heldOut {
        result.heldOut.append(
          try heldOut.value(
            trained, features: samples.heldOutFeatures, statistics: samples.statistics))
      }
      if let training {
        result.training.append(
          try training.value(trained, features: samples.features, statistics: samples.statistics))
      }
    }
    return result
  }
}
