import Domains
import Learning
import TestSupport

@testable import Paper

extension Calibration {
  /// Settings for tests, which shall not change with the calibration file.
  static let example = Calibration(domains: [
    "synthetic": DomainChoice(
      learners: [
        "two-stage": LearnerChoice(steps: 100, rate: 0.05, attacks: algorithm1(plain: 10)),
        "decision-focused": LearnerChoice(steps: 40, rate: 0.5, attacks: algorithm1(plain: 10)),
        "simple-joint": LearnerChoice(steps: 100, rate: 0.5, attacks: ensembles),
        "decision-regression": LearnerChoice(steps: 100, rate: 0.1),
      ]),
    "portfolio": exampleOfPortfolios, "portfolio-no-prior": exampleOfPortfolios,
    "matching": exampleOfMatching, "matching-pair": exampleOfMatching,
  ])

  private static let exampleOfPortfolios = DomainChoice(
    learners: [
      "two-stage": LearnerChoice(steps: 15, rate: 0.1, attacks: algorithm1(plain: 0.02)),
      "decision-focused": LearnerChoice(steps: 15, rate: 5, attacks: algorithm1(plain: 0.002)),
      "simple-joint": LearnerChoice(steps: 15, rate: 5, attacks: ensembles),
    ])

  private static let exampleOfMatching = DomainChoice(
    learners: [
      "two-stage": LearnerChoice(steps: 10, rate: 0.5, attacks: algorithm1(plain: 0.3)),
      "decision-focused": LearnerChoice(steps: 10, rate: 0.002, attacks: algorithm1(plain: 0.3)),
      "simple-joint": LearnerChoice(steps: 10, rate: 0.002, attacks: ensembles),
    ])

  private static func algorithm1(plain: Double) -> [AttackMethod: AttackSetting] {
    [
      .plain: .init(step: plain), .sign: .init(step: 0.1),
      .smoothed: .init(step: 0.2, smoothing: 3),
    ]
  }

  private static let ensembles: [AttackMethod: AttackSetting] = [
    .metaPoison: .init(step: 2), .strongMetaPoison: .init(step: 0.125),
  ]
}
