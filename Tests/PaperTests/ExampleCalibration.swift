import Domains
import Learning
import TestSupport

@testable import Paper

extension Calibration {
  /// Settings for tests, which shall not change with the calibration file.
  static let example = Calibration(domains: [
    "synthetic": DomainChoice(
      learners: [
        "two-stage": LearnerChoice(steps: 100, rate: 0.05, plainStep: 10),
        "decision-focused": LearnerChoice(steps: 40, rate: 0.5, plainStep: 10),
        "simple-joint": LearnerChoice(steps: 100, rate: 0.5),
        "decision-regression": LearnerChoice(steps: 100, rate: 0.1),
      ], referenceBudget: 0.5),
    "portfolio": DomainChoice(
      learners: [
        "two-stage": LearnerChoice(steps: 15, rate: 0.1, plainStep: 0.02),
        "decision-focused": LearnerChoice(steps: 15, rate: 5, plainStep: 0.002),
        "simple-joint": LearnerChoice(steps: 15, rate: 5),
      ], referenceBudget: 0.01),
    "matching": exampleOfMatching, "matching-pair": exampleOfMatching,
  ])

  private static let exampleOfMatching = DomainChoice(
    learners: [
      "two-stage": LearnerChoice(steps: 10, rate: 0.5, plainStep: 0.3),
      "decision-focused": LearnerChoice(steps: 10, rate: 0.002, plainStep: 0.3),
      "simple-joint": LearnerChoice(steps: 10, rate: 0.002),
    ], referenceBudget: 0.05)
}
