import Attacks
import Learning
import Paper
import Testing

@testable import Site

struct FindingTests {
  @Test func isMissingWhereARecordIs() throws {
    let values = try SmallPanel.values(isComplete: false)
    #expect(values.values(.twoStage, SmallPanel.attack, budget: 0.5) == nil)
    #expect(Finding.all(values).isEmpty)
    #expect(NumberTable(values).victims.bodies[0].rows[1].cells[0].text == "not run")
    #expect(FigureChart(results: values).chart.plots[0].series[0].points.map(\.x) == [0])
  }

  @Test func saysWhetherTheLossExceedsChance() throws {
    // Beyond controls: 2 and 3, mean 2.5, half-width 12.7·0.707/√2 = 6.35: the interval holds 0.
    let finding = try #require(Finding.all(try SmallPanel.values()).first)
    #expect(finding.clean == "5.00" && finding.poisoned == "1.50" && finding.loss == "3.50")
    // A gain of 3 and 5 has an interval that holds 0, too: no share of it can be named.
    #expect(finding.share == nil)
    #expect(finding.verdict.contains("is not established"))
    // Equal losses beyond controls of 2 leave no room for chance.
    let sure = try #require(Finding.all(try SmallPanel.values(attacked: [1, 3])).first)
    #expect(sure.verdict == "The attack costs more than chance at equal size does.")
    #expect(sure.beyondRange == "2.00 … 2.00")
    let harmless = try #require(Finding.all(try SmallPanel.values(attacked: [4, 6])).first)
    #expect(harmless.verdict == "The attack costs less than chance at equal size does.")
  }

  @Test func namesTheShareOfAClearGain() throws {
    let values = try PanelWordingTests.values("5a")
    let finding = try #require(Finding.all(values).first)
    let gains = try #require(values.gains(.twoStage))
    let losses = try #require(
      values.losses(.twoStage, MetaGradientAttack.name, budget: 0.5))
    let share = losses.reduce(0, +) / gains.reduce(0, +)
    #expect(finding.share == "\(Int((100 * share).rounded()))\u{a0}%")
    #expect(finding.sentence.contains("\(finding.share ?? "")"))
  }

  @Test func countsHowManyTimesWhereAShareWouldBeHundredsOfPerCent() {
    #expect(Finding.portion(0.42) == "42\u{a0}% of" && Finding.portion(1.9) == "190\u{a0}% of")
    #expect(Finding.portion(9.17) == "9.2 times")
    #expect(Finding.portion(-0.03) == "\u{2212}3\u{a0}% of")
  }

  @Test func findsTheStrongestTransfer() throws {
    let transfer = try #require(Finding.bestTransfer(try PanelWordingTests.values("5a")))
    #expect(transfer.victim == "simple joint" && !transfer.isAttacked && transfer.exceedsChance)
  }
}
