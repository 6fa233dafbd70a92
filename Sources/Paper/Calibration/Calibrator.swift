public import Domains
import Learning
import Reproducibility

/// Chooses hyperparameters on calibration seeds, by the ledger's rules; what is reported plays no part.
public struct Calibrator: Sendable {
  /// Runs attacks and keeps their records.
  public let runner: Runner
  /// Told what is being done.
  public let log: @Sendable (String) -> Void

  /// A calibrator.
  public init(runner: Runner, log: @escaping @Sendable (String) -> Void) {
    (self.runner, self.log) = (runner, log)
  }

  /// A domain that can be calibrated: candidates, seeds, and on what the choice is made.
  struct Task: Sendable {
    var domain: any Domain
    var learners: [(learner: any Learner, rates: [Double])]
    var lengths: [Int]
    var criterion: TrainingSearch.Criterion
    var trainingSeeds: [UInt64]
    var trainingDraws: Int
    /// Learners that plain attacks are made for, the two-stage one first.
    var attacked: [String]
    var budgets: [Double]
    /// Budgets at which steps are tried; the others of `budgets` get the chosen one only.
    var stepBudgets: [Double]
    /// Whether steps are searched in two rounds, where every attack is dear.
    var isCoarseToFine: Bool
    /// Attack iterations, as in the grid.
    var iterations = 40
    var seeds: [UInt64]
    var freshWeights: Int
    var setting: String
  }

  /// The names of the domains that can be calibrated.
  public static var domainNames: [String] { Calibration.needed.map(\.domain) }

  /// The domain that is calibrated under a name.
  public static func domain(_ name: String) -> (any Domain)? { task(name)?.domain }

  /// The choices for a domain.
  ///
  /// - Parameter name: one of `domainNames`.
  /// - Returns: the choices with all that was tried.
  /// - Throws: `CalibrationError`, or what an experiment throws.
  public func calibrate(_ name: String) async throws -> Calibration.DomainChoice {
    guard let task = Calibrator.task(name) else { throw CalibrationError.unknownDomain(name) }
    var choice = Calibration.DomainChoice(learners: [:], setting: task.setting)
    for (learner, rates) in task.learners {
      let learnerName = type(of: learner).name
      log("\(name): training of the \(learnerName) learner")
      let search = TrainingSearch(
        learner: learner, domain: task.domain, seeds: task.trainingSeeds,
        draws: task.trainingDraws, rates: rates, lengths: task.lengths, criterion: task.criterion)
      let trials = try await search.trials(
        in: runner.laboratory, jobs: runner.jobs, progress: runner.progress)
      guard let chosen = trials.first(where: \.isChosen), let steps = chosen.steps else {
        throw CalibrationError.untrainable(learnerName)
      }
      log("  \(steps) steps of rate \(NumberFormat.exact(chosen.setting))")
      choice.learners[learnerName] = Calibration.LearnerChoice(steps: steps, rate: chosen.setting)
      choice.trials += trials
    }
    for (learner, _) in task.learners where task.attacked.contains(type(of: learner).name) {
      let learnerName = type(of: learner).name
      var trained = learner
      let settings = choice.choice(learnerName)
      trained.training = Training(steps: settings.steps, rate: settings.rate)
      log("\(name): plain steps against the \(learnerName) learner")
      var search = StepSearch(
        learner: trained, domain: task.domain, seeds: task.seeds, budgets: task.stepBudgets,
        iterations: task.iterations, freshWeights: task.freshWeights)
      let outcome =
        task.isCoarseToFine
        ? try await search.runCoarseToFine(runner) : try await search.run(runner)
      log("  steps of size \(NumberFormat.exact(outcome.size))")
      choice.learners[learnerName]?.plainStep = outcome.size
      choice.trials += outcome.trials
      guard learner is TwoStage else { continue }
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
          kind: "budget", learner: learnerName, setting: $0.budget, outcome: $0.share,
          isChosen: $0.budget == reference)
      }
      log("  B* = \(reference.map { NumberFormat.exact($0) } ?? "none")")
    }
    return choice
  }
}
