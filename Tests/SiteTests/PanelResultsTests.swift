import Domains
import Foundation
import Learning
import Reproducibility
import Testing

@testable import Attacks
@testable import Experiments
@testable import Site

/// Numbers that can be checked in the head: two seeds, two initial weights, two draws.
struct PanelResultsTests {
  /// Clean 4 and 6, attacked 1 and 2, uniform noise 3 and 5, random signs 4 and 6 (no loss).
  static func results(attacked: [Double] = [1, 2]) throws -> PanelResults {
    let grid = Grid(.quick, FabricatedCalibration.calibration)
    var panel = try #require(grid.panels.first { $0.id == "5a" })
    (panel.plan.budgets, panel.plan.middleBudget) = ([0.5], 0.5)
    let seeds: [UInt64] = [0, 1]
    func utility(_ x: Double) -> VictimUtility {
      VictimUtility(targets: [x - 0.5, x + 0.5], heldOut: [x - 1, x])
    }
    func record(_ seed: UInt64, _ attack: String, _ poisoned: [VictimUtility]) -> Record {
      let clean = utility(seed == 0 ? 4 : 6)
      let evaluation = Record.Evaluation(clean: clean, poisoned: poisoned)
      return Record(
        key: Digest(of: "\(seed) \(attack)"), options: "{}", domain: "synthetic", attack: attack,
        learner: "", seed: seed, budget: attack == "none" ? 0 : 0.5, dataset: Digest(of: "\(seed)"),
        evaluations: [
          "two-stage": evaluation, "decision-focused": evaluation, "simple-joint": evaluation,
        ],
        levels: attack == "none" ? [.init(name: "uninformed", targets: 1, heldOut: 1)] : [])
    }
    return PanelResults(
      PanelRecords(
        panel: panel, seeds: seeds, clean: seeds.map { record($0, "none", []) },
        treated: seeds.flatMap { seed in
          let index = Int(seed)
          let (noise, clean) = ([3.0, 5][index], [4.0, 6][index])
          return [
            record(seed, "meta-gradient", [utility(attacked[index])]),
            record(seed, "uniform-noise", [utility(noise - 1), utility(noise + 1)]),
            record(seed, "random-signs", [utility(clean), utility(clean)]),
          ].map { PanelRecords.Treated(series: $0.attack, record: $0) }
        }))
  }

  @Test func averagesOverWeightsAndDraws() throws {
    let results = try Self.results()
    #expect(results.clean("two-stage") == [4, 6])
    #expect(results.clean("two-stage", at: .heldOut) == [3.5, 5.5])
    #expect(results.values("two-stage", "uniform-noise", budget: 0.5) == [3, 5])
    #expect(results.values("two-stage", "meta-gradient", budget: 0) == [4, 6])
    #expect(results.gains("two-stage") == [3, 5])
  }

  @Test func comparesWithTheCostliestControlSeedBySeed() throws {
    let results = try Self.results()
    #expect(results.losses("two-stage", "meta-gradient", budget: 0.5) == [3, 4])
    #expect(results.lossesBeyondControls("two-stage", budget: 0.5) == [2, 3])
  }

  @Test func hasNoValueWhereARecordIsMissing() throws {
    let complete = try Self.results().records
    let results = PanelResults(
      PanelRecords(
        panel: complete.panel, seeds: complete.seeds, clean: complete.clean,
        treated: complete.treated.filter { $0.record.seed == 0 || $0.series != "meta-gradient" }))
    #expect(results.values("two-stage", "meta-gradient", budget: 0.5) == nil)
    #expect(Finding.all(results).isEmpty)
    #expect(NumberTable(results).bodies[0].rows[1].cells[0].mean == "not run")
    #expect(FigureChart(results: results).chart.plots[0].series[0].points.map(\.x) == [0])
  }

