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
      #expect(section?.contains(">\(row.verdict.rawValue)<") == true, "\(row.claim.id)")
      for cell in row.findings {
        #expect(section?.contains(cell.label) == true, "\(row.claim.id), \(cell.label)")
      }
    }
    #expect(page.contains("not run"))
  }

  @Test func listsCleanLevelsOncePerSetOfRecords() throws {
    let page = try BuiltSite.text("ledger.html", in: try BuiltSite.everything())
    // Panels 4a, 5a and 7a have the same clean records.
    #expect(page.contains("<th scope=\"row\"><a href=\"figure-4.html#panel-4a\">4a</a></th>"))
    #expect(!page.contains("<th scope=\"row\"><a href=\"figure-5.html#panel-5a\">5a</a></th>"))
  }

  @Test func setsEveryCellAndOtherChoicesBesideTheVerdict() throws {
    let full = FabricatedStudy(preset: .full, panels: ["4a", "4b", "5a", "5b"]).study
    let page = LedgerPage(full, Ledger(full), nil, ProtocolText(""))
    let first = try #require(page.paper.first { $0.claim.id == "A1" })
    #expect(first.cells.map(\.label) == ["small", "large"])
    #expect(first.cells.allSatisfy { !$0.numbers.isEmpty } && first.links.map(\.id).contains("4a"))
    #expect(first.strip.contains { $0.label == "Shared weights" })
    #expect(first.strip.contains { $0.label == "Strong MetaPoison" })
    let paper = FabricatedStudy(panels: ["4a", "4b"]).study
    let lacking = try #require(
      LedgerPage(paper, Ledger(paper), nil, ProtocolText("")).paper.first { $0.claim.id == "A1" })
    // What this preset did not make is left out.
    #expect(!lacking.strip.contains { $0.label == "Shared weights" })
    #expect(page.own.allSatisfy { $0.place == nil } && page.own.first?.claim.id == "B1")
  }

  @Test func namesTheTextOfTheRulesWithItsDigestAndDay() throws {
    let files = try BuiltSite.everything()
    let page = try BuiltSite.text("ledger.html", in: files)
    let text = try #require(files.first { $0.path == ProtocolText.name })
    #expect(page.contains("href=\"\(ProtocolText.name)\"") && page.contains("\(text.digest)"))
    #expect(page.contains("on 2026-11-26, before any result"))
    for departure in Departure.all { #expect(page.contains("<dt>\(departure.subject)</dt>")) }
    for path in ["numbers/ledger.json", "numbers/traces.csv", "numbers/recompute.py"] {
      #expect(page.contains("href=\"\(path)\"") && files.contains { $0.path == path }, "\(path)")
    }
  }

  @Test func setsEveryVerdictByEveryChoiceIntoAGrid() throws {
    let study = FabricatedStudy(preset: .full, panels: ["4a", "4b", "5a", "5b", "7a", "7b"]).study
    let ledger = Ledger(study)
    let grid = try #require(RobustnessGrid(ledger))
    #expect(grid.groups.map(\.head) == ["Budget, smallest first", "Attack", "Weights", "Victims"])
    #expect(grid.groups.reduce(0) { $0 + $1.width } == grid.heads.count)
    #expect(grid.heads.prefix(5) == ["1", "2", "3", "4", "5"])
    #expect(grid.lines.map(\.id) == ledger.rows.map(\.claim.id))
    for (line, row) in zip(grid.lines, ledger.rows) {
      #expect(line.marks.count == grid.heads.count + 1, "\(line.id)")
      #expect(line.marks[0].verdict == row.verdict.rawValue, "\(line.id)")
      if let needed = row.unitsNeeded { #expect(line.wanted == "\(needed)", "\(line.id)") }
    }
    let first = try #require(grid.lines.firstIndex { $0.id == "A1" })
    let shared = try #require(grid.heads.firstIndex(of: "shared"))
    let alternative = ledger.rows[first].strip.first { $0.choice.kind == .weights }
    #expect(grid.lines[first].marks[shared + 1].verdict == alternative?.verdict.rawValue)
    // Every sign that occurs is explained, once.
    let signs = Set(grid.lines.flatMap { $0.marks.map(\.sign) })
    #expect(Set(grid.legend.map(\.sign)) == signs && grid.legend.count == signs.count)
  }

  @Test func addsUpToAllClaims() {
    let study = FabricatedStudy(panels: ["5a"]).study
    let ledger = Ledger(study)
    let counts = VerdictTally.all(of: ledger).compactMap { Int($0.count) }
    #expect(counts.reduce(0, +) == ledger.rows.count)
  }
}
