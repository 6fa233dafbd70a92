import Testing

/// A4, A8, A12, A21, A22.
struct TransferClaimTests {
  static let cases = synthetic + portfolio + matching + ownVictim + sizes

  @Test(arguments: cases) func judges(_ one: ClaimCase) throws { try one.check() }

  /// W > 0 on decision-focused, and V > ½V(two-stage); against it, V < ¼V(two-stage).
  private static let synthetic = ClaimCase.of(
    "A4",
    .reproduced(
      .losing(0.4, on: .twoStage, at: "5a", "5b"),
      .losing(0.21, on: .decisionFocused, at: "5a", "5b")),
    .contradicted(
      .losing(0.4, on: .twoStage, at: "5a", "5b"),
      .losing(0.09, on: .decisionFocused, at: "5a", "5b")),
    .mixed(
      .losing(0.4, on: .twoStage, at: "5a", "5b"),
      .losing(0.21, on: .decisionFocused, at: "5a"),
      .losing(0.09, on: .decisionFocused, at: "5b")),
    .undecided(
      .losing(0.4, on: .twoStage, at: "5a", "5b"),
      .losing(0.15, on: .decisionFocused, at: "5a", "5b")),
    .undecided(
      .losing(0.4, on: .twoStage, at: "5a", "5b"),
      .losing(0.21, spread: 0.02, on: .decisionFocused, at: "5a", "5b")),
    .undecided(
      .losing(0.4, on: .twoStage, at: "5a", "5b"),
      .losing(0.09, spread: 0.02, on: .decisionFocused, at: "5a", "5b")),
    // Noise costs as much.
    .undecided(
      .losing(0.4, on: .twoStage, at: "5a", "5b"),
      .losing(0.3, on: .decisionFocused, at: "5a", "5b"),
      .losing(0.3, on: .decisionFocused, to: .noise, at: "5a", "5b")),
    // Shares of a victim's own gain are compared.
    .undecided(
      .losing(0.4, on: .twoStage, at: "5a", "5b"),
      .losing(0.21, on: .decisionFocused, at: "5a", "5b"),
      .gaining(1.1, by: .decisionFocused, at: "5a", "5b")),
    .unjudgeable(.gaining(0.09, by: .twoStage, at: "5a")),
    .unjudgeable(.gaining(0.09, by: .decisionFocused, at: "5b")),
    .unjudgeable(.referenceBudget(nil)),
    .notRun(.lacking("5a")), .notRun(.interrupted(at: "5b")),

    .reproduced(
      .losing(0.4, on: .twoStage, to: .sharedWeights, at: "5a", "5b"),
      .losing(0.21, on: .decisionFocused, to: .sharedWeights, at: "5a", "5b")
    ).sharingWeights,
    .contradicted(
      .losing(0.4, on: .twoStage, to: .sharedWeights, at: "5a", "5b"),
      .losing(0.09, on: .decisionFocused, to: .sharedWeights, at: "5a", "5b")
    ).sharingWeights,
    .mixed(
      .losing(0.4, on: .twoStage, to: .sharedWeights, at: "5a", "5b"),
      .losing(0.21, on: .decisionFocused, to: .sharedWeights, at: "5a")
    ).sharingWeights,
    .undecided().sharingWeights,
    .unjudgeable(.havingAnotherShape(.decisionFocused, at: "5a")).sharingWeights,
    .notRun(.preset(.paper)).sharingWeights)

