import Attacks
import Domains
import ExperimentsSupport
import Foundation
import Learning
import Reproducibility
import TestSupport

@testable import Experiments

/// Experiments on synthetic data that take a fraction of a second.
enum SmallStudy {
  static let twoStage = TwoStage(training: Training(steps: 10, rate: 0.1))
  static let decisionFocused = DecisionFocused(training: Training(steps: 5, rate: 0.5))
  static let simpleJoint = SimpleJoint(training: Training(steps: 5, rate: 0.5))
  static let attack = MetaGradientAttack(
    iterations: 2, rule: .plain, stepSize: 1, checkedEntries: 1)
  static let budgets = [0.2, 0.5]
  static let draws = 2

  static let domain = SyntheticDomain.tiny

  /// An untreated cell with three victims.
  static func untreated(seed: UInt64 = 0) -> Experiment {
    Experiment(
      domain: domain, seed: seed,
      victims: [Victim(twoStage), Victim(decisionFocused), Victim(simpleJoint)], freshWeights: 2)
  }

  /// A cell with an attack on the two-stage learner.
  static func attacked(
    by attack: any Attack = attack, within budget: Budget = Budget(features: 0.5), seed: UInt64 = 0
  ) -> Experiment {
    var experiment = untreated(seed: seed)
    (experiment.treatment, experiment.budget) = (.attack(attack, on: twoStage), budget)
    return experiment
  }

  /// A cell with draws of a control.
  static func controlled(
    by control: any Attack = UniformNoise(), within budget: Budget = Budget(features: 0.5),
    seed: UInt64 = 0
  ) -> Experiment {
    var experiment = untreated(seed: seed)
    (experiment.treatment, experiment.budget) = (.control(control, draws: draws), budget)
    return experiment
  }

  /// Per seed an untreated cell, and an attack and a control at each of two budgets.
  static func experiments(seeds: [UInt64] = [0, 1]) -> [Experiment] {
    seeds.flatMap { seed in
      [untreated(seed: seed)]
        + budgets.flatMap { budget in
          [
            attacked(within: Budget(features: budget), seed: seed),
            controlled(within: Budget(features: budget), seed: seed),
          ]
        }
    }
  }
}

extension Runner {
  /// The record of one experiment, which is run if it is missing.
  func record(of experiment: Experiment) async throws -> Record? {
    let items = try keyed([experiment.untreated, experiment])
    return try await study(of: items)[items[1].key]
  }
}

extension Laboratory {
  /// The result of one experiment; its data set has no digest.
  func run(_ experiment: Experiment, clean: Record? = nil) throws -> Result {
    let item = try KeyedExperiment(experiment, sources: sources)
    return try run(item, clean: clean, dataset: Digest(of: ""))
  }
}

extension TemporaryDirectory {
  /// The bytes of every file, by path, but for the summary of records, which holds times of change.
  func filesOfResults() throws -> [String: Data] {
    try files().filter { $0.key != "data/summary.h5" }
  }
}
