import Testing

@testable import Paper

/// A16, A17, A18.
struct GradientClaimTests {
  static let cases = cost + explosion + optima

  @Test(arguments: cases) func judges(_ one: ClaimCase) throws { try one.check() }

  /// Ten times the processor time, by this program and by the recorded libraries, which always
  /// speak for it.
  private static let cost = ClaimCase.of(
    "A16",
    .reproduced(.costing(11, in: "small", "portfolio", "Cora")),
    .mixed(.costing(9, in: "small", "portfolio", "Cora")),
    .notRun(), .notRun(.costing(11, in: "small", "portfolio")))

  @Test func recordedTimesSpeakForTheCost() {
    #expect(RecordedBaseline.ratio.least > 48 && RecordedBaseline.ratio.most < 124)
  }

  /// log₁₀ of the range larger by more than 0.5, in three domains.
  private static let explosion = ClaimCase.of(
    "A17",
    .reproduced(.ranging(1.6, at: "7a", "8b", "10b")),
    .contradicted(.ranging(1.4, at: "7a", "8b", "10b")),
    .mixed(.ranging(1.6, at: "7a", "8b")),
    .open(.ranging(1.6, spread: 0.2, at: "7a", "8b", "10b")),
    // Differences are paired by unit.
    .reproduced(
      .ranging(1.6, spread: 0.3, at: "7a", "8b", "10b"),
      .ranging(1, spread: 0.3, at: "5a", "8a", "10a")),
    .notRun(.lackingTraces(of: "8b")), .notRun(.interrupted(at: "10a")))

  @Test func tellsRangesInDecades() {
    #expect(Decades.between(0.01, 10) == 3 && Decades.between(0, 1) == 300)
    #expect(Decades.between(0, 0) == 0)
  }

  /// The standard deviation of V over re-runs is more than 1.25 times that of two-stage.
  private static let optima = ClaimCase.of(
    "A18",
    .reproduced(
      .scattering(0.13, overStartsOn: .decisionFocused, at: "7a", "7b", "8b", "10b"),
      .scattering(0.1, overStartsOn: .twoStage, at: "5a", "5b", "8a", "10a")),
    .contradicted(
      .scattering(0.12, overStartsOn: .decisionFocused, at: "7a", "7b", "8b", "10b"),
      .scattering(0.1, overStartsOn: .twoStage, at: "5a", "5b", "8a", "10a")),
    // Of V, a share of the gain.
    .contradicted(
      .scattering(0.2, overStartsOn: .decisionFocused, at: "7a", "7b", "8b", "10b"),
      .gaining(2, by: .decisionFocused, at: "7a", "7b", "8b", "10b"),
      .scattering(0.1, overStartsOn: .twoStage, at: "5a", "5b", "8a", "10a")),
    .notRun(.preset(.paper)), .notRun(.lacking("7b")))
}
