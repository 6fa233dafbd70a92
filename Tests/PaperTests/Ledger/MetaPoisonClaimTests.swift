import Testing

@testable import Paper

/// A1, A2, A3, A11.
struct MetaPoisonClaimTests {
  static let cases = nominal + noTrend + weaker + elsewhere

  @Test(arguments: cases) func judges(_ one: ClaimCase) throws { try one.check() }

  /// W < 0.10 G on simple joint, at both sizes.
  private static let nominal = ClaimCase.of(
    "A1",
    .reproduced(.losing(0.09, on: .simpleJoint, at: "4a", "4b")),
    .contradicted(.losing(0.11, on: .simpleJoint, at: "4a", "4b")),
    .mixed(
      .losing(0.09, on: .simpleJoint, at: "4a"), .losing(0.11, on: .simpleJoint, at: "4b")),
    .open(.losing(0.09, spread: 0.02, on: .simpleJoint, at: "4a", "4b")),
    .open(.losing(0.11, spread: 0.02, on: .simpleJoint, at: "4a", "4b")),
    // At the reference budget alone.
    .reproduced(.losing(0.5, 0.5, 0.09, 0.5, 0.5, on: .simpleJoint, at: "4a", "4b")),
    .contradicted(.losing(0.5, 0.5, 0.09, 0.5, 0.5, on: .simpleJoint, at: "4a", "4b"))
      .choosing(CellChoice(budget: .place(4))),
    // Beyond the costliest control.
    .reproduced(
      .losing(0.5, on: .simpleJoint, at: "4a", "4b"),
      .losing(0.41, on: .simpleJoint, to: .noise, at: "4a", "4b")),
    .reproduced(
      .losing(0.5, on: .simpleJoint, at: "4a", "4b"),
      .losing(0.2, on: .simpleJoint, to: .noise, at: "4a", "4b"),
      .losing(0.41, on: .simpleJoint, to: .signs, at: "4a", "4b")),
    // A control that helps is not one.
    .reproduced(
      .losing(0.09, on: .simpleJoint, at: "4a", "4b"),
      .losing(-0.3, on: .simpleJoint, to: .noise, at: "4a", "4b"),
      .losing(-0.3, on: .simpleJoint, to: .signs, at: "4a", "4b")),
    // As a share of what the victim gains.
    .reproduced(
      .losing(0.14, on: .simpleJoint, at: "4a", "4b"),
      .gaining(1.5, by: .simpleJoint, at: "4a", "4b")),
    .contradicted(
      .losing(0.06, on: .simpleJoint, at: "4a", "4b"),
      .gaining(0.5, by: .simpleJoint, at: "4a", "4b")),
    // Without a clear gain of what the perfect decision gains, which is 2.
    .reproduced(
      .losing(0.15, on: .simpleJoint, at: "4a", "4b"),
      .gaining(0.3, spread: 0.4, by: .simpleJoint, at: "4a", "4b")),
    .notRun(.lacking("4b")), .notRun(.interrupted(at: "4a")),
    .notRun().choosing(CellChoice(budget: .place(5))),

    .contradicted(
      .losing(0.09, on: .simpleJoint, at: "4a", "4b"),
      .losing(0.11, on: .simpleJoint, to: .sharedWeights, at: "4a", "4b")
    ).sharingWeights,
    .unjudgeable(.havingAnotherShape(.simpleJoint, at: "4a", "4b")).sharingWeights,
    .notRun(.preset(.paper)).sharingWeights,
    .contradicted(.losing(0.2, on: .simpleJoint, to: .variant(.strong), at: "4a", "4b"))
      .choosing(CellChoice(variant: .strong)),
    // Steps by the sign are no form of MetaPoison's: its own remains.
    .reproduced(.losing(0.2, on: .simpleJoint, to: .variant(.strong), at: "4a", "4b"))
      .choosing(CellChoice(variant: .sign)))

  /// Without a slope of W on B, and with W < 0.05 G at the largest budget.
  private static let noTrend = ClaimCase.of(
    "A2",
    .reproduced(
      .losing(0, spread: 0.01, on: .twoStage, at: "4a", "4b"),
      .losing(0, spread: 0.04, on: .decisionFocused, at: "4a", "4b")),
    .contradicted(
      .losing(0, 0.1, 0.2, 0.3, 0.4, on: .twoStage, at: "4a", "4b"),
      .losing(0, 0.1, 0.2, 0.3, 0.4, on: .decisionFocused, at: "4a", "4b")),
    .mixed(
      .losing(0, 0.1, 0.2, 0.3, 0.4, on: .twoStage, at: "4a", "4b")),
    // A slope, and hardly a loss.
    .open(
      .losing(0, 0.01, 0.02, 0.03, 0.04, on: .twoStage, at: "4a", "4b"),
      .losing(0, 0.01, 0.02, 0.03, 0.04, on: .decisionFocused, at: "4a", "4b")),
    .notRun(.lacking("4a")))

  /// W(two-stage poison) − W(MetaPoison) > 0.05 G on both victims at both sizes.
  private static let weaker = ClaimCase.of(
    "A3",
    .reproduced(
      .losing(0.3, on: .twoStage, at: "5a", "5b"),
      .losing(0.2, on: .decisionFocused, at: "5a", "5b"),
      .losing(0.1, on: .twoStage, at: "4a", "4b")),
    .contradicted(
      .losing(0.3, on: .twoStage, at: "4a", "4b"),
      .losing(0.2, on: .decisionFocused, at: "4a", "4b")),
    .equal(.losing(0.04, on: .twoStage, at: "5a", "5b")),
    .mixed(
      .losing(0.3, on: .twoStage, at: "5a", "5b"),
      .losing(0.2, on: .decisionFocused, at: "4a", "4b")),
    .open(
      .losing(0.05, spread: 0.05, on: .twoStage, at: "5a", "5b"),
      .losing(0.05, spread: 0.05, on: .decisionFocused, at: "5a", "5b")),
    // Against the strong variant, where that is chosen.
    .contradicted(
      .losing(0.3, on: .twoStage, at: "5a", "5b"),
      .losing(0.2, on: .decisionFocused, at: "5a", "5b"),
      .losing(0.5, on: .twoStage, to: .variant(.strong), at: "4a", "4b"),
      .losing(0.5, on: .decisionFocused, to: .variant(.strong), at: "4a", "4b")
    ).choosing(CellChoice(variant: .strong)),
    .notRun(.lacking("5b")))

  /// W < 0.10 on simple joint and < 0.05 on the others, in both domains.
  private static let elsewhere = ClaimCase.of(
    "A11",
    .reproduced(.losing(0.09, on: .simpleJoint, at: "9a", "9b")),
    .mostlyReproduced(
      .losing(0.05, spread: 0.02, on: .twoStage, at: "9a")),
    .mixed(.losing(0.06, on: .twoStage, at: "9a", "9b")),
    .contradicted(
      .losing(0.11, on: .simpleJoint, at: "9a", "9b"), .losing(0.06, on: .twoStage, at: "9a", "9b"),
      .losing(0.06, on: .decisionFocused, at: "9a", "9b")),
    .notRun(.lacking("9b")))
}
