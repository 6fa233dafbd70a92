import Foundation
import Paper
import Testing

@testable import Site

struct LedgerPageTests {
  @Test func printsEveryClaimWithItsVerdict() throws {
    let files = try BuiltSite.everything()
    let page = try BuiltSite.text("ledger.html", in: files)
    let ledger = Ledger(try BuiltSite.simulated().study)
    for row in ledger.rows {
      let parts = page.components(separatedBy: "<h2 id=\"\(row.claim.id)\">")
      #expect(parts.count == 2, "\(row.claim.id)")
      let section = parts.last?.components(separatedBy: "</section>").first
      #expect(section?.contains(">\(row.fresh.verdict.rawValue)<") == true, "\(row.claim.id)")
    }
    #expect(page.contains("with 3 seeds") && page.contains("not run"))
  }

  @Test func listsCleanLevelsOncePerSetOfRecords() throws {
    let page = try BuiltSite.text("ledger.html", in: try BuiltSite.everything())
    // Panels 4a, 5a and 7a have the same clean records.
    #expect(page.contains("<th scope=\"row\"><a href=\"figure-4.html#panel-4a\">4a</a></th>"))
    #expect(!page.contains("<th scope=\"row\"><a href=\"figure-5.html#panel-5a\">5a</a></th>"))
  }

  @Test func setsRulingsForOtherVictimsAndTheStrongAttackBesideTheFirst() throws {
    let full = FabricatedStudy(preset: .full, panels: ["4a", "4b", "5a", "5b"]).study
    let page = LedgerPage(full, Ledger(full))
    let first = try #require(page.rows.first { $0.claim.id == "A1" })
    #expect(first.rulings.map(\.id) == ["A1-fresh", "A1-shared", "A1-strong"])
    #expect(
      first.rulings.allSatisfy { !$0.numbers.isEmpty } && first.links.map(\.id).contains("4a"))
    let paper = FabricatedStudy(panels: ["4a", "4b"]).study
    let lacking = try #require(LedgerPage(paper, Ledger(paper)).rows.first { $0.claim.id == "A1" })
    #expect([lacking.shared, lacking.strong].map(\.verdict) == ["not run", "not run"])
  }

  @Test func addsUpToAllClaims() {
    let study = FabricatedStudy(panels: ["5a"]).study
    let ledger = Ledger(study)
    let counts = VerdictTally.all(of: ledger).compactMap { Int($0.count) }
    #expect(counts.reduce(0, +) == ledger.rows.count)
  }
}
