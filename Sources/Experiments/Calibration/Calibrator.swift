import Domains
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
    var seeds: [UInt64]
    var freshWeights: Int
    var setting: String
  }

  /// The names of the domains that can be calibrated.
  public static var domainNames: [String] { Calibration.needed.map(\.domain) }

  private static let blank = Training(steps: 0, rate: 0)

  static func task(_ name: String) -> Task? {
    switch name {
    case SyntheticDomain.name:
      let budgets = [0.1, 0.25, 0.5, 0.75, 1]
      return Task(
        domain: SyntheticDomain(),
        learners: [
          (TwoStage(training: blank), [0.025, 0.05, 0.1, 0.2, 0.4]),
          (DecisionFocused(training: blank), [0.25, 0.5, 1, 2, 4]),
          (SimpleJoint(training: blank), [0.25, 0.5, 1, 2, 4]),
          (DecisionRegression(training: blank), [0.25, 0.5, 1, 2, 4]),
        ], lengths: [5, 10, 20, 40], criterion: .validation, trainingSeeds: Array(100...104),
        trainingDraws: 3,
        attacked: [TwoStage.name, DecisionFocused.name], budgets: budgets, stepBudgets: budgets,
        isCoarseToFine: false, seeds: Array(100...104), freshWeights: 5,
        setting:
          "Seeds 100 to 104 of the small data set (250 training instances, 7 constraints); their held-out instances validate training, their targets serve the attacks. The large data set trains alike, and its plain steps are three times as long, as the gradient of an entry falls with the number of instances. Training lengths stop at 40 steps, which bounds the cost of attacks; what a training four times as long would reach stands in the table."
      )
    case PortfolioDomain.name:
      return Task(
        domain: PortfolioDomain(),
        learners: [
          (TwoStage(training: blank), [0.0125, 0.025, 0.05, 0.1, 0.2]),
          (DecisionFocused(training: blank), [0.3125, 0.625, 1.25, 2.5, 5]),
          (SimpleJoint(training: blank), [1.25, 2.5, 5, 10, 20]),
        ], lengths: [5, 10, 20], criterion: .trainingLoss, trainingSeeds: [100, 101, 102],
        trainingDraws: 1,
        attacked: [TwoStage.name, DecisionFocused.name], budgets: [0.0025, 0.005, 0.01, 0.02],
        stepBudgets: [0.01], isCoarseToFine: true, seeds: [100], freshWeights: 5,
        setting:
          "The window that holds most of 2013, which no reported seed uses; its held-out dates and those of its gap validate training (three initial weights), its targets serve the attacks. By the rule of validated utility the decision-focused learner would get the least training on offer: in this window its training lowers the utility at new dates (the table shows it), and what is hardly trained can hardly be poisoned. So, for every learner alike, the rate is chosen by its own training loss after 20 steps, a length that bounds the cost of attacks; validated utilities, also of a training four times as long, stand in the table. Every attack is dear here: plain steps are searched on one seed at the middle budget, 1 % of the price, in two rounds (whole powers of ten, then the half powers beside the best and the learner's own rate)."
      )
    default: return nil
    }
  }

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
      let trials = try await search.trials(in: runner.laboratory, jobs: runner.jobs)
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
        iterations: 40, freshWeights: task.freshWeights)
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
