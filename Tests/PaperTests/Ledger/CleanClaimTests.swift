import Testing

@testable import Paper

/// A10, A14, A15, A19, A20.
struct CleanClaimTests {
  static let cases =
    better("A10", at: "8a") + better("A14", at: "10a") + levels + simpleJoint + regression

  @Test(arguments: cases) func judges(_ one: ClaimCase) throws { try one.check() }

  /// U(decision-focused) − U(two-stage) > 0.
  private static func better(_ claim: String, at panel: String) -> [ClaimCase] {
    ClaimCase.of(
      claim,
      .reproduced(.gaining(1.01, by: .decisionFocused, at: panel)),
      .contradicted(.gaining(1.01, by: .twoStage, at: panel)),
      .undecided(), .undecided(.gaining(1.1, spread: 0.11, by: .decisionFocused, at: panel)),
      .reproduced(
        .gaining(1.1, spread: 0.3, by: .decisionFocused, at: panel),
        .gaining(1, spread: 0.3, by: .twoStage, at: panel)),
      .notRun(.lacking(panel)))
  }

  private static let levels = ClaimCase.of(
    "A15", .noVerdict(), .noVerdict(.gaining(-5, by: .twoStage, at: "8a")),
    .noVerdict(.lacking("8a")))

  @Test func printsLevelsWithoutAVerdict() throws {
    let ruling = try #require(CleanClaimTests.levels.first).ruling()
    let values = Dictionary(uniqueKeysWithValues: ruling.numbers.map { ($0.what, $0.value) })
    #expect(values["two-stage, clean, portfolio"] == 1)
    #expect(values["uninformed decision, matching"] == 0)
    #expect(values["perfect decision, matching"] == 2)
    #expect(values.count == 8)
  }

  /// Clean utility below both others' in two of three domains.
  private static let simpleJoint = ClaimCase.of(
    "A19",
    .reproduced(.gaining(0.9, by: .simpleJoint, at: "4a", "4b", "9a")),
    .reproduced(.gaining(0.9, by: .simpleJoint, at: "9a", "9b")),
    .contradicted(.gaining(1.1, by: .simpleJoint, at: "4a", "4b", "9b")),
    // Two domains decide, whatever is missing.
    .reproduced(.gaining(0.9, by: .simpleJoint, at: "9a", "9b"), .lacking("4a")),
    .contradicted(.gaining(1.1, by: .simpleJoint, at: "4a", "4b", "9a"), .lacking("9b")),
    .mixed(
      .gaining(0.9, by: .simpleJoint, at: "9a"), .gaining(1.1, by: .simpleJoint, at: "9b")),
    .undecided(), .undecided(.gaining(0.9, by: .simpleJoint, at: "9a")),
    // Sizes must agree.
    .undecided(.gaining(0.9, by: .simpleJoint, at: "4a", "9a")),
    // It is below one of the others alone.
    .undecided(.gaining(1.1, by: .twoStage, at: "4a", "4b", "9a", "9b")),
    .undecided(.gaining(1.1, by: .decisionFocused, at: "4a", "4b", "9a", "9b")),
    .undecided(.gaining(0.9, spread: 0.11, by: .simpleJoint, at: "4a", "4b", "9a", "9b")),
    .notRun(.lacking("4b"), .gaining(0.9, by: .simpleJoint, at: "9a")))

  /// Lower utility and a larger gap to training, at both sizes.
  private static let regression = ClaimCase.of(
    "A20",
    .reproduced(.regressing(utility: -0.1, gap: 0.1, onSizes: "small", "large")),
    .contradicted(.regressing(utility: 0.1, gap: -0.1, onSizes: "small", "large")),
    .mixed(
      .regressing(utility: -0.1, gap: 0.1, onSizes: "small"),
      .regressing(utility: 0.1, gap: -0.1, onSizes: "large")),
    .undecided(), .undecided(.regressing(utility: -0.1, gap: 0.1, onSizes: "small")),
    .undecided(.regressing(utility: -0.1, gap: -0.1, onSizes: "small", "large")),
    .undecided(.regressing(utility: 0.1, gap: 0.1, onSizes: "small", "large")),
    .undecided(.regressing(utility: -0.1, gap: 0.1, spread: 0.11, onSizes: "small", "large")),
    .notRun(.lackingComparisons), .notRun(.incompleteComparison(ofSize: "large")))
}
