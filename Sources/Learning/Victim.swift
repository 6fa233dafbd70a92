/// The utility that trained victims reach at the targets and at held-out instances, one value per initial weights.
public struct VictimUtility: Sendable, Equatable, Codable {
  /// Mean utility at the attacker's targets.
  public var targets: [Double]
  /// Mean utility at held-out instances; empty where there are none.
  public var heldOut: [Double]

  /// The given utilities.
  public init(targets: [Double] = [], heldOut: [Double] = []) {
    (self.targets, self.heldOut) = (targets, heldOut)
  }
}

/// Trains one learner from given initial weights on whatever samples it is handed, and evaluates it.
public final class Victim {
  private let trainer: Trainer
  private let targets: Evaluator
  /// Nil where there are no held-out instances.
  private let heldOut: Evaluator?

  /// A victim in `scenario`; `samples` gives the shapes.
  public init(_ learner: any Learner, in scenario: Scenario, samples: Samples) {
    trainer = Trainer(learner, in: scenario, samples: samples)
    targets = Evaluator(learner, in: scenario, outcome: scenario.targetOutcome, samples: samples)
    heldOut =
      scenario.heldOutOutcome[0].rows == 0
      ? nil
      : Evaluator(learner, in: scenario, outcome: scenario.heldOutOutcome, samples: samples)
  }

  /// Trains from each of the initial weights on `samples` and measures both utilities.
  public func utility(trainedOn samples: Samples, from initial: [Weights]) throws -> VictimUtility {
    trainer.load(samples)
    var result = VictimUtility()
    for weights in initial {
      let trained = try trainer.train(from: weights)
      result.targets.append(
        try targets.utility(
          trained, features: samples.targetFeatures, statistics: samples.statistics))
      if let heldOut {
        result.heldOut.append(
          try heldOut.utility(
            trained, features: samples.heldOutFeatures, statistics: samples.statistics))
      }
    }
    return result
  }
}
