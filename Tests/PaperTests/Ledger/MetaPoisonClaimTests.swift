import Testing

/// A1, A2, A3, A11.
struct MetaPoisonClaimTests {
  static let cases = nominal + noTrend + weaker + elsewhere

  @Test(arguments: cases) func judges(_ one: ClaimCase) throws { try one.check() }

  /// W < 0.10 on simple joint, at both sizes.
  private static let nominal = ClaimCase.of(
    "A1",
    .reproduced(.losing(0.09, on: .simpleJoint, at: "4a", "4b")),
    .contradicted(.losing(0.11, on: .simpleJoint, at: "4a", "4b")),
    .mixed(
      .losing(0.09, on: .simpleJoint, at: "4a"), .losing(0.11, on: .simpleJoint, at: "4b")),
    .undecided(.losing(0.09, spread: 0.02, on: .simpleJoint, at: "4a", "4b")),
    .undecided(.losing(0.11, spread: 0.02, on: .simpleJoint, at: "4a", "4b")),
    // At B* alone.
    .reproduced(.losing(0.5, 0.5, 0.09, 0.5, 0.5, on: .simpleJoint, at: "4a", "4b")),
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
    // The perfect decision gains 2, of which the victim must gain 5 %.
    .unjudgeable(.gaining(0.09, by: .simpleJoint, at: "4a")),
    .reproduced(.gaining(0.11, by: .simpleJoint, at: "4a")),
    .unjudgeable(.gaining(0.3, spread: 0.4, by: .simpleJoint, at: "4b")),
    .unjudgeable(.referenceBudget(nil)),
    .notRun(.lacking("4b")), .notRun(.interrupted(at: "4a")), .notRun(.referenceBudget(0.3)),
    .notRun(.lacking("4b"), .gaining(0.01, by: .simpleJoint, at: "4a")),

    .reproduced(.losing(0.09, on: .simpleJoint, at: "4a", "4b")).sharingWeights,
    .contradicted(
      .losing(0.09, on: .simpleJoint, at: "4a", "4b"),
      .losing(0.11, on: .simpleJoint, to: .sharedWeights, at: "4a", "4b")
    ).sharingWeights,
    .reproduced(
      .losing(0.09, on: .simpleJoint, at: "4a", "4b"),
      .losing(0.11, on: .simpleJoint, to: .sharedWeights, at: "4a", "4b")),
    .mixed(.losing(0.11, on: .simpleJoint, to: .sharedWeights, at: "4a")).sharingWeights,
    .undecided(
      .losing(0.1, spread: 0.02, on: .simpleJoint, to: .sharedWeights, at: "4a", "4b")
    ).sharingWeights,
    .unjudgeable(.havingAnotherShape(.simpleJoint, at: "4a")).sharingWeights,
    .notRun(.preset(.paper)).sharingWeights,

    .reproduced(.losing(0.09, on: .simpleJoint, at: "4a", "4b")).ofStrongMetaPoison,
    .contradicted(
      .losing(0.09, on: .simpleJoint, at: "4a", "4b"),
      .losing(0.11, on: .simpleJoint, to: .strongMetaPoison, at: "4a", "4b")
    ).ofStrongMetaPoison,
    .reproduced(
      .losing(0.09, on: .simpleJoint, at: "4a", "4b"),
      .losing(0.11, on: .simpleJoint, to: .strongMetaPoison, at: "4a", "4b")),
    .mixed(.losing(0.11, on: .simpleJoint, to: .strongMetaPoison, at: "4b")).ofStrongMetaPoison,
    .undecided(
      .losing(0.1, spread: 0.02, on: .simpleJoint, to: .strongMetaPoison, at: "4a", "4b")
    ).ofStrongMetaPoison,
    .unjudgeable(.gaining(0.09, by: .simpleJoint, at: "4a")).ofStrongMetaPoison,
    .notRun(.preset(.paper)).ofStrongMetaPoison)

