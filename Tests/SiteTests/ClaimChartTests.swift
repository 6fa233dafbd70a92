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
    let drawn = String(decoding: try chart.drawing.bytes(as: .svg), as: UTF8.self)
    #expect(drawn.contains("\(effects.count) rows"))
    let deciding = ledger.rows.flatMap(\.findings).count {
      $0.isDeciding && $0.finding.effect != nil && $0.finding.decision != .missing
    }
    #expect(chart.smallPicture?.alternative.contains("\(deciding) deciding cells") == true)
  }

  @Test func plotsNothingWithoutRecords() {
    let study = FabricatedStudy(panels: []).study
    #expect(ClaimChart(Ledger(study)) == nil)
  }
}
