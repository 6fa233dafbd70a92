import Testing

@testable import Paper

/// A16, A17, A18.
struct GradientClaimTests {
  static let cases = cost + explosion + optima

  @Test(arguments: cases) func judges(_ one: ClaimCase) throws { try one.check() }

  /// Ten times the solves in all domains, and ten times the recorded seconds of usual libraries.
  ///
  /// The recorded seconds are a constant that always speaks for the claim: it cannot come out
  /// contradicted.
  private static let cost = ClaimCase.of(
    "A16",
    .reproduced(),
    // 350 solves for 100 targets are more than three times as many.
    .undecided(.training(steps: 1)),
    // 200 for 100 are not, which the recorded seconds are.
    .mixed(.training(steps: 1), .preset(.quick)),
    .notRun(.lacking("5a")), .notRun(.lacking("10b")))

  @Test func recordedTimesSpeakForTheCost() {
    #expect(RecordedBaseline.ratio.least > 48 && RecordedBaseline.ratio.most < 124)
  }

  /// More gradients outside 0.1 to 10 medians than for two-stage and for simple joint.
  private static let explosion = ClaimCase.of(
    "A17",
    .reproduced(
      .straying(0.11, at: "7a", "7b", "8b", "10b"), .straying(0.1, at: "5a", "5b", "8a", "10a")),
    .contradicted(
      .straying(0.1, at: "5a", "5b", "8a", "10a"), .straying(0.1, at: "4a", "4b", "9a", "9b")),
    .mixed(.straying(0.1, at: "7a", "7b", "8b"), .straying(0.1, at: "10a", "9b")),
    .undecided(), .undecided(.straying(0.1, at: "7a", "7b", "8b")),
    .undecided(.straying(0.1, spread: 0.11, at: "7a", "7b", "8b", "10b")),
    // More than for one of the two.
    .undecided(
      .straying(0.1, at: "7a", "7b", "8b", "10b"), .straying(0.1, at: "5a", "5b", "8a", "10a")),
    .undecided(
      .straying(0.1, at: "7a", "7b", "8b", "10b"), .straying(0.1, at: "4a", "4b", "9a", "9b")),
    // Differences are paired by seed.
    .reproduced(
      .straying(0.2, spread: 0.1, at: "7a", "7b", "8b", "10b"),
      .straying(0.1, spread: 0.1, at: "5a", "5b", "8a", "10a"),
      .straying(0.1, spread: 0.1, at: "4a", "4b", "9a", "9b")),
    .unjudgeable(.referenceBudget(nil)),
    .notRun(.lacking("4b")), .notRun(.lackingTraces(of: "8b")), .notRun(.interrupted(at: "10a")),
    .notRun(.referenceBudget(0.3)))

  /// The standard deviation of V over starting points is larger than for two-stage.
  private static let optima = ClaimCase.of(
    "A18",
    .reproduced(
      .scattering(0.11, overStartsOn: .decisionFocused, at: "7a", "7b"),
      .scattering(0.1, overStartsOn: .twoStage, at: "5a", "5b")),
    .contradicted(
      .scattering(0.1, overStartsOn: .decisionFocused, at: "7a", "7b"),
      .scattering(0.11, overStartsOn: .twoStage, at: "5a", "5b")),
    .mixed(
      .scattering(0.1, overStartsOn: .decisionFocused, at: "7a"),
      .scattering(0.1, overStartsOn: .twoStage, at: "5b")),
    .undecided(), .undecided(.scattering(0.1, overStartsOn: .decisionFocused, at: "7a")),
    .undecided(
      .scattering(0.2, spread: 0.11, overStartsOn: .decisionFocused, at: "7a", "7b"),
      .scattering(0.1, overStartsOn: .twoStage, at: "5a", "5b")),
    // Of V, a share of the gain.
    .contradicted(
      .scattering(0.15, overStartsOn: .decisionFocused, at: "7a", "7b"),
      .gaining(2, by: .decisionFocused, at: "7a", "7b"),
      .scattering(0.1, overStartsOn: .twoStage, at: "5a", "5b")),
    .unjudgeable(.gaining(0.09, by: .decisionFocused, at: "7a")),
    .unjudgeable(.gaining(0.09, by: .twoStage, at: "5b")), .unjudgeable(.referenceBudget(nil)),
    .notRun(.preset(.paper)), .notRun(.lacking("7b")), .notRun(.interrupted(at: "5a")))
}
