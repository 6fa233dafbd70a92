import Paper
import Testing

@testable import Site

struct ClaimChartTests {
  @Test func plotsEveryCellThatHasAnEffect() throws {
    let study = FabricatedStudy(preset: .full, panels: ["4a", "4b", "5a", "5b"]).study
    let ledger = Ledger(study)
    let chart = try #require(ClaimChart(ledger))
    let effects = ledger.rows.flatMap(\.findings).filter {
      $0.finding.effect != nil && $0.finding.decision != .missing
    }
    #expect(!effects.isEmpty)
    #expect(chart.table.split(separator: "\r\n").count == effects.count + 1)
    #expect(chart.table.contains("A1,small,yes,"))
    #expect(chart.picture.alternative.contains("\(effects.count) rows"))
    #expect(try !chart.drawing.bytes(as: .svg).isEmpty)
  }

  @Test func plotsNothingWithoutRecords() {
    let study = FabricatedStudy(panels: []).study
    #expect(ClaimChart(Ledger(study)) == nil)
  }
}
