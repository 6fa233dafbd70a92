import Testing

@testable import Paper

/// B1 to B7, B9 and B10.
struct OwnClaimTests {
  static let cases = smoothing + rest

  @Test(arguments: cases) func judges(_ one: ClaimCase) throws { try one.check() }

  private static let smoothing =
    ClaimCase.of(
      "B1",
      .reproduced(
        .losing(0.1, on: .decisionFocused, at: "8b", "10b"),
        .losing(0.31, on: .decisionFocused, to: .variant(.smoothed), at: "8b", "10b")),
      .contradicted(
        .losing(0.1, on: .decisionFocused, at: "8b", "10b"),
        .losing(0.29, on: .decisionFocused, to: .variant(.smoothed), at: "8b", "10b")))
    + ClaimCase.of(
      "B2",
      .reproduced(),
      .contradicted(.losing(0.2, on: .decisionFocused, at: "5a", "5b", "8a", "10a")),
      // The best of the transferred poisons counts.
      .contradicted(
        .losing(
          0.2, on: .decisionFocused, to: .variant(.smoothed), at: "5a", "5b", "8a", "10a")),
      .reproduced(
        .losing(0.2, on: .decisionFocused, at: "5a", "5b", "8a", "10a"),
        .losing(
          0.16, on: .decisionFocused, to: .variant(.smoothed), at: "7a", "7b", "8b", "10b")))
    + ClaimCase.of(
      "B3",
      .reproduced(
        .losing(
          0.1, 0.2, 0.3, 0.4, 0.5, on: .decisionFocused, to: .variant(.continued),
          at: "7a", "7b", "8b", "10b")),
      .contradicted(
        .losing(
          0.5, 0.4, 0.3, 0.2, 0.1, on: .decisionFocused, to: .variant(.continued),
          at: "7a", "7b", "8b", "10b")),
      // Within two standard errors of a cell.
      .reproduced(
        .losing(
          0.5, 0.49, 0.48, 0.47, 0.46, scatter: 0.1, on: .decisionFocused,
          to: .variant(.continued), at: "7a", "7b", "8b", "10b")),
      .notRun(.preset(.paper)))
    + ClaimCase.of(
      "B7",
      .reproduced(.losing(0.1, on: .twoStage, at: "5a", "5b", "8a", "10a")),
      .contradicted(.losing(0.2, on: .twoStage, at: "5a", "5b", "8a", "10a")),
      // The strongest poison for each, whoever it is made for.
      .reproduced(
        .losing(0.4, on: .twoStage, at: "5a", "5b", "8a", "10a"),
        .losing(
          0.4, on: .decisionFocused, to: .variant(.smoothed), at: "7a", "7b", "8b", "10b")))

  private static let rest =
    ClaimCase.of(
      "B4",
      .reproduced(
        .losing(0.2, on: .decisionFocused, at: "8b", "8b-no-prior"),
        .losing(0.1, on: .decisionFocused, to: .variant(.frozen), at: "8b", "8b-no-prior")),
      .mixed(
        .losing(0.2, on: .decisionFocused, at: "8b", "8b-no-prior", "7a"),
        .losing(0.1, on: .decisionFocused, to: .variant(.frozen), at: "8b", "8b-no-prior", "7a")),
      .notRun(.preset(.paper)))
    + ClaimCase.of(
      "B5",
      .reproduced(.losing(0.04, on: .decisionFocused, at: "5a", "5b")),
      .contradicted(.losing(0.1, on: .decisionFocused, at: "5a", "5b")),
      .reproduced(
        .losing(0.3, on: .decisionFocused, at: "5a", "5b"),
        .losing(0.3, on: .decisionFocused, to: .variant(.strong), at: "4a", "4b")))
    + ClaimCase.of(
      "B6",
      .reproduced(
        .losing(0.1, on: .twoStage, at: "10a"), .losing(0.1, on: .decisionFocused, at: "10b"),
        .losing(0.51, on: .twoStage, to: .sharedWeights, at: "10a"),
        .losing(0.51, on: .decisionFocused, to: .sharedWeights, at: "10b")),
      .contradicted(
        .losing(0.1, on: .twoStage, at: "10a"), .losing(0.1, on: .decisionFocused, at: "10b")))
    + ClaimCase.of(
      "B9",
      .reproduced(
        .losing(0.3, on: .twoStage, at: "5a", "5b", "8a", "10a"),
        .losing(0.09, on: .twoStage, to: .variant(.sparse), at: "5a", "5b", "8a", "10a")),
      .contradicted(
        .losing(0.3, on: .twoStage, at: "5a", "5b", "8a", "10a"),
        .losing(0.11, on: .twoStage, to: .variant(.sparse), at: "5a", "5b", "8a", "10a")))
    + ClaimCase.of(
      "B10",
      .reproduced(
        .losing(0.4, on: .twoStage, at: "5a", "5b", "8a", "10a"),
        .losing(0.19, on: .twoStage, to: .unaware, at: "5a", "5b", "8a", "10a"),
        .losing(0.31, on: .twoStage, to: .aware, at: "5a", "5b", "8a", "10a")),
      .contradicted(
        .losing(0.4, on: .twoStage, at: "5a", "5b", "8a", "10a"),
        .losing(0.19, on: .twoStage, to: .unaware, at: "5a", "5b", "8a", "10a"),
        .losing(0.29, on: .twoStage, to: .aware, at: "5a", "5b", "8a", "10a")),
      // A defence that wins back too little has nothing to lose.
      .unjudgeable(
        .losing(0.4, on: .twoStage, at: "5a", "5b", "8a", "10a"),
        .losing(0.21, on: .twoStage, to: .unaware, at: "5a", "5b", "8a", "10a"),
        .losing(0.29, on: .twoStage, to: .aware, at: "5a", "5b", "8a", "10a")),
      // What chance costs defended victims is taken off as well.
      .reproduced(
        .losing(0.5, on: .twoStage, at: "5a", "5b", "8a", "10a"),
        .losing(0.29, on: .twoStage, to: .unaware, at: "5a", "5b", "8a", "10a"),
        .losing(0.41, on: .twoStage, to: .aware, at: "5a", "5b", "8a", "10a"),
        .losing(0.1, on: .twoStage, to: .signs, at: "5a", "5b", "8a", "10a")),
      .notRun(.preset(.paper)))
}
