import Testing

@testable import Paper

/// Whether the cases of the claims leave no verdict out.
struct ClaimCoverageTests {
  private static let cases =
    MetaPoisonClaimTests.cases + TransferClaimTests.cases + DirectAttackClaimTests.cases
    + ConstraintClaimTests.cases + CleanClaimTests.cases + GradientClaimTests.cases

  private static let decided: Set<Verdict> = [.reproduced, .contradicted, .undecided, .notRun]

  /// The verdicts that a rule can give.
  private static func verdicts(of claim: String) -> Set<Verdict> {
    switch claim {
    // One place decides, and the learners' gain is no condition.
    case "A9", "A10", "A13", "A14": decided
    // One place, or cells of all places counted together.
    case "A2", "A5", "A6", "A7a", "A7b", "A7c", "A8", "A9b", "A12", "A13b":
      decided.union([.unjudgeable])
    // Several places, and the learners' gain is no condition.
    case "A19", "A20": decided.union([.mixed])
    // The recorded times always hold.
    case "A16": [.reproduced, .mixed, .undecided, .notRun]
    case "A15": [.noRule]
    default: decided.union([.mixed, .unjudgeable])
    }
  }

  @Test(arguments: Ledger.claims.map(\.id)) func everyVerdictComesOut(_ id: String) throws {
    let claim = try #require(Ledger.claims.first { $0.id == id })
    func made(_ variant: ClaimCase.Variant) -> Set<Verdict> {
      Set(
        ClaimCoverageTests.cases.filter { $0.claim == id && $0.variant == variant }.map(\.verdict))
    }
    let verdicts = ClaimCoverageTests.verdicts(of: id)
    #expect(made(.fresh) == verdicts)
    #expect(made(.sharedWeights) == (claim.allowsSharedWeights ? verdicts : []))
    #expect(made(.strongMetaPoison) == (claim.isAboutMetaPoison ? verdicts : []))
  }
}