  /// A series rises if the slope of W on B is above 0, and W above 0.05 at the largest budget.
  private static let noTrend = ClaimCase.of(
    "A2",
    .reproduced(.losing(0, 0.02, 0.03, 0.05, 0.06, on: .twoStage, at: "4a")),
    .undecided(.losing(0, 0.02, 0.03, 0.05, 0.06, on: .twoStage, at: "4a", "4b")),
    .contradicted(
      .losing(0, 0.02, 0.03, 0.05, 0.06, on: .twoStage, at: "4a", "4b"),
      .losing(0, 0.02, 0.03, 0.05, 0.06, on: .decisionFocused, at: "4b")),
    // They rise, and stay below 0.05.
    .reproduced(
      .losing(0, 0.01, 0.02, 0.03, 0.04, on: .twoStage, at: "4a", "4b"),
      .losing(0, 0.01, 0.02, 0.03, 0.04, on: .decisionFocused, at: "4a", "4b")),
    // They are high, and do not rise.
    .reproduced(
      .losing(0.5, on: .twoStage, at: "4a", "4b"),
      .losing(0.5, 0.4, 0.4, 0.3, 0.2, on: .decisionFocused, at: "4a", "4b")),
    // What rises with noise of the same budget does not rise beyond it.
    .reproduced(
      .losing(0, 0.1, 0.2, 0.3, 0.4, on: .twoStage, at: "4a", "4b"),
      .losing(0, 0.1, 0.2, 0.3, 0.4, on: .twoStage, to: .noise, at: "4a", "4b"),
      .losing(0, 0.1, 0.2, 0.3, 0.4, on: .decisionFocused, at: "4a")),
    // Seeds scatter too far for a series to count.
    .reproduced(
      .losing(0, 0.1, 0.2, 0.3, 0.4, spread: 0.4, on: .twoStage, at: "4a", "4b"),
      .losing(0, 0.1, 0.2, 0.3, 0.4, spread: 0.4, on: .decisionFocused, at: "4a", "4b")),
    // What the attacked learner loses is no part of it.
    .reproduced(.losing(0, 0.1, 0.2, 0.3, 0.4, on: .simpleJoint, at: "4a", "4b")),
    .unjudgeable(.gaining(0.09, by: .decisionFocused, at: "4b")),
    .notRun(.lacking("4a")), .notRun(.interrupted(at: "4b")),

    .reproduced(
      .losing(0, 0.1, 0.2, 0.3, 0.4, on: .twoStage, to: .strongMetaPoison, at: "4b")
    ).ofStrongMetaPoison,
    .undecided(
      .losing(0, 0.1, 0.2, 0.3, 0.4, on: .twoStage, to: .strongMetaPoison, at: "4a", "4b")
    ).ofStrongMetaPoison,
    .contradicted(
      .losing(0, 0.1, 0.2, 0.3, 0.4, on: .twoStage, to: .strongMetaPoison, at: "4a", "4b"),
      .losing(0, 0.1, 0.2, 0.3, 0.4, on: .decisionFocused, to: .strongMetaPoison, at: "4a")
    ).ofStrongMetaPoison,
    .unjudgeable(.gaining(0.09, by: .twoStage, at: "4a")).ofStrongMetaPoison,
    .notRun(.preset(.paper)).ofStrongMetaPoison)

