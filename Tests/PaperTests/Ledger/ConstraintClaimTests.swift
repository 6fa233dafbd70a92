import Testing

@testable import Paper

/// A5 and B8.
struct ConstraintClaimTests {
  static let cases = noSimpleTrend + noInfluence

  @Test(arguments: cases) func judges(_ one: ClaimCase) throws { try one.check() }

  /// Δ of two-stage at 3, 5, 7, 9 and 11 constraints.
  private static func losses(_ values: Double..., spread: Double = 0) -> Fact {
    .all(
      zip([3, 5, 7, 9, 11], values).map {
        .losing($1, spread: spread, on: .twoStage, at: "6-\($0)")
      })
  }

  /// Counts differ, one step rises and one falls; against it, means are monotone with a slope.
  private static let noSimpleTrend = ClaimCase.of(
    "A5",
    .reproduced(losses(0.3, 0.5, 0.5, 0.5, 0.4)),
    .reproduced(losses(0.5, 0.4, 0.3, 0.2, 0.3)),
    // All that units have in common falls out.
    .reproduced(losses(0.3, 0.5, 0.5, 0.5, 0.4, spread: 0.4)),
    .contradicted(losses(0.1, 0.2, 0.3, 0.4, 0.5)),
    .contradicted(losses(0.6, 0.4, 0.4, 0.4, 0.3)),
    .equal(losses(0.3, 0.3, 0.3, 0.3, 0.3)),
    // The fall is that of some units.
    .open(
      losses(0.1, 0.2, 0.3, 0.4, 0.35), .losing(0.35, spread: 0.2, on: .twoStage, at: "6-11")),
    // The fall is significant alone (p = 0.03), and not with the steps beside it.
    .open(
      losses(0.1, 0.4, 0.4, 0.4, 0.3), .losing(0.3, spread: 0.086, on: .twoStage, at: "6-11")),
    // Three counts are enough.
    .reproduced(.preset(.quick), losses(0.1, 0.1, 0.5, 0.1, 0.1)),
    .notRun(.lacking("6-7")), .notRun(.interrupted(at: "6-3")))

  private static let noInfluence = ClaimCase.of(
    "B8", .reproduced(losses(0.3, 0.32, 0.3, 0.32, 0.3)),
    .contradicted(losses(0.1, 0.2, 0.3, 0.4, 0.5)), .notRun(.lacking("6-11")))
}
