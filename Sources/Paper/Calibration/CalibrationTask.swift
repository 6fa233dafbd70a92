import Domains
import Learning

/// A domain that can be calibrated: candidates, seeds, and on what the choice is made.
///
/// A further domain is one further element of `all`.
public struct CalibrationTask: Sendable {
  /// Under which it stands in the file.
  public let id: DomainID
  /// The domain.
  public let domain: any Domain
  let learners: [(learner: any Learner, rates: [Double])]
  let lengths: [Int]
  let criterion: TrainingSearch.Criterion
  let trainingSeeds: [UInt64]
  var trainingDraws = 1
  /// Learners that plain attacks are made for, the two-stage one first.
  let attacked: [LearnerID]
  let budgets: [Double]
  /// Budgets at which steps are tried; the others of `budgets` get the chosen one only.
  let stepBudgets: [Double]
  /// Whether steps are searched in two rounds, where every attack is dear.
  var isCoarseToFine = true
  /// Attack iterations, as in the grid; the default is 40.
  var iterations = 40
  let seeds: [UInt64]
  let freshWeights: Int
  let setting: String

  /// All of them, in the order in which they are calibrated.
  public static let all = [synthetic, portfolio, matching, pairMatching]

  private static let blank = Training(steps: 0, rate: 0)

  private static let synthetic = CalibrationTask(
    id: SyntheticDomain.id, domain: SyntheticDomain(),
    learners: [
      (TwoStage(training: blank), [0.025, 0.05, 0.1, 0.2, 0.4]),
      (DecisionFocused(training: blank), [0.25, 0.5, 1, 2, 4]),
      (SimpleJoint(training: blank), [0.25, 0.5, 1, 2, 4]),
      (DecisionRegression(training: blank), [0.25, 0.5, 1, 2, 4]),
    ], lengths: [5, 10, 20, 40], criterion: .validation, trainingSeeds: Array(100...104),
    trainingDraws: 3, attacked: [TwoStage.id, DecisionFocused.id],
    budgets: [0.1, 0.25, 0.5, 0.75, 1], stepBudgets: [0.1, 0.25, 0.5, 0.75, 1],
    isCoarseToFine: false, seeds: Array(100...104), freshWeights: 5,
    setting: """
      Seeds 100 to 104 of the small data set (250 training instances, 7 constraints); their \
      held-out instances validate training, their targets serve the attacks. The large data set \
      trains alike, and its plain steps are three times as long, as the gradient of an entry falls \
      with the number of instances. Training lengths stop at 40 steps, which bounds the cost of \
      attacks; what a training four times as long would reach stands in the table.
      """)

  private static let portfolio = CalibrationTask(
    id: PortfolioDomain.id, domain: PortfolioDomain(),
    learners: [
      (TwoStage(training: blank), [0.0125, 0.025, 0.05, 0.1, 0.2]),
      (DecisionFocused(training: blank), [0.3125, 0.625, 1.25, 2.5, 5]),
      (SimpleJoint(training: blank), [1.25, 2.5, 5, 10, 20]),
    ], lengths: [5, 10, 20], criterion: .trainingLoss, trainingSeeds: [100, 101, 102],
    attacked: [TwoStage.id, DecisionFocused.id], budgets: [0.0025, 0.005, 0.01, 0.02],
    stepBudgets: [0.01], seeds: [100], freshWeights: 5,
    setting: """
      The window that holds most of 2013, which no reported seed uses; its held-out dates and \
      those of its gap validate training (three initial weights), its targets serve the attacks. \
      By the rule of validated utility the decision-focused learner would get the least training \
      on offer: in this window its training lowers the utility at new dates (the table shows it), \
      and what is hardly trained can hardly be poisoned. So, for every learner alike, the rate is \
      chosen by its own training loss after 20 steps, a length that bounds the cost of attacks; \
      validated utilities, also of a training four times as long, stand in the table. Every attack \
      is dear here: plain steps are searched on one seed at the middle budget, 1 % of the price, \
      in two rounds (whole powers of ten, then the half powers beside the best and the learner's \
      own rate).
      """)

  /// Splits of the training instances of fold 0: calibration must not see the targets of all folds
  /// at once.
  private static let matchingSetting = """
    Seeds 100 to 104, each of which divides the 22 training instances of the grid's first fold \
    anew: 17 for training, 3 targets, 2 held out. Held-out instances validate training, targets \
    serve the attacks. The targets of the other folds are among all of these, as no instance is \
    left over for calibration alone.
    """

  private static let matching = CalibrationTask(
    id: MatchingDomain.id, domain: MatchingDomain(),
    learners: [
      (TwoStage(training: blank), [0.125, 0.25, 0.5, 1, 2]),
      (DecisionFocused(training: blank), [0.002, 0.004, 0.008, 0.016, 0.032]),
      (SimpleJoint(training: blank), [0.002, 0.004, 0.008, 0.016, 0.032]),
    ], lengths: [5, 10, 20, 40], criterion: .validation, trainingSeeds: Array(100...104),
    attacked: [TwoStage.id, DecisionFocused.id], budgets: [0.025, 0.05, 0.1, 0.25],
    stepBudgets: [0.1], iterations: 30, seeds: [100], freshWeights: 3,
    setting: matchingSetting + " " + """
      Training lengths stop at 40 steps, which bounds the cost of attacks. Every attack is dear \
      here: plain steps are searched on one seed at the budget 0.1, in two rounds (whole powers \
      of ten, then the half powers beside the best and the learner's own rate).
      """)

  private static let pairMatching = CalibrationTask(
    id: Calibration.pairID, domain: MatchingDomain(network: .pair),
    learners: [
      (TwoStage(training: blank), [0.0625, 0.125, 0.25, 0.5, 1]),
      (DecisionFocused(training: blank), [0.01, 0.03, 0.1, 0.3, 1]),
      (SimpleJoint(training: blank), [0.01, 0.03, 0.1, 0.3, 1]),
    ], lengths: [5, 10, 20, 40], criterion: .validation, trainingSeeds: [100, 101, 102],
    attacked: [], budgets: [], stepBudgets: [], seeds: [], freshWeights: 0,
    setting: matchingSetting + " " + """
      Three of the five seeds. The pair network gets one cell of the grid, with sign steps, \
      whose size needs no search.
      """)
}