  /// The same in one place.
  private static let matching = ClaimCase.of(
    "A12",
    .reproduced(
      .losing(0.4, on: .twoStage, at: "10a"), .losing(0.21, on: .decisionFocused, at: "10a")),
    .contradicted(
      .losing(0.4, on: .twoStage, at: "10a"), .losing(0.09, on: .decisionFocused, at: "10a")),
    .undecided(
      .losing(0.4, on: .twoStage, at: "10a"), .losing(0.11, on: .decisionFocused, at: "10a")),
    .undecided(
      .losing(0.4, on: .twoStage, at: "10a"), .losing(0.19, on: .decisionFocused, at: "10a")),
    .unjudgeable(.gaining(0.09, by: .decisionFocused, at: "10a")),
    .unjudgeable(.referenceBudget(nil)),
    .notRun(.lacking("10a")), .notRun(.interrupted(at: "10a")),

    .reproduced(
      .losing(0.4, on: .twoStage, to: .sharedWeights, at: "10a"),
      .losing(0.21, on: .decisionFocused, to: .sharedWeights, at: "10a")
    ).sharingWeights,
    .contradicted(.losing(0.4, on: .twoStage, to: .sharedWeights, at: "10a")).sharingWeights,
    .undecided().sharingWeights,
    .unjudgeable(.havingAnotherShape(.twoStage, at: "10a")).sharingWeights,
    .notRun(.preset(.paper)).sharingWeights)

  /// W > τ in 50 to 95 % of 20 cells; against it, in under 25 %.
  private static let portfolio = ClaimCase.of(
    "A8",
    .reproduced(.losing(0, 0, 0.1, 0.1, on: .decisionFocused, at: "8a")),
    .reproduced(
      .losing(0.1, on: .decisionFocused, at: "8a"),
      .losing(0, 0.1, 0.1, 0.1, on: .decisionFocused, seed: 3, at: "8a")),
    .contradicted(
      .losing(0, 0, 0, 0.1, on: .decisionFocused, at: "8a"),
      .losing(0, on: .decisionFocused, seed: 4, at: "8a")),
    .undecided(.losing(0, 0, 0, 0.1, on: .decisionFocused, at: "8a")),
    .undecided(
      .losing(0, 0, 0.1, 0.1, on: .decisionFocused, at: "8a"),
      .losing(0, 0, 0, 0.1, on: .decisionFocused, seed: 0, at: "8a")),
    // Always is not often.
    .undecided(.losing(0.1, on: .decisionFocused, at: "8a")),
    // τ is 0.14, so that half the cells count.
    .reproduced(
      .losing(0.13, 0.13, 0.15, 0.15, scatter: 0.1, on: .decisionFocused, at: "8a")),
    // Beyond noise.
    .contradicted(
      .losing(0.1, on: .decisionFocused, at: "8a"),
      .losing(0.2, on: .decisionFocused, to: .noise, at: "8a")),
    .unjudgeable(.gaining(0.09, by: .decisionFocused, at: "8a")),
    .notRun(.lacking("8a")), .notRun(.interrupted(at: "8a")))

