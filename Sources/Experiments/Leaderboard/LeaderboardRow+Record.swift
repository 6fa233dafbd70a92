import Domains
public import Learning
import LinearAlgebra
import Reproducibility

extension LeaderboardRow {
  /// The rows of a record, one per victim that it evaluates.
  ///
  /// - Parameters:
  ///   - record: of an attack or a control.
  ///   - experiment: which experiment it is the record of.
  ///   - levels: what the best decisions reach, as the record with clean data has it.
  ///   - scenario: the experiment's scenario, whose best utilities are the scale of regrets.
  ///   - problem: what the problem is called. The default is the domain's title.
  /// - Returns: the rows in the order of the experiment's victims; none where nothing is done to
  ///   the data, or where the best decisions are not known.
  /// - Throws: `SolverError` where a best decision has no answer.
  public static func rows(
    of record: Record, _ experiment: Experiment, levels: [Record.Level], in scenario: Scenario,
    problem: String? = nil
  ) throws -> [LeaderboardRow] {
    guard let attack = record.attack, let best = levels.first(where: { $0.id == .perfect }) else {
      return []
    }
    let places = try LeaderboardPlace.all(in: scenario, best: best)
    return experiment.victims.compactMap { victim in
      record.evaluations[victim.id].map { evaluation in
        LeaderboardRow(
          problem: problem ?? experiment.domain.title, learner: victim.learner.name,
          attack: attack.text, madeFor: experiment.attacked?.name, defence: victim.defence?.name,
          knowsDefence: experiment.knownDefence != nil, features: experiment.budget.features,
          labels: experiment.budget.labels,
          share: scenario.touchableShare(within: experiment.budget), seeds: [record.seed],
          initialWeights: evaluation.clean.targets.count,
          losses: Dictionary(
            uniqueKeysWithValues: places.map { ($0.name, $0.loss(evaluation)) }),
          datasets: [record.dataset], records: [record.key])
      }
    }
  }

  /// The rows of an attack on a problem of one's own and of its controls, one per learner each.
  ///
  /// - Parameters:
  ///   - outcome: what came of the attack.
  ///   - study: the problem, whose title is the row's.
  /// - Returns: the rows of the attack in the order of the learners, then those of each control.
  /// - Throws: `SolverError` where a best decision has no answer.
  public static func rows(
    of outcome: CustomOutcome, on study: CustomStudy
  ) throws -> [LeaderboardRow] {
    let learner = study.learner(outcome.attack.learner)
    let scenario = try study.scenario(for: learner)
    var experiment = Experiment(
      domain: CustomDomain(study.problem, for: outcome.attack.learner), seed: study.seed,
      treatment: .attack(outcome.attack.attack, on: learner), budget: outcome.attack.budget,
      victims: study.learners.map { Victim($0) }, freshWeights: CustomAttack.freshWeights)
    var rows = try rows(
      of: outcome.record, experiment, levels: outcome.levels, in: scenario, problem: study.title)
    experiment.treatment = .none
    for control in outcome.controls {
      rows += try self.rows(
        of: control, experiment, levels: outcome.levels, in: scenario, problem: study.title)
    }
    return rows
  }
}

/// A set of instances at which regret is measured.
private struct LeaderboardPlace {
  let name: String
  /// The utilities that a victim reaches there, one per initial weights.
  let values: (VictimUtility) -> [Double]
  /// The mean of the best utilities, and the sum of their magnitudes.
  let best: Double, scale: Double
  let instances: Int

  /// Targets, and held-out instances where there are any.
  static func all(in scenario: Scenario, best: Record.Level) throws -> [LeaderboardPlace] {
    func place(
      _ name: String, _ outcome: [Matrix], _ best: Double?,
      _ values: @escaping (VictimUtility) -> [Double]
    ) throws -> LeaderboardPlace? {
      guard let best, outcome[0].rows > 0 else { return nil }
      let utilities = try scenario.problem.utilities(of: nil, when: outcome)
      return LeaderboardPlace(
        name: name, values: values, best: best,
        scale: utilities.reduce(0) { $0 + $1.magnitude }, instances: utilities.count)
    }
    return try [
      place("targets", scenario.targetOutcome, best.targets) { $0.targets },
      place("held_out", scenario.heldOutOutcome, best.heldOut) { $0.heldOut },
    ].compactMap(\.self)
  }

  func loss(_ evaluation: Record.Evaluation) -> LeaderboardRow.Loss {
    func regret(_ reached: [Double]) -> Regret {
      let mean = reached.reduce(0, +) / Double(reached.count)
      return Regret(
        total: (best - mean) * Double(instances), scale: scale, instances: instances)
    }
    return LeaderboardRow.Loss(
      clean: regret(values(evaluation.clean)),
      attacked: regret(evaluation.poisoned(values).flatMap(\.self)))
  }
}

extension Scenario {
  /// The share of the training rows that may be touched: of the attacker's choice where the budget
  /// says how many, else all that the box lets.
  fileprivate func touchableShare(within budget: Budget) -> Double {
    let rows = budget.features > 0 ? pipeline.perturbationShape.rows : pipeline.labelShape.rows
    let box = budget.features > 0 ? box : labelBox
    let touchable = box.touchableRows(rows).count { $0 }
    return Double(min(touchable, budget.share?.count(of: rows) ?? rows)) / Double(rows)
  }
}