  /// Δ(two-stage poison) − Δ(MetaPoison) > 0 on two-stage and decision-focused, at both sizes.
  private static let weaker = ClaimCase.of(
    "A3",
    .reproduced(
      .losing(0.31, on: .twoStage, at: "5a", "5b"), .losing(0.3, on: .twoStage, at: "4a", "4b"),
      .losing(0.01, on: .decisionFocused, at: "5a", "5b")),
    .contradicted(
      .losing(0.3, on: .twoStage, at: "5a", "5b"), .losing(0.31, on: .twoStage, at: "4a", "4b"),
      .losing(0.01, on: .decisionFocused, at: "4a", "4b")),
    .mixed(
      .losing(0.1, on: .twoStage, at: "5a", "5b"),
      .losing(0.1, on: .decisionFocused, at: "4a", "4b")),
    .undecided(.losing(0.1, on: .twoStage, at: "5a", "5b")),
    .undecided(
      .losing(0.1, spread: 0.11, on: .twoStage, at: "5a", "5b"),
      .losing(0.1, on: .decisionFocused, at: "5a", "5b")),
    // Differences are paired by seed: what seeds have in common falls out.
    .reproduced(
      .losing(0.4, spread: 0.3, on: .twoStage, at: "5a", "5b"),
      .losing(0.3, spread: 0.3, on: .twoStage, at: "4a", "4b"),
      .losing(0.1, on: .decisionFocused, at: "5a", "5b")),
    .unjudgeable(.gaining(0.09, by: .twoStage, at: "5a")),
    .unjudgeable(.gaining(0.09, by: .decisionFocused, at: "4b")),
    .unjudgeable(.referenceBudget(nil)),
    .notRun(.lacking("4a")), .notRun(.lacking("5b")), .notRun(.interrupted(at: "5a")),

    .reproduced(
      .losing(0.1, on: .twoStage, to: .sharedWeights, at: "5a", "5b"),
      .losing(0.1, on: .decisionFocused, to: .sharedWeights, at: "5a", "5b")
    ).sharingWeights,
    .contradicted(
      .losing(0.1, on: .twoStage, to: .sharedWeights, at: "4a", "4b"),
      .losing(0.1, on: .decisionFocused, to: .sharedWeights, at: "4a", "4b")
    ).sharingWeights,
    .mixed(
      .losing(0.1, on: .twoStage, to: .sharedWeights, at: "5a", "5b"),
      .losing(0.1, on: .decisionFocused, to: .sharedWeights, at: "4a", "4b")
    ).sharingWeights,
    .undecided().sharingWeights,
    .unjudgeable(.havingAnotherShape(.twoStage, at: "4a")).sharingWeights,
    .notRun(.preset(.paper)).sharingWeights,

    .reproduced(
      .losing(0.3, on: .twoStage, at: "5a", "5b"),
      .losing(0.3, on: .decisionFocused, at: "5a", "5b"),
      .losing(0.2, on: .twoStage, to: .strongMetaPoison, at: "4a", "4b")
    ).ofStrongMetaPoison,
    .contradicted(
      .losing(0.3, on: .twoStage, at: "5a", "5b"),
      .losing(0.3, on: .decisionFocused, at: "5a", "5b"),
      .losing(0.4, on: .twoStage, to: .strongMetaPoison, at: "4a", "4b"),
      .losing(0.4, on: .decisionFocused, to: .strongMetaPoison, at: "4a", "4b")
    ).ofStrongMetaPoison,
    .mixed(
      .losing(0.3, on: .twoStage, at: "5a", "5b"),
      .losing(0.4, on: .decisionFocused, to: .strongMetaPoison, at: "4a", "4b")
    ).ofStrongMetaPoison,
    .undecided().ofStrongMetaPoison,
    .unjudgeable(.gaining(0.09, by: .twoStage, at: "4a")).ofStrongMetaPoison,
    .notRun(.preset(.paper)).ofStrongMetaPoison)

  /// W < 0.10 on simple joint and W < 0.05 on the others, in both domains.
  private static let elsewhere = ClaimCase.of(
    "A11",
    .reproduced(
      .losing(0.09, on: .simpleJoint, at: "9a", "9b"),
      .losing(0.04, on: .twoStage, at: "9a", "9b"),
      .losing(0.04, on: .decisionFocused, at: "9a", "9b")),
    .contradicted(.losing(0.11, on: .simpleJoint, at: "9a", "9b")),
    .mixed(.losing(0.11, on: .simpleJoint, at: "9b")),
    // The others are hurt, the attacked one is not.
    .undecided(.losing(0.06, on: .twoStage, at: "9a")),
    .undecided(.losing(0.06, on: .decisionFocused, at: "9b")),
    .undecided(.losing(0.09, spread: 0.02, on: .simpleJoint, at: "9a", "9b")),
    .undecided(.losing(0.04, spread: 0.02, on: .twoStage, at: "9a", "9b")),
    .unjudgeable(.gaining(0.09, by: .simpleJoint, at: "9a")),
    .unjudgeable(.gaining(0.09, by: .twoStage, at: "9b")),
    .unjudgeable(.referenceBudget(nil)),
    .notRun(.lacking("9a")), .notRun(.interrupted(at: "9b")),

    .reproduced().sharingWeights,
    .contradicted(
      .losing(0.11, on: .simpleJoint, to: .sharedWeights, at: "9a", "9b")
    ).sharingWeights,
    .mixed(.losing(0.11, on: .simpleJoint, to: .sharedWeights, at: "9a")).sharingWeights,
    .undecided(.losing(0.06, on: .twoStage, to: .sharedWeights, at: "9a")).sharingWeights,
    .unjudgeable(.havingAnotherShape(.decisionFocused, at: "9b")).sharingWeights,
    .notRun(.preset(.paper)).sharingWeights,

    .reproduced().ofStrongMetaPoison,
    .contradicted(
      .losing(0.11, on: .simpleJoint, to: .strongMetaPoison, at: "9a", "9b")
    ).ofStrongMetaPoison,
    .mixed(.losing(0.11, on: .simpleJoint, to: .strongMetaPoison, at: "9a")).ofStrongMetaPoison,
    .undecided(.losing(0.06, on: .twoStage, to: .strongMetaPoison, at: "9b")).ofStrongMetaPoison,
    .unjudgeable(.gaining(0.09, by: .simpleJoint, at: "9b")).ofStrongMetaPoison,
    .notRun(.preset(.paper)).ofStrongMetaPoison)
}
