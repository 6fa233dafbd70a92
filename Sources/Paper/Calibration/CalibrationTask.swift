import Domains
import Learning

/// A domain that can be calibrated: candidates, units, and on what the choice is made.
///
/// A further domain is one further element of `all`.
public struct CalibrationTask: Sendable {
  /// Under which it stands in the file.
  public let id: DomainID
  /// The domain.
  public let domain: any Domain
  let learners: [(learner: any Learner, rates: [Double])]
  let trainingUnits: [UInt64]
  var trainingDraws = 1
  /// The attacks on each attacked learner, with the middle one of their nine steps.
  let attacks: [(learner: LearnerID, methods: [(AttackMethod, middle: Double)])]
  let reference: Double, largest: Double
  /// Attack iterations, and craft steps and models of MetaPoison, as in the grid.
  var iterations = 40, craftSteps = 60, models = 8
  let attackUnits: [UInt64]
  let freshWeights: Int
  let setting: String

  /// All of them, in the order in which they are calibrated.
  public static let all = [synthetic, portfolio, noPrior, matching, pairMatching]

  private static let blank = Training(steps: 0, rate: 0)

  /// Algorithm 1 on both predictors, and MetaPoison on the simple joint learner.
  private static func attacks(
    plain: Double
  ) -> [(learner: LearnerID, methods: [(AttackMethod, middle: Double)])] {
    let steps = [(AttackMethod.plain, middle: plain), (.sign, 0.1), (.smoothed, 0.1)]
    return [
      (TwoStage.id, steps), (DecisionFocused.id, steps),
      (SimpleJoint.id, [(.metaPoison, middle: 1), (.strongMetaPoison, 0.1)]),
    ]
  }

  private static let synthetic = CalibrationTask(
    id: SyntheticDomain.id, domain: SyntheticDomain(),
    learners: [
      (TwoStage(training: blank), [0.025, 0.05, 0.1, 0.2, 0.4]),
      (DecisionFocused(training: blank), [0.25, 0.5, 1, 2, 4]),
      (SimpleJoint(training: blank), [0.25, 0.5, 1, 2, 4]),
      (DecisionRegression(training: blank), [0.25, 0.5, 1, 2, 4]),
    ], trainingUnits: Array(100...104), trainingDraws: 3, attacks: attacks(plain: 10),
    reference: 0.5, largest: 1, models: 24, attackUnits: [100, 101, 102], freshWeights: 5,
    setting: """
      Seeds 100 to 104 of the small data set (250 training instances, 7 constraints), the first \
      three for attacks; their held-out instances validate training, their targets serve the \
      attacks. The large data set trains alike, and its plain steps are three times as long, as \
      the gradient of an entry falls with the number of instances.
      """)

  private static func portfolio(
    _ id: DomainID, _ domain: PortfolioDomain, _ setting: String
  ) -> CalibrationTask {
    CalibrationTask(
      id: id, domain: domain,
      learners: [
        (TwoStage(training: blank), [0.003, 0.01, 0.03, 0.1, 0.2]),
        (DecisionFocused(training: blank), [0.3, 1, 2, 5, 10]),
        (SimpleJoint(training: blank), [0.3, 1, 3, 10, 30]),
      ], trainingUnits: [100, 101, 102], attacks: attacks(plain: 0.01), reference: 0.01,
      largest: 0.02, attackUnits: [100, 101, 102], freshWeights: 3,
      setting: """
        \(setting)The window that holds most of 2013, which no reported unit uses, and its groups \
        of stocks 0 to 2; held-out dates and those of the gap validate training, targets serve the \
        attacks. Where a panel has fewer groups, its one group with three draws of initial weights.
        """)
  }

  static let portfolio = portfolio(PortfolioDomain.id, PortfolioDomain(), "")

  /// Learners without a prior.
  private static let noPrior = {
    var domain = PortfolioDomain()
    domain.prior = 1
    return portfolio(Calibration.noPriorID, domain, "Learners without a prior, κ = 1. ")
  }()

  private static let matchingSetting = """
    The training instances of fold 0, divided anew for each unit: 17 for training, 3 targets, 2 \
    held out. Held-out instances validate training, targets serve the attacks. For another fold \
    nothing of its own targets may be used, so that the choice is made on those of fold 0 alone.
    """

  static let matching = CalibrationTask(
    id: MatchingDomain.id, domain: MatchingDomain(),
    learners: [
      (TwoStage(training: blank), [0.125, 0.25, 0.5, 1, 2]),
      (DecisionFocused(training: blank), [0.002, 0.004, 0.008, 0.016, 0.032]),
      (SimpleJoint(training: blank), [0.002, 0.004, 0.008, 0.016, 0.032]),
    ], trainingUnits: Array(100...104), attacks: attacks(plain: 10), reference: 0.05,
    largest: 0.25, iterations: 30, craftSteps: 40, models: 4, attackUnits: [100, 101, 102],
    freshWeights: 3, setting: matchingSetting)

  private static let pairMatching = CalibrationTask(
    id: Calibration.pairID, domain: MatchingDomain(network: .pair),
    learners: [
      (TwoStage(training: blank), [0.0625, 0.125, 0.25, 0.5, 1]),
      (DecisionFocused(training: blank), [0.01, 0.03, 0.1, 0.3, 1]),
      (SimpleJoint(training: blank), [0.01, 0.03, 0.1, 0.3, 1]),
    ], trainingUnits: [100, 101], attacks: [], reference: 0.05, largest: 0.05, attackUnits: [],
    freshWeights: 0,
    setting: matchingSetting + " " + """
      Two units. The pair network gets one cell of the grid, with sign steps, whose size needs no \
      search.
      """)
}