  /// W > 0.10 in all domains; against it, W < 0.10 in two.
  private static let ownVictim = ClaimCase.of(
    "A21",
    .reproduced(.losing(0.11, on: .twoStage, at: "5a", "5b", "8a", "10a")),
    .contradicted(
      .losing(0.11, on: .twoStage, at: "5a", "5b"), .losing(0.09, on: .twoStage, at: "8a", "10a")),
    .contradicted(
      .losing(0.09, on: .twoStage, at: "5a", "5b", "8a"), .losing(0.11, on: .twoStage, at: "10a")),
    // Two domains decide, whatever is missing.
    .contradicted(.lacking("5b")),
    .mixed(.losing(0.11, on: .twoStage, at: "5a", "5b", "8a")),
    .mixed(.losing(0.11, on: .twoStage, at: "8a", "10a")),
    .undecided(.losing(0.11, spread: 0.02, on: .twoStage, at: "5a", "5b", "8a", "10a")),
    .undecided(
      .losing(0.11, on: .twoStage, at: "5a", "5b", "8a"),
      .losing(0.09, spread: 0.02, on: .twoStage, at: "10a")),
    // Sizes that disagree leave synthetic data open.
    .undecided(.losing(0.11, on: .twoStage, at: "5a", "8a", "10a")),
    .unjudgeable(
      .losing(0.11, on: .twoStage, at: "5a", "5b", "8a"), .gaining(0.09, by: .twoStage, at: "10a")),
    .unjudgeable(.referenceBudget(nil)),
    .notRun(.losing(0.11, on: .twoStage, at: "5a", "8a", "10a"), .lacking("5b")),
    .notRun(.losing(0.11, on: .twoStage, at: "5a", "5b", "8a", "10a"), .interrupted(at: "8a")),

    .reproduced(
      .losing(0.11, on: .twoStage, to: .sharedWeights, at: "5a", "5b", "8a", "10a")
    ).sharingWeights,
    .contradicted(
      .losing(0.11, on: .twoStage, at: "5a", "5b", "8a", "10a"),
      .losing(0.09, on: .twoStage, to: .sharedWeights, at: "5a", "5b", "8a", "10a")
    ).sharingWeights,
    .mixed(
      .losing(0.11, on: .twoStage, to: .sharedWeights, at: "5a", "5b", "8a")
    ).sharingWeights,
    .undecided(
      .losing(0.1, spread: 0.02, on: .twoStage, to: .sharedWeights, at: "5a", "5b", "8a", "10a")
    ).sharingWeights,
    .unjudgeable(
      .losing(0.11, on: .twoStage, at: "5a", "5b", "8a"), .havingAnotherShape(.twoStage, at: "10a")
    ).sharingWeights,
    .notRun(.preset(.paper)).sharingWeights)

  /// V(small) − V(large) within ±0.15, for MetaPoison on simple joint and Algorithm 1 on
  /// two-stage.
  private static let sizes = ClaimCase.of(
    "A22",
    .reproduced(
      .losing(0.54, on: .twoStage, at: "5a"), .losing(0.4, on: .twoStage, at: "5b"),
      .losing(0.14, on: .simpleJoint, at: "4b")),
    .contradicted(
      .losing(0.56, on: .twoStage, at: "5a"), .losing(0.4, on: .twoStage, at: "5b"),
      .losing(0.16, on: .simpleJoint, at: "4b")),
    .mixed(.losing(0.16, on: .twoStage, at: "5a")),
    .undecided(.losing(0.14, spread: 0.02, on: .twoStage, at: "5a")),
    .undecided(
      .losing(0.16, spread: 0.02, on: .twoStage, at: "5a"),
      .losing(0.16, on: .simpleJoint, at: "4a")),
    // Differences are paired by seed.
    .reproduced(.losing(0.5, spread: 0.4, on: .twoStage, at: "5a", "5b")),
    // V is a share of the gain.
    .reproduced(
      .losing(0.5, on: .twoStage, at: "5a"), .losing(1, on: .twoStage, at: "5b"),
      .gaining(2, by: .twoStage, at: "5b")),
    .unjudgeable(.gaining(0.09, by: .simpleJoint, at: "4a")),
    .unjudgeable(.gaining(0.09, by: .twoStage, at: "5b")), .unjudgeable(.referenceBudget(nil)),
    .notRun(.lacking("4b")), .notRun(.interrupted(at: "5a")),

    .reproduced(.losing(0.14, on: .twoStage, to: .sharedWeights, at: "5a")).sharingWeights,
    .contradicted(
      .losing(0.16, on: .twoStage, to: .sharedWeights, at: "5a"),
      .losing(0.16, on: .simpleJoint, to: .sharedWeights, at: "4a")
    ).sharingWeights,
    .mixed(.losing(0.16, on: .twoStage, to: .sharedWeights, at: "5b")).sharingWeights,
    .undecided(
      .losing(0.15, spread: 0.02, on: .twoStage, to: .sharedWeights, at: "5b")
    ).sharingWeights,
    .unjudgeable(.havingAnotherShape(.simpleJoint, at: "4b")).sharingWeights,
    .notRun(.preset(.paper)).sharingWeights)
}
