import Testing

@testable import Paper

/// A10, A14, A15, A19, A20.
struct CleanClaimTests {
  static let cases = better + levels + ineffective + regression

  @Test(arguments: cases) func judges(_ one: ClaimCase) throws { try one.check() }

  /// U(decision-focused) − U(two-stage) > 0.02 S, which is 0.04.
  private static let better = ["A10", "A14"].flatMap { id in
    let panel = id == "A10" ? "8a" : "10a"
    return ClaimCase.of(
      id, .reproduced(.gaining(1.05, by: .decisionFocused, at: panel)),
      .contradicted(.gaining(0.9, by: .decisionFocused, at: panel)),
      .equal(.gaining(1.03, by: .decisionFocused, at: panel)), .equal(),
      .open(.gaining(1.05, spread: 0.1, by: .decisionFocused, at: panel)),
      .notRun(.lacking(panel)))
  }

  /// Inside the paper's range ticker by ticker and outside in order; the uninformed decision has 0.
  private static let levels = ClaimCase.of(
    "A15",
    .reproduced(
      .gaining(-0.05, by: .decisionFocused, at: "8a-tickers"),
      .gaining(-0.3, by: .decisionFocused, at: "8a")),
    .contradicted(
      .gaining(-0.2, by: .decisionFocused, at: "8a-tickers"),
      .gaining(-0.3, by: .decisionFocused, at: "8a")),
    .contradicted(
      .gaining(-0.05, by: .decisionFocused, at: "8a-tickers", "8a")),
    .open(
      .gaining(-0.05, spread: 0.1, by: .decisionFocused, at: "8a-tickers"),
      .gaining(-0.3, by: .decisionFocused, at: "8a")),
    .notRun(.preset(.paper)))

  /// Below both others by more than 0.05 G.
  private static let ineffective = ClaimCase.of(
    "A19",
    .reproduced(.gaining(0.9, by: .simpleJoint, at: "4a", "9a", "9b")),
    .contradicted(.gaining(1.2, by: .simpleJoint, at: "4a", "9a", "9b")),
    .equal(),
    .mixed(
      .gaining(0.9, by: .simpleJoint, at: "4a"), .gaining(1.2, by: .simpleJoint, at: "9a", "9b")),
    // Below one of them.
    .contradicted(
      .gaining(0.9, by: .simpleJoint, at: "4a", "9a", "9b"),
      .gaining(0.8, by: .twoStage, at: "4a", "9a", "9b")),
    .open(.gaining(0.95, spread: 0.1, by: .simpleJoint, at: "4a", "9a", "9b")),
    .notRun(.lacking("9b")))

  /// Lower utility and a larger gap, both by more than 0.05 G.
  private static let regression = ClaimCase.of(
    "A20",
    .reproduced(.regressing(utility: -0.1, gap: 0.1, onSizes: "small", "large")),
    .contradicted(.regressing(utility: 0.1, gap: 0.1, onSizes: "small", "large")),
    .equal(.regressing(utility: 0.01, gap: 0.01, onSizes: "small", "large")),
    .mixed(
      .regressing(utility: -0.1, gap: 0.1, onSizes: "small"),
      .regressing(utility: -0.1, gap: -0.1, onSizes: "large")),
    .open(.regressing(utility: -0.1, gap: 0.1, spread: 0.2, onSizes: "small", "large")),
    .notRun(.lackingComparisons), .notRun(.incompleteComparison(ofSize: "large")))
}
