@testable import Experiments

/// A calibration that no file holds, so that what tests see does not change with `data/calibration.json`.
enum FabricatedCalibration {
  static let calibration = Calibration(domains: [
    "synthetic": synthetic, "portfolio": portfolio, "matching": matching,
    "matching-pair": matching,
  ])

  /// The same choices without what was tried.
  static var untried: Calibration {
    var calibration = calibration
    for name in calibration.domains.keys { calibration.domains[name]?.trials = [] }
    return calibration
  }

  private static let synthetic = Calibration.DomainChoice(
    learners: [
      "two-stage": .init(steps: 100, rate: 0.05, plainStep: 10),
      "decision-focused": .init(steps: 40, rate: 0.5, plainStep: 10),
      "simple-joint": .init(steps: 100, rate: 0.5, plainStep: 10),
      "decision-regression": .init(steps: 100, rate: 0.1),
    ], referenceBudget: 0.5, setting: "Made-up trials on seeds 100 to 104.",
    trials: [
      .init(kind: "training", learner: "two-stage", steps: 50, setting: 0.05, outcome: 3.2),
      .init(
        kind: "training", learner: "two-stage", steps: 100, setting: 0.05, outcome: 3.5, loss: 0.25,
        isChosen: true),
      .init(kind: "training", learner: "two-stage", steps: 400, setting: 0.05, outcome: 3.52),
      .init(kind: "training", learner: "two-stage", steps: 50, setting: 5, outcome: nil),
      .init(kind: "plain-step", learner: "two-stage", setting: 0.1, outcome: 3.1),
      .init(kind: "plain-step", learner: "two-stage", setting: 1, outcome: 2.1),
      .init(kind: "plain-step", learner: "two-stage", setting: 10, outcome: 1.4, isChosen: true),
      .init(kind: "plain-step", learner: "decision-focused", setting: 1, outcome: 2.9),
      .init(
        kind: "plain-step", learner: "decision-focused", setting: 10, outcome: 2.5, isChosen: true),
      .init(kind: "plain-step", learner: "decision-focused", setting: 100, outcome: nil),
      .init(kind: "plain-step", learner: "decision-focused", setting: 1000, outcome: 2.8),
      .init(kind: "budget", learner: "two-stage", setting: 0.25, outcome: 0.18),
      .init(kind: "budget", learner: "two-stage", setting: 0.5, outcome: 0.41, isChosen: true),
    ])

  private static let portfolio = Calibration.DomainChoice(
    learners: [
      "two-stage": .init(steps: 15, rate: 0.1, plainStep: 0.02),
      "decision-focused": .init(steps: 15, rate: 5, plainStep: 0.002),
      "simple-joint": .init(steps: 15, rate: 5, plainStep: 0.002),
    ], referenceBudget: 0.01, setting: "Chosen without trials.")

  private static let matching = Calibration.DomainChoice(
    learners: [
      "two-stage": .init(steps: 10, rate: 0.5, plainStep: 0.3),
      "decision-focused": .init(steps: 10, rate: 0.002, plainStep: 0.3),
      "simple-joint": .init(steps: 10, rate: 0.002),
    ], referenceBudget: 0.1, setting: "Chosen without trials.")
}
