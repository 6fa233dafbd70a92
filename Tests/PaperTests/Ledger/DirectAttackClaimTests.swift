import Testing

/// A6, A7, A9, A13.
struct DirectAttackClaimTests {
  static let cases =
    unreliable + budgetsSynthetic + budgets("A7b", at: "8b")
    + budgets("A7c", at: "10b") + comparison("A9", direct: "8b", twoStage: "8a")
    + comparison("A13", direct: "10b", twoStage: "10a")
    + reason("A9b", direct: "8b", twoStage: "8a") + reason("A13b", direct: "10b", twoStage: "10a")

  @Test(arguments: cases) func judges(_ one: ClaimCase) throws { try one.check() }

  @Test func saysThatBudgetsOfACoarseGridLieFurtherApart() throws {
    let facts = Fact.losing(0.5, on: .decisionFocused, at: "8b")
    let cases = ClaimCase.of("A7b", .contradicted(facts), .contradicted(facts, .coarse))
    func saysSo(_ one: ClaimCase) throws -> Bool {
      try one.ruling().remarks.contains { $0.contains("coarse grid") }
    }
    #expect(try !saysSo(cases[0]) && saysSo(cases[1]))
  }

  /// The attack on the two-stage learner decides nothing.
  @Test func putsTheOtherAttackBeside() throws {
    let facts = Fact.losing(0.5, on: .decisionFocused, at: "8b")
    let rising = Fact.losing(0.5, 0.4, 0.5, 0.6, on: .twoStage, at: "8a")
    let one = try #require(
      ClaimCase.of("A7b", .contradicted(facts, rising, .running("8a"))).first)
    let ruling = try one.ruling()
    #expect(ruling.verdict == .contradicted && ruling.remarks.isEmpty)
    #expect(ruling.numbers.map(\.value) == [0, 1.0 / 3])
  }

  /// Of 50 cells where the transfer has V > 0.25, the direct attack misses 20 to 90 %; against it,
  /// at most 5 %.
  private static let unreliable = ClaimCase.of(
    "A6",
    .reproduced(
      .losing(0.5, on: .decisionFocused, at: "5a", "5b"),
      .losing(0.6, 0.6, 0.6, 0.6, 0.4, on: .decisionFocused, at: "7a", "7b")),
    .reproduced(
      .losing(0.5, on: .decisionFocused, at: "5a", "5b"),
      .losing(0.6, 0.4, 0.4, 0.4, 0.4, on: .decisionFocused, at: "7a"),
      .losing(0.4, on: .decisionFocused, at: "7b")),
    .contradicted(
      .losing(0.5, on: .decisionFocused, at: "5a", "5b"),
      .losing(0.6, on: .decisionFocused, at: "7a", "7b"),
      .losing(0.6, 0.6, 0.6, 0.6, 0.4, on: .decisionFocused, seed: 2, at: "7a", "7b")),
    .undecided(
      .losing(0.5, on: .decisionFocused, at: "5a", "5b"),
      .losing(0.6, on: .decisionFocused, at: "7a", "7b"),
      .losing(0.6, 0.6, 0.4, 0.4, 0.4, on: .decisionFocused, seed: 2, at: "7a")),
    // It never works.
    .undecided(
      .losing(0.5, on: .decisionFocused, at: "5a", "5b"),
      .losing(0.4, on: .decisionFocused, at: "7a", "7b")),
    // τ is 0.14: a shortfall of 0.1 is not one, 0.2 is.
    .contradicted(
      .losing(0.5, on: .decisionFocused, at: "5a", "5b"),
      .losing(0.4, scatter: 0.1, on: .decisionFocused, at: "7a", "7b")),
    .reproduced(
      .losing(0.5, on: .decisionFocused, at: "5a", "5b"),
      .losing(0.4, 0.4, 0.3, 0.3, 0.3, scatter: 0.1, on: .decisionFocused, at: "7a", "7b")),
    // Cells with V ≤ 0.25 do not count: one of two does.
    .reproduced(
      .losing(0.24, 0.24, 0.24, 0.26, 0.26, on: .decisionFocused, at: "5a", "5b"),
      .losing(0, 0, 0, 0.2, 0.3, on: .decisionFocused, at: "7a", "7b")),
    .unjudgeable(.losing(0.24, on: .decisionFocused, at: "5a", "5b")),
    .unjudgeable(
      .losing(0.5, on: .decisionFocused, at: "5a", "5b"),
      .gaining(0.09, by: .decisionFocused, at: "7a")),
    .notRun(.losing(0.5, on: .decisionFocused, at: "5a", "5b"), .lacking("7b")),
    .notRun(.losing(0.5, on: .decisionFocused, at: "5a", "5b"), .interrupted(at: "7a")),
    .notRun(.lacking("5a"), .gaining(0.09, by: .decisionFocused, at: "5b")))

  /// Of the pairs of neighbouring budgets with W > 0.1 at the smaller, utility rises by more than
  /// τ in 20 %; against it, in at most 5 %.
  private static let budgetsSynthetic = ClaimCase.of(
    "A7a",
    .reproduced(.losing(0.5, 0.4, 0.5, 0.6, 0.7, on: .decisionFocused, at: "7a", "7b")),
    .contradicted(.losing(0.2, 0.3, 0.4, 0.5, 0.6, on: .decisionFocused, at: "7a", "7b")),
    // Of 40 pairs 2, then 5.
    .contradicted(
      .losing(0.2, 0.3, 0.4, 0.5, 0.6, on: .decisionFocused, at: "7a", "7b"),
      .losing(0.5, 0.4, 0.5, 0.6, 0.7, on: .decisionFocused, seed: 1, at: "7a", "7b")),
    .undecided(
      .losing(0.2, 0.3, 0.4, 0.5, 0.6, on: .decisionFocused, at: "7a"),
      .losing(0.5, 0.4, 0.5, 0.6, 0.7, on: .decisionFocused, at: "7b")),
    .unjudgeable(.losing(0.09, on: .decisionFocused, at: "7a", "7b")),
    .unjudgeable(
      .losing(0.5, on: .decisionFocused, at: "7a", "7b"),
      .gaining(0.09, by: .decisionFocused, at: "7b")),
    .notRun(.lacking("7a")),
    .notRun(.losing(0.5, on: .decisionFocused, at: "7a", "7b"), .interrupted(at: "7b")))

  /// The same with three pairs per seed.
  private static func budgets(_ claim: String, at panel: String) -> [ClaimCase] {
    ClaimCase.of(
      claim,
      .reproduced(.losing(0.5, 0.4, 0.5, 0.6, on: .decisionFocused, at: panel)),
      .reproduced(
        .losing(0.5, 0.6, 0.7, 0.8, on: .decisionFocused, at: panel),
        .losing(0.5, 0.4, 0.3, 0.2, on: .decisionFocused, seed: 0, at: panel)),
      .undecided(
        .losing(0.5, 0.6, 0.7, 0.8, on: .decisionFocused, at: panel),
        .losing(0.5, 0.4, 0.3, 0.4, on: .decisionFocused, seed: 0, at: panel)),
      .undecided(
        .losing(0.5, 0.6, 0.7, 0.8, on: .decisionFocused, at: panel),
        .losing(0.5, 0.4, 0.5, 0.6, on: .decisionFocused, seed: 0, at: panel)),
      .contradicted(.losing(0.5, 0.5, 0.6, 0.7, on: .decisionFocused, at: panel)),
      // Rises by less than τ, which is 0.23 or more.
      .contradicted(
        .losing(0.8, 0.6, 0.4, 0.2, scatter: 0.1, on: .decisionFocused, at: panel)),
      .reproduced(
        .losing(0.9, 0.6, 0.7, 0.7, scatter: 0.1, on: .decisionFocused, at: panel)),
      // The first pair, with W ≤ 0.1, does not count; nor do losses to noise.
      .contradicted(.losing(0.09, 0, 0.5, 0.5, on: .decisionFocused, at: panel)),
      .contradicted(
        .losing(0.5, 0.4, 0.5, 0.5, on: .decisionFocused, at: panel),
        .losing(0.5, 0.4, 0, 0, on: .decisionFocused, to: .noise, at: panel)),
      .unjudgeable(.losing(0.09, on: .decisionFocused, at: panel)),
      .unjudgeable(.gaining(0.09, by: .decisionFocused, at: panel)),
      .notRun(.lacking(panel)),
      .notRun(.losing(0.5, on: .decisionFocused, at: panel), .interrupted(at: panel)))
  }

  /// Δ(decision-focused) − Δ(two-stage), each attacked directly, the mean over budgets, > 0.
  private static func comparison(_ claim: String, direct: String, twoStage: String)
    -> [ClaimCase]
  {
    ClaimCase.of(
      claim,
      .reproduced(
        .losing(0, 0, 0, 0.5, on: .decisionFocused, at: direct),
        .losing(0.1, on: .twoStage, at: twoStage)),
      .contradicted(
        .losing(0, 0, 0, 0.3, on: .decisionFocused, at: direct),
        .losing(0.1, on: .twoStage, at: twoStage)),
      .undecided(
        .losing(0.1, on: .decisionFocused, at: direct), .losing(0.1, on: .twoStage, at: twoStage)),
      .undecided(
        .losing(0.2, spread: 0.11, on: .decisionFocused, at: direct),
        .losing(0.1, on: .twoStage, at: twoStage)),
      .reproduced(
        .losing(0.2, spread: 0.2, on: .decisionFocused, at: direct),
        .losing(0.1, spread: 0.2, on: .twoStage, at: twoStage)),
      .notRun(.lacking(direct)), .notRun(.lacking(twoStage)), .notRun(.interrupted(at: direct)),
      .notRun(.interrupted(at: twoStage)))
  }

  /// The clean difference is at least half of that; against it, under a quarter.
  private static func reason(_ claim: String, direct: String, twoStage: String) -> [ClaimCase] {
    ClaimCase.of(
      claim,
      .reproduced(
        .losing(0.5, on: .decisionFocused, at: direct),
        .gaining(1.26, by: .decisionFocused, at: twoStage)),
      .contradicted(
        .losing(0.5, on: .decisionFocused, at: direct),
        .gaining(1.12, by: .decisionFocused, at: twoStage)),
      .undecided(
        .losing(0.5, on: .decisionFocused, at: direct),
        .gaining(1.13, by: .decisionFocused, at: twoStage)),
      .undecided(
        .losing(0.5, on: .decisionFocused, at: direct),
        .gaining(1.24, by: .decisionFocused, at: twoStage)),
      .undecided(
        .losing(0.5, on: .decisionFocused, at: direct),
        .gaining(1.26, spread: 0.02, by: .decisionFocused, at: twoStage)),
      // Neither is more susceptible, or neither better.
      .unjudgeable(.gaining(1.26, by: .decisionFocused, at: twoStage)),
      .unjudgeable(.losing(0.5, on: .decisionFocused, at: direct)),
      .unjudgeable(
        .losing(0.5, on: .decisionFocused, at: direct),
        .gaining(1.2, spread: 0.21, by: .decisionFocused, at: twoStage)),
      .notRun(.lacking(direct)), .notRun(.lacking(twoStage)), .notRun(.interrupted(at: direct)))
  }
}
