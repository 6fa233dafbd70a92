import Attacks
import Domains
public import Experiments
import Foundation
import Learning
import Reproducibility
import Statistics

/// Measures what the field's learners and defences lose to poisons.
///
/// Every cell is an experiment with a record, so that a second run resumes.
public struct FieldMeasurement: Sendable {
  /// Runs experiments and keeps their records.
  public let runner: Runner
  /// The iterations of every attack.
  ///
  /// The default is 40.
  public var iterations = 40
  /// From how many initial weights every victim is trained.
  ///
  /// The default is 5.
  public var freshWeights = 5
  /// How often every attack is made in the comparison of attacks.
  ///
  /// The default is 2.
  public var repetitions = 2
  /// Told what is being done.
  public let log: @Sendable (String) -> Void

  /// A measurement.
  public init(runner: Runner, log: @escaping @Sendable (String) -> Void) {
    (self.runner, self.log) = (runner, log)
  }

  /// Measures one problem.
  ///
  /// - Parameters:
  ///   - task: the problem with its units.
  ///   - calibration: how learners train where the problem does not try rates itself.
  /// - Returns: what was measured.
  /// - Throws: what an experiment throws.
  public func measure(
    _ task: FieldTask, _ calibration: Calibration
  ) async throws -> FieldStudy.Place {
    let choices = try await choices(task, calibration)
    let learners = learners(choices)
    var (cells, planned): ([FieldStudy.Cell], Int) = ([], 0)
    for part in task.parts {
      let plan = plan(part, task, learners)
      log("\(task.id), \(part.rawValue): \(English.counted(plan.count, "experiment"))")
      cells += try await measured(plan, part)
      planned += plan.reduce(0) { $0 + $1.experiment.victims.count }
    }
    let levels = try await levels(task, learners[0])
    return FieldStudy.Place(
      id: task.id, label: task.domain.title, budget: task.budget, units: task.units,
      calibrationUnits: task.calibrationUnits, choices: choices, best: levels.map(\.best),
      scale: levels.map(\.scale), closeness: try closeness(task, learners), cells: cells,
      planned: planned)
  }

  /// What was measured of one problem as rows of a leaderboard, joined over reported units.
  ///
  /// - Parameters:
  ///   - task: the problem with its units; what is missing is measured.
  ///   - calibration: how learners train where the problem does not try rates itself.
  /// - Returns: one row for each learner, attack, defence and share of the rows; none where
  ///   attacks alone are compared, on units that are not reported.
  /// - Throws: what an experiment throws.
  public func leaderboard(
    _ task: FieldTask, _ calibration: Calibration
  ) async throws -> [LeaderboardRow] {
    let learners = learners(try await choices(task, calibration))
    let parts = task.parts.filter { $0 != .attacks }
    let plan = parts.flatMap { self.plan($0, task, learners) }
    let rows = try await runner.pairs(of: plan.map(\.experiment)).flatMap { pair in
      let experiment = pair.item.experiment
      return try pair.treated.map {
        try LeaderboardRow.rows(
          of: $0, experiment, levels: pair.clean?.levels ?? [],
          in: runner.laboratory.scenario(of: task.domain, seed: experiment.seed))
      } ?? []
    }
    return LeaderboardRow.joined(rows)
  }

  // MARK: Levels

  /// The utility of the best decisions at the targets of each unit, and the scale of regrets.
  private func levels(
    _ task: FieldTask, _ learner: any Learner
  ) async throws -> [(best: Double, scale: Double)] {
    let items = try runner.keyed(
      task.units.map {
        Experiment(
          domain: task.domain, seed: $0, victims: [Victim(learner)], freshWeights: freshWeights)
      })
    let records = try await runner.study(of: items, keepsSummary: false)
    return try items.map { item in
      let best = records[item.key]?.levels.first { $0.id == .perfect }?.targets ?? .nan
      let scenario = try runner.laboratory.scenario(of: task.domain, seed: item.experiment.seed)
      let utilities = try scenario.problem.utilities(of: nil, when: scenario.targetOutcome)
      return (best, utilities.map(\.magnitude).mean ?? .nan)
    }
  }

  // MARK: Cells

  /// An experiment, with what is to be said of its victims.
  struct Planned {
    let experiment: Experiment
    /// What pages call the attack.
    let attack: String
    var isAware: Bool { experiment.knownDefence != nil }
  }

  /// Whom attacks are compared on.
  static let attacked = [TwoStage.id, DecisionFocused.id]

