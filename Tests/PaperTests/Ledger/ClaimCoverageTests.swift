import Testing

@testable import Paper

/// Whether every claim that records of the grid can decide has cases for and against it.
struct ClaimCoverageTests {
  private static let cases =
    MetaPoisonClaimTests.cases + TransferClaimTests.cases + DirectAttackClaimTests.cases
    + ConstraintClaimTests.cases + CleanClaimTests.cases + GradientClaimTests.cases
    + OwnClaimTests.cases

  @Test(arguments: Ledger.claims.map(\.id)) func comesOutForAndAgainst(_ id: String) {
    let made = Set(ClaimCoverageTests.cases.filter { $0.claim == id }.map(\.verdict))
    #expect(made.contains(.reproduced))
    #expect(!made.isDisjoint(with: [.contradicted, .mixed]))
  }

  @Test func numbersEveryClaimOnce() {
    let ids = Ledger.claims.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(ids.prefix(4) == ["A1", "A2", "A3", "A4"] && ids.last == "B10")
  }

  @Test func goesThroughOtherChoicesOneAtATime() throws {
    let study = MadeUpStudy().study(of: ["4a", "4b"])
    let row = try #require(Ledger(study).rows.first { $0.claim.id == "A1" })
    let labels = row.strip.map(\.label)
    #expect(labels.contains("shared weights") && labels.contains("strong MetaPoison"))
    // MetaPoison takes no steps by the sign.
    #expect(!labels.contains("sign steps"))
    #expect(row.strip.allSatisfy { $0.decisions.count == 2 })
    #expect(row.verdict == .reproduced && row.unitsNeeded == nil)
  }
}
