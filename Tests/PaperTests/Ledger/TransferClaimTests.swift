import Testing

@testable import Paper

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
    .open(
      .losing(0.4, on: .twoStage, at: "5a", "5b"),
      .losing(0.15, on: .decisionFocused, at: "5a", "5b")),
    .open(
      .losing(0.4, on: .twoStage, at: "5a", "5b"),
      .losing(0.21, spread: 0.02, on: .decisionFocused, at: "5a", "5b")),
    // Noise costs as much.
    .contradicted(
      .losing(0.4, on: .twoStage, at: "5a", "5b"),
      .losing(0.3, on: .decisionFocused, at: "5a", "5b"),
      .losing(0.3, on: .decisionFocused, to: .noise, at: "5a", "5b")),
    // Shares of a victim's own gain are compared.
    .open(
      .losing(0.4, on: .twoStage, at: "5a", "5b"),
      .losing(0.21, on: .decisionFocused, at: "5a", "5b"),
      .gaining(1.1, by: .decisionFocused, at: "5a", "5b")),
    .notRun(.lacking("5a")), .notRun(.interrupted(at: "5b")),
    .reproduced(
      .losing(0.4, on: .twoStage, to: .sharedWeights, at: "5a", "5b"),
      .losing(0.21, on: .decisionFocused, to: .sharedWeights, at: "5a", "5b")
    ).sharingWeights,
    .unjudgeable(.havingAnotherShape(.decisionFocused, at: "5a", "5b")).sharingWeights,
    .notRun(.preset(.paper)).sharingWeights)

  /// The same on both graphs.
  private static let matching = ClaimCase.of(
    "A12",
    .reproduced(
      .losing(0.4, on: .twoStage, at: "10a", "10a-citeseer"),
      .losing(0.21, on: .decisionFocused, at: "10a", "10a-citeseer")),
    .mixed(
      .losing(0.4, on: .twoStage, at: "10a", "10a-citeseer"),
      .losing(0.21, on: .decisionFocused, at: "10a")),
    .notRun(.preset(.paper)), .notRun(.lacking("10a-citeseer")))

  /// The share of budgets with W > 0.05 G lies between 0.5 and 0.95.
  private static let portfolio = ClaimCase.of(
    "A8",
    .reproduced(.losing(0, 0.1, 0.1, 0.1, on: .decisionFocused, at: "8a")),
    .contradicted(.losing(0, 0, 0, 0.1, on: .decisionFocused, at: "8a")),
    .contradicted(.losing(0.1, 0.1, 0.1, 0.1, on: .decisionFocused, at: "8a")),
    .open(
      .losing(0, 0.1, 0.1, 0.1, on: .decisionFocused, at: "8a"),
      .losing(0, 0, 0, 0, on: .decisionFocused, seed: 2, at: "8a")),
    .notRun(.interrupted(at: "8a")))

  /// W > 0.10 G on the two-stage learner in three domains.
  private static let ownVictim = ClaimCase.of(
    "A21",
    .reproduced(.losing(0.11, on: .twoStage, at: "5a", "8a", "10a")),
    .contradicted(.losing(0.09, on: .twoStage, at: "5a", "8a", "10a")),
    .mixed(
      .losing(0.11, on: .twoStage, at: "5a", "8a"), .losing(0.09, on: .twoStage, at: "10a")),
    .mostlyReproduced(
      .losing(0.11, on: .twoStage, at: "5a", "8a"),
      .losing(0.1, spread: 0.02, on: .twoStage, at: "10a")),
    .notRun(.lacking("8a")))

  @Test func showsTheLargeSizeBesideWithoutLettingItDecide() throws {
    let claim = try #require(Ledger.claims.first { $0.id == "A21" })
    #expect(claim.cells.map(\.label) == ["small", "large", "portfolio", "Cora"])
    #expect(claim.cells.map(\.isDeciding) == [true, false, true, true])
  }

  /// |V(small) − V(large)| < 0.15.
  private static let sizes = ClaimCase.of(
    "A22",
    .reproduced(
      .losing(0.4, on: .twoStage, at: "5a"), .losing(0.3, on: .twoStage, at: "5b")),
    .contradicted(
      .losing(0.4, on: .twoStage, at: "5a"), .losing(0.2, on: .twoStage, at: "5b"),
      .losing(0.4, on: .simpleJoint, at: "4a"), .losing(0.2, on: .simpleJoint, at: "4b")),
    .mixed(
      .losing(0.4, on: .twoStage, at: "5a"), .losing(0.2, on: .twoStage, at: "5b")),
    .open(
      .losing(0.15, spread: 0.1, on: .twoStage, at: "5a"),
      .losing(0.15, spread: 0.1, on: .simpleJoint, at: "4a")),
    // Differences are paired.
    .reproduced(
      .losing(0.4, spread: 0.3, on: .twoStage, at: "5a"),
      .losing(0.3, spread: 0.3, on: .twoStage, at: "5b")),
    .notRun(.lacking("4b")))
}