  @Test func saysWhetherTheLossExceedsChance() throws {
    // Beyond controls: 2 and 3, mean 2.5, half-width 12.7·0.707/√2 = 6.35: the interval holds 0.
    let finding = try #require(Finding.all(try Self.results()).first)
    #expect(finding.clean == "5.00" && finding.poisoned == "1.50" && finding.loss == "3.50")
    // A gain of 3 and 5 has an interval that holds 0, too: no share of it can be named.
    #expect(finding.share == nil)
    #expect(finding.verdict.contains("is not established"))
    // Equal losses beyond controls of 2 leave no room for chance.
    let sure = try #require(Finding.all(try Self.results(attacked: [1, 3])).first)
    #expect(sure.verdict == "The attack costs more than chance at equal size does.")
    #expect(sure.beyondRange == "2.00 … 2.00")
    let harmless = try #require(Finding.all(try Self.results(attacked: [4, 6])).first)
    #expect(harmless.verdict == "The attack costs less than chance at equal size does.")
  }

  @Test func namesTheShareOfAClearGain() throws {
    let results = PanelResults(FabricatedStudy(panels: ["5a"]).study.panels[0])
    let finding = try #require(Finding.all(results).first)
    let gains = try #require(results.gains("two-stage"))
    let losses = try #require(results.losses("two-stage", "meta-gradient", budget: 0.5))
    let share = losses.reduce(0, +) / gains.reduce(0, +)
    #expect(finding.share == "\(Int((100 * share).rounded()))\u{a0}%")
    #expect(finding.sentence.contains("\(finding.share ?? "")"))
  }

  @Test func readsBackFromTheTableOfSeeds() throws {
    let results = try Self.results()
    let lines = SeedTable(results).text.components(separatedBy: "\r\n").dropLast()
    #expect(
      lines.first
        == "panel,victim,initial_weights,instances,treatment,budget,seed,mean_utility")
    var means: [String: Double] = [:]
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      #expect(cells.count == 8)
      means[cells[1...6].joined(separator: " ")] = Double(cells[7])
    }
    for victim in results.victims {
      for treatment in results.treatments {
        for instances in PanelResults.Instances.allCases {
          let values = try #require(
            results.values(victim, treatment, budget: 0.5, at: instances))
          for (seed, value) in zip(results.seeds, values) {
            #expect(
              means["\(victim) fresh \(instances.rawValue) \(treatment) 0.5 \(seed)"] == value)
          }
        }
      }
    }
    #expect(means["uninformed none targets reference 0 1"] == 1)
    // 3 victims × 2 kinds of instances × (clean + 3 treatments) and 1 level × 2, of 2 seeds each.
    #expect(means.count == 2 * (3 * 2 * 4 + 2))
  }

  @Test func sumsUpCertificates() throws {
    let made = FabricatedStudy(panels: ["5a"]).study
    let table = CertificateTable(PanelResults(made.panels[0]))
    let total = try #require(table.total)
    // 5 seeds × 5 budgets, 4 entries and 400 solves each.
    #expect(total.attacks == "25" && total.entries == "100")
    #expect(total.solves == "10\u{202f}000" && total.nearDegenerate == "75")
    #expect(total.backward == "0.25 … 4.0" && table.rows.count == 5)
  }

  @Test func hasAnEffectForEveryRuleOfReading() {
    #expect(DataPage.effects(FabricatedPrices.history()).count == IngestReport.rules.count)
  }

  @Test func labelsBudgetsOfPricesAsPercentages() throws {
    let study = FabricatedStudy(panels: ["8a"], seeds: [0]).study
    let results = PanelResults(study.panels[0])
    #expect(
      results.budgets.map(results.label(ofBudget:))
        == ["0.25 %", "0.5 %", "1 %", "2 %"].map {
          $0.replacing(" ", with: "\u{a0}")
        })
    let chart = FigureChart(results: results).chart
    #expect(
      chart.panels.map(\.title) == [
        "Two-stage learner: attacked", "Decision-focused learner: transfer",
        "Simple joint learner: transfer",
      ])
    #expect(chart.plots[0].levels.map(\.label) == ["perfect", "uninformed", "static"])
    #expect(
      chart.plots[0].series.map(\.label) == [
        "Two-stage, targets", "Two-stage, held-out", "Uniform noise", "Random signs",
      ])
  }
}
