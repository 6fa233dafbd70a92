public import Experiments
import Learning
import Reproducibility

/// Chooses hyperparameters on calibration seeds, by the ledger's rules; what is reported plays no
/// part.
public struct Calibrator: Sendable {
  /// Runs attacks and keeps their records.
  public let runner: Runner
  /// Told what is being done.
  public let log: @Sendable (String) -> Void

  /// A calibrator.
  public init(runner: Runner, log: @escaping @Sendable (String) -> Void) {
    (self.runner, self.log) = (runner, log)
  }

  /// The choices for a domain.
  ///
  /// - Parameter task: the domain with the candidates.
  /// - Returns: the choices with all that was tried.
  /// - Throws: `CalibrationError`, or what an experiment throws.
  public func calibrate(_ task: CalibrationTask) async throws -> Calibration.DomainChoice {
    var choice = Calibration.DomainChoice(learners: [:], setting: task.setting)
    for (learner, rates) in task.learners {
      let id = learner.id
      log("\(task.id): training of the \(id) learner")
      let search = TrainingSearch(
        learner: learner, domain: task.domain, seeds: task.trainingSeeds,
        draws: task.trainingDraws, rates: rates, lengths: task.lengths, criterion: task.criterion)
      let trials = try await search.trials(
        in: runner.laboratory, jobs: runner.jobs, progress: runner.progress)
      guard let chosen = trials.first(where: \.isChosen), let steps = chosen.steps else {
        throw CalibrationError.untrainable(id)
      }
      log("  \(steps) steps of rate \(NumberFormat.exact(chosen.setting))")
      choice.learners[id] = Calibration.LearnerChoice(steps: steps, rate: chosen.setting)
      choice.trials += trials
    }
    for (learner, _) in task.learners where task.attacked.contains(learner.id) {
      let id = learner.id
      var trained = learner
      let settings = choice.choice(id)
      trained.training = Training(steps: settings.steps, rate: settings.rate)
      log("\(task.id): plain steps against the \(id) learner")
      var search = StepSearch(
        learner: trained, domain: task.domain, seeds: task.seeds, budgets: task.stepBudgets,
        iterations: task.iterations, freshWeights: task.freshWeights)
      let outcome =
        task.isCoarseToFine
        ? try await search.runCoarseToFine(runner) : try await search.run(runner)
      log("  steps of size \(NumberFormat.exact(outcome.size))")
      choice.learners[id]?.plainStep = outcome.size
      choice.trials += outcome.trials
      guard id == task.attacked.first else { continue }
      var shares = outcome.lostShares
      if task.stepBudgets != task.budgets {
        search.budgets = task.budgets
        search.candidates = [outcome.size]
        shares = try await search.run(runner).lostShares
      }
      let reference = shares.first { $0.share >= 0.25 }?.budget
      choice.referenceBudget = reference
      choice.trials += shares.map {
        Calibration.Trial(
          kind: .budget, learner: id, setting: $0.budget, outcome: $0.share,
          isChosen: $0.budget == reference)
      }
      log("  B* = \(reference.map { NumberFormat.exact($0) } ?? "none")")
    }
    return choice
  }
}
