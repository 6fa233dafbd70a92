import Domains
import Learning

@testable import Paper

/// A calibration that no file holds, so that what tests see does not change with
/// `data/calibration.json`.
enum FabricatedCalibration {
  static let calibration = Calibration(domains: [
    SyntheticDomain.id: synthetic, PortfolioDomain.id: portfolio, MatchingDomain.id: matching,
    Calibration.pairID: matching, Calibration.noPriorID: portfolio,
  ])

  /// The same choices without what was tried.
  static var untried: Calibration {
    var calibration = calibration
    for name in calibration.domains.keys { calibration.domains[name]?.trials = [] }
    return calibration
  }

  private static let synthetic = Calibration.DomainChoice(
    learners: [
      TwoStage.id: .init(steps: 100, rate: 0.05, attacks: algorithm1(plain: 10)),
      DecisionFocused.id: .init(steps: 40, rate: 0.5, attacks: algorithm1(plain: 10)),
      SimpleJoint.id: .init(steps: 100, rate: 0.5, attacks: ensembles),
      DecisionRegression.id: .init(steps: 100, rate: 0.1),
    ], setting: "Made-up trials on seeds 100 to 104.",
    trials: [
      .init(kind: .training, learner: TwoStage.id, steps: 50, setting: 0.05, outcome: 3.2),
      .init(
        kind: .training, learner: TwoStage.id, steps: 100, setting: 0.05, outcome: 3.5, loss: 0.25,
        isChosen: true),
      .init(kind: .training, learner: TwoStage.id, steps: 400, setting: 0.05, outcome: 3.52),
      .init(kind: .training, learner: TwoStage.id, steps: 50, setting: 5, outcome: nil),
      .init(kind: .step, learner: TwoStage.id, attack: .plain, setting: 0.1, outcome: 3.1),
      .init(kind: .step, learner: TwoStage.id, attack: .plain, setting: 1, outcome: 2.1),
      .init(kind: .step, learner: TwoStage.id, attack: .plain, setting: 10, outcome: 1.4),
      .init(kind: .step, learner: DecisionFocused.id, attack: .plain, setting: 1, outcome: 2.9),
      .init(
        kind: .step, learner: DecisionFocused.id, attack: .plain, setting: 10, outcome: 2.5),
      .init(kind: .step, learner: DecisionFocused.id, attack: .plain, setting: 100, outcome: nil),
      .init(kind: .step, learner: DecisionFocused.id, attack: .plain, setting: 1000, outcome: 2.8),
      .init(
        kind: .final, learner: TwoStage.id, attack: .plain, setting: 1, outcome: 1.1),
      .init(
        kind: .final, learner: TwoStage.id, attack: .plain, setting: 10, outcome: 0.9,
        isChosen: true),
    ])

  private static let portfolio = Calibration.DomainChoice(
    learners: [
      TwoStage.id: .init(steps: 15, rate: 0.1, attacks: algorithm1(plain: 0.02)),
      DecisionFocused.id: .init(steps: 15, rate: 5, attacks: algorithm1(plain: 0.002)),
      SimpleJoint.id: .init(steps: 15, rate: 5, attacks: ensembles),
    ], setting: "Chosen without trials.")

  private static let matching = Calibration.DomainChoice(
    learners: [
      TwoStage.id: .init(steps: 10, rate: 0.5, attacks: algorithm1(plain: 0.3)),
      DecisionFocused.id: .init(steps: 10, rate: 0.002, attacks: algorithm1(plain: 0.3)),
      SimpleJoint.id: .init(steps: 10, rate: 0.002, attacks: ensembles),
    ], setting: "Chosen without trials.")

  private static func algorithm1(
    plain: Double
  ) -> [AttackMethod: Calibration.AttackSetting] {
    [
      .plain: .init(step: plain), .sign: .init(step: 0.1),
      .smoothed: .init(step: 0.1, smoothing: 10),
    ]
  }

  private static let ensembles: [AttackMethod: Calibration.AttackSetting] = [
    .metaPoison: .init(step: 25), .strongMetaPoison: .init(step: 0.125),
  ]
}