  /// The experiments of a part.
  func plan(
    _ part: FieldStudy.Part, _ task: FieldTask, _ learners: [any Learner]
  ) -> [Planned] {
    let pair = learners.filter { FieldMeasurement.attacked.contains($0.id) }
    let smoothed = SmoothedAttack(iterations: iterations, anneals: true, checkedEntries: 0)
    func cells(
      _ units: [UInt64], _ attack: any Attack, _ label: String? = nil, on learner: any Learner,
      _ budget: Budget, _ victims: [Victim], knowing defence: (any Defence)? = nil,
      after smaller: [Budget] = [], repetition: Int = 0
    ) -> [Planned] {
      units.map { seed in
        var cell = Experiment(
          domain: task.domain, seed: seed, treatment: .attack(attack, on: learner),
          budget: budget, victims: victims, freshWeights: freshWeights)
        (cell.knownDefence, cell.smallerBudgets) = (defence, smaller)
        cell.repetition = repetition
        return Planned(experiment: cell, attack: label ?? attack.label)
      }
    }
    let whole = Budget(features: task.budget)
    switch part {
    case .learners:
      return learners.flatMap {
        cells(task.units, smoothed, on: $0, whole, learners.map { Victim($0) })
      }
    case .defences:
      let defences = DefenceCatalog.all.map { $0.init() }
      return pair.flatMap { learner in
        let defended = defences.map { Victim(learner, defence: $0) }
        return cells(task.units, smoothed, on: learner, whole, [Victim(learner)] + defended)
          + zip(defences, defended).flatMap { defence, victim in
            cells(task.units, smoothed, on: learner, whole, [victim], knowing: defence)
          }
      }
    case .shares:
      return pair.flatMap { learner in
        [0.05, 0.1, 0.2].flatMap { share in
          cells(
            task.units, smoothed, on: learner, Budget(features: task.budget, share: .init(share)),
            [Victim(learner)])
        }
      }
    case .attacks:
      let attacks: [(label: String, attack: any Attack)] = [
        (
          "direct, sign steps",
          MetaGradientAttack(
            iterations: iterations, rule: .sign, stepSize: 0.1, checkedEntries: 0)
        ),
        (
          "momentum, two models",
          SmoothedAttack(iterations: iterations, smoothing: 1, checkedEntries: 0)
        ), ("smoothed, s = 10", smoothed),
        ("continued, s = 10", ContinuedAttack(smoothed, reevaluations: 8)),
        (FieldStudy.automatic, AutomaticAttack(smoothed)),
      ]
      let budgets = [0.5, 1, 2].map { Budget(features: $0 * task.budget) }
      return pair.flatMap { learner in
        budgets.indices.flatMap { index in
          attacks.flatMap { attack in
            (0..<repetitions).flatMap { repetition in
              cells(
                task.calibrationUnits, attack.attack, attack.label, on: learner, budgets[index],
                pair.map { Victim($0) },
                after: type(of: attack.attack).keepsStart ? Array(budgets.prefix(index)) : [],
                repetition: repetition)
            }
          }
        }
      }
    }
  }

  /// Runs what is missing; a victim that came to nothing is left out.
  private func measured(
    _ plan: [Planned], _ part: FieldStudy.Part
  ) async throws -> [FieldStudy.Cell] {
    let pairs = try await runner.pairs(of: plan.map(\.experiment))
    return zip(plan, pairs).flatMap { planned, pair in
      let experiment = planned.experiment
      return experiment.victims.compactMap { victim -> FieldStudy.Cell? in
        guard let before = pair.clean?.evaluations[victim.id]?.clean,
          let after = pair.treated?.evaluations[victim.id]?.poisoned.first?.targets,
          let (own, attacked) = mean(before.targets, after), let madeFor = experiment.attacked
        else { return nil }
        return FieldStudy.Cell(
          part: part, attack: planned.attack, madeFor: madeFor.id,
          isAware: planned.isAware, learner: victim.learner.id, defence: victim.defence?.name,
          budget: experiment.budget.features, share: experiment.budget.share?.fraction,
          seed: experiment.seed, repetition: experiment.repetition, clean: own, attacked: attacked,
          error: Interval(of: zip(before.targets, after).map { $0 - $1 }).standardError,
          cleanHeldOut: before.heldOut.mean, record: pair.item.key)
      }
    }
  }

  private func mean(_ before: [Double], _ after: [Double]) -> (Double, Double)? {
    guard before.count == after.count, let own = before.mean, let attacked = after.mean,
      own.isFinite, attacked.isFinite
    else { return nil }
    return (own, attacked)
  }
}
