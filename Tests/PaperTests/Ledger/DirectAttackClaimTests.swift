import Testing

@testable import Paper

/// A6, A7, A9, A13.
struct DirectAttackClaimTests {
  static let cases = unreliable + budgets + comparisons + reasons

  @Test(arguments: cases) func judges(_ one: ClaimCase) throws { try one.check() }

  /// W(direct) − W(transfer) < −0.05 G in all four places.
  private static let unreliable = ClaimCase.of(
    "A6",
    .reproduced(
      .losing(0.3, on: .decisionFocused, at: "5a", "5b", "8a", "10a"),
      .losing(0.2, on: .decisionFocused, at: "7a", "7b", "8b", "10b")),
    .contradicted(.losing(0.2, on: .decisionFocused, at: "7a", "7b", "8b", "10b")),
    .equal(),
    .equal(.losing(0.04, spread: 0.005, on: .decisionFocused, at: "7a", "7b", "8b", "10b")),
    .mixed(
      .losing(0.3, on: .decisionFocused, at: "5a", "8b")),
    .open(.losing(0.05, spread: 0.1, on: .decisionFocused, at: "5a", "5b", "8a", "10a")),
    .notRun(.lacking("10b")))

  /// The share of adjacent budgets with a fall of W, beyond that among re-runs, > 0.10.
  private static let budgets =
    ClaimCase.of(
      "A7a",
      .reproduced(.losing(0.1, 0.4, 0.3, 0.5, 0.4, on: .decisionFocused, at: "7a", "7b")),
      .contradicted(.losing(0.1, 0.2, 0.3, 0.4, 0.5, on: .decisionFocused, at: "7a", "7b")),
      // Where re-runs scatter as widely a fall is noise.
      .contradicted(
        .scattering(0.2, overStartsOn: .decisionFocused, at: "7a", "7b"),
        .losing(0.1, 0.4, 0.3, 0.5, 0.4, on: .decisionFocused, at: "7a", "7b")),
      .notRun(.preset(.paper)), .notRun(.lacking("7b")))
    + ClaimCase.of(
      "A7b",
      .reproduced(.losing(0.4, 0.3, 0.5, 0.4, on: .decisionFocused, at: "8b")),
      // A fall within two standard errors of the victims is none.
      .contradicted(.losing(0.4, 0.3, 0.5, 0.4, scatter: 0.4, on: .decisionFocused, at: "8b")),
      .notRun(.interrupted(at: "8b")))
    + ClaimCase.of(
      "A7c", .reproduced(.losing(0.4, 0.3, 0.5, 0.4, on: .decisionFocused, at: "10b")),
      .contradicted())

  /// W(direct) − W(two-stage, direct) > 0.05 G, and W(direct) > 0.
  private static let comparisons =
    ClaimCase.of(
      "A9",
      .reproduced(.losing(0.2, on: .decisionFocused, at: "8b")),
      .contradicted(.losing(0.2, on: .twoStage, at: "8a")),
      .equal(.losing(0.2, on: .twoStage, at: "8a"), .losing(0.2, on: .decisionFocused, at: "8b")),
      // More than the other, and nothing beyond chance.
      .open(
        .losing(-0.3, on: .twoStage, at: "8a"),
        .losing(0.1, spread: 0.2, on: .decisionFocused, at: "8b")),
      .notRun(.lacking("8a")))
    + ClaimCase.of(
      "A13", .reproduced(.losing(0.2, on: .decisionFocused, at: "10b")),
      .contradicted(.losing(0.2, on: .twoStage, at: "10a")))

  /// More than half of it is the clean difference.
  private static let reasons = ["A9b", "A13b"].flatMap { id in
    let (own, direct) = id == "A9b" ? ("8a", "8b") : ("10a", "10b")
    return ClaimCase.of(
      id,
      .reproduced(
        .losing(0.2, on: .decisionFocused, at: direct),
        .gaining(1.11, by: .decisionFocused, at: own)),
      .contradicted(
        .losing(0.4, on: .decisionFocused, at: direct),
        .gaining(1.15, by: .decisionFocused, at: own)),
      // Neither costlier nor better.
      .unjudgeable(), .unjudgeable(.losing(0.2, on: .decisionFocused, at: direct)),
      .unjudgeable(.gaining(1.2, by: .decisionFocused, at: own)),
      .notRun(.lacking(direct)))
  }
}
