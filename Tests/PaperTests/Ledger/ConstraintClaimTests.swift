import Testing

/// A5.
struct ConstraintClaimTests {
  static let cases = noSimpleTrend

  @Test(arguments: cases) func judges(_ one: ClaimCase) throws { try one.check() }

  /// Δ of two-stage at 3, 5, 7, 9 and 11 constraints.
  private static func losses(
    _ values: Double..., spread: Double = 0, to treatment: MadeUpStudy.Treatment = .attack,
    seed: UInt64? = nil
  ) -> Fact {
    .all(
      zip([3, 5, 7, 9, 11], values).map {
        .losing($1, spread: spread, on: .twoStage, to: treatment, seed: seed, at: "6-\($0)")
      })
  }

  /// Counts differ, one step rises and one falls; against it, means are monotone with a slope.
  private static let noSimpleTrend = ClaimCase.of(
    "A5",
    .reproduced(losses(0.3, 0.5, 0.5, 0.5, 0.4)),
    .reproduced(losses(0.5, 0.4, 0.3, 0.2, 0.3)),
    // All that seeds have in common falls out.
    .reproduced(losses(0.3, 0.5, 0.5, 0.5, 0.4, spread: 0.4)),
    .contradicted(losses(0.1, 0.2, 0.3, 0.4, 0.5)),
    .contradicted(losses(0.5, 0.4, 0.4, 0.4, 0.3)),
    .undecided(losses(0.3, 0.3, 0.3, 0.3, 0.3)),
    // The fall is that of some seeds.
    .undecided(
      losses(0.1, 0.2, 0.3, 0.4, 0.35), .losing(0.35, spread: 0.2, on: .twoStage, at: "6-11")),
    // The fall is significant alone (p = 0.03), and not with the steps beside it.
    .undecided(
      losses(0.1, 0.3, 0.3, 0.3, 0.2), .losing(0.2, spread: 0.086, on: .twoStage, at: "6-11")),
    .reproduced(
      losses(0.1, 0.3, 0.3, 0.3, 0.2), .losing(0.2, spread: 0.04, on: .twoStage, at: "6-11")),
    // Seeds agree about the order, and one of them makes the slope.
    .undecided(
      losses(0.1, 0.101, 0.102, 0.103, 0.104), losses(0, 0.5, 1, 1.5, 2, seed: 2)),
    // Three counts are enough.
    .reproduced(
      .preset(.quick), losses(0.1, 0.1, 0.5, 0.1, 0.1)),
    .unjudgeable(.gaining(0.09, by: .twoStage, at: "6-9")), .unjudgeable(.referenceBudget(nil)),
    .notRun(.lacking("6-7")), .notRun(.interrupted(at: "6-3")),

    .reproduced(losses(0.3, 0.5, 0.5, 0.5, 0.4, to: .sharedWeights)).sharingWeights,
    .contradicted(
      losses(0.3, 0.5, 0.5, 0.5, 0.4), losses(0.1, 0.2, 0.3, 0.4, 0.5, to: .sharedWeights)
    ).sharingWeights,
    .undecided(losses(0.3, 0.5, 0.5, 0.5, 0.4), losses(0, 0, 0, 0, 0, to: .sharedWeights))
      .sharingWeights,
    .unjudgeable(.havingAnotherShape(.twoStage, at: "6-5")).sharingWeights,
    .notRun(.preset(.paper)).sharingWeights)
}
