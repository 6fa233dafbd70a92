import Domains
import Foundation
import Learning
import Testing

@testable import Paper
@testable import Site

struct TableTests {
  private static func results(_ id: String, preset: Preset = .paper) throws -> PanelValues {
    let study = FabricatedStudy(preset: preset, panels: [id]).study
    return PanelValues(try #require(study.panels.first))
  }

  /// Reaches are a quarter, an eighth … of the budget, one per seed.
  @Test func measuresReachAsAShareOfTheBudget() throws {
    let table = CertificateTable(try Self.results("5a"))
    let row = try #require(table.rows.first { $0.budget == "0.5" })
    #expect(row.reaches[0].beneath == ["1.6\u{a0}% of B"])
    #expect(row.reaches.map(\.text) == ["0.0078", "0.031"])
    #expect(table.sentence.contains("by 6.2\u{a0}% of the budget in the median attack"))
    #expect(table.sentence.contains("none failed"))
  }

  @Test func comparesFrozenFactorsWhereTheyWereComputed() throws {
    #expect(FrozenTable(try Self.results("8a")) == nil)
    let table = try #require(FrozenTable(try Self.results("8b")))
    // Errors of 0.5 to 0.9 over five seeds, the same at every budget.
    #expect(table.rows.map { $0.cells[0].text } == ["0.700", "0.800", "0.600"])
    #expect(table.rows[0].cells[1].text == "0.500 … 0.900")
    #expect(table.sentence.contains("over 20 attacks"))
  }

  @Test func showsVariantsBesideTheAttack() throws {
    #expect(VariantTable(try Self.results("5a")) == nil)
    let results = try Self.results("5a", preset: .full)
    let table = try #require(VariantTable(results))
    #expect(
      table.victims.columns == [
        "Two-stage, attacked", "Decision-focused, transfer", "Simple joint, transfer",
      ])
    #expect(table.victims.bodies.map(\.rows.count) == [3, 3, 14, 3, 6])
    let rows = table.victims.bodies[2].rows
    #expect(
      rows.map(\.label) == [
        "Algorithm 1, plain steps, size 10", "Algorithm 1, sign steps of 0.1·B",
        "Smoothed attack, curvature × 10, sign steps of 0.1·B with momentum 0.5",
        "Algorithm 1, plain steps, size 10, random start 2",
        "Algorithm 1, plain steps, size 10, random start 3",
        "Algorithm 1, plain steps, size 10, random start 4",
        "Algorithm 1, plain steps, size 10, made for one draw of initial weights",
        "Algorithm 1, plain steps, size 10, made for one draw of initial weights",
        "Algorithm 1, plain steps, size 10, a fifth of the rows",
        "Algorithm 1, plain steps, size 10", "Algorithm 1, plain steps, size 10",
        "Algorithm 1, plain steps, size 10", "Algorithm 1, plain steps, size 10",
        "Algorithm 1, plain steps, size 10, aware of the defence",
      ])
    #expect(
      rows.map { $0.cells[0].text } == [
        "fresh", "fresh", "fresh", "fresh", "fresh", "fresh", "fresh", "those of the attack",
        "fresh", "fresh; trained for 4T steps", "fresh; twice the hidden units",
        "fresh; trained by Adam in minibatches", "fresh; defended by a trimmed loss",
        "fresh; defended by a trimmed loss",
      ])
    // Victims that share the attack's weights fall to the uninformed level; the simple joint
    // learner cannot share them.
    #expect(rows[7].cells.dropFirst().map(\.text) == ["0.35", "0.35", "–"])
    let strong = try #require(VariantTable(try Self.results("4a", preset: .full)))
    #expect(
      strong.victims.bodies[0].rows.map(\.label) == [
        "MetaPoison as published", "MetaPoison, strong variant",
      ])
  }

  @Test func writesRowsOfSharedWeightsWithACleanReference() throws {
    let rows = SeedTable([try Self.results("5a", preset: .full)]).rows
    let shared = rows.filter { $0[2] == "shared" && $0[1] == "two-stage" && $0[3] == "targets" }
    // Clean at budget 0 and poisoned at B*, five seeds each.
    #expect(
      shared.map { $0[5] } == Array(repeating: "0", count: 5) + Array(repeating: "0.5", count: 5))
    #expect(shared.allSatisfy { $0[4] == "meta-gradient-shared" })
  }

  @Test func putsAllCountsOfConstraintsIntoOneChart() throws {
    let grid = FabricatedStudy().grid
    let ids = grid.panels.map(\.id).filter { $0.hasPrefix("6-") }
    let study = FabricatedStudy(panels: ids).study
    let exhibits = Exhibit.all(study.panels.map { PanelValues($0) })
    #expect(exhibits.map(\.id) == ["6"] && exhibits[0].isFamily)
    let chart = exhibits[0].chart
    #expect(chart.plots.map(\.isLow) == [false, false, false, true, true, true])
    #expect(chart.plots[0].series[0].points.map(\.x) == [3, 5, 7, 9, 11])
    #expect(chart.plots.allSatisfy { $0.horizontal.scale == .linear })
    #expect(
      chart.plots[0].series.map(\.label).suffix(4) == [
        "Clean data", "Uniform noise", "Random signs", "Uninformed decision",
      ])
    // Made-up clean levels fall with the number of constraints, and losses with them.
    #expect(
      exhibits[0].sentences.allSatisfy {
        $0.hasSuffix("The means fall with every further constraint shown.")
      })
    #expect(exhibits[0].sentences[0].contains("(at 11 constraints)"))
    let table = try #require(ConstraintTable(exhibits[0]))
    let bodies = table.victims.bodies
    #expect(bodies.map(\.rows.count) == [5, 5, 5] && bodies[0].rows[0].href == "#panel-6-3")
    #expect(
      exhibits[0].title
        == "Attack on the two-stage learner by number of constraints, synthetic data, small")
  }

  @Test func followsTheBackwardVectorOnALogarithmicScale() throws {
    let study = FabricatedStudy(panels: ["4a", "5a", "5b", "7a"]).study
    let results = study.panels.map { PanelValues($0) }
    let chart = try #require(SweepChart(domain: SyntheticDomain.id, results))
    #expect(chart.parts.map { $0.results.panel.id } == ["5a", "7a"])
    #expect(SweepChart(domain: PortfolioDomain.id, results) == nil)
    let points = chart.chart.plots[0].series[0].points
    // T = 100; back at t = 0 three seeds are at 0.1 and two at 0.01: 10^(−7/5) is their geometric
    // mean.
    #expect(points.count == 101 && points[0].mean == 1)
    #expect(abs(points[100].mean - 0.0398) < 1e-4)
    #expect(
      chart.sentences[0].contains("the vector vanishes")
        && chart.sentences[0].contains("0.040 times"))
    #expect(chart.chart.plots[0].vertical.scale == .logarithmic)
    let rows = try #require(SweepTable(results)).rows
    #expect(rows.map(\.label) == ["4a", "5a", "5b", "7a"])
    #expect(rows.map { $0.cells[1].text } == ["2", "100", "100", "40"])
    #expect(rows[1].cells[4].text == "0.010 … 0.10" && rows[1].cells[5].text == "16")
  }

  @Test func setsAdversariesBesideNoise() throws {
    let table = try #require(AdversaryTable(FabricatedStudy().study.adversaries))
    #expect(table.rows.count == 8 && table.rows.allSatisfy { $0.cells[3].text == "3" })
    #expect(
      table.rows.map { $0.cells[1].text }.suffix(5).prefix(2) == [
        "labels 0.5", "features 0.5 and labels 0.5",
      ])
    #expect(table.rows[1].cells[2].text == "1")
    #expect(table.rows[5].cells[0].text == "every fifth instance")
    #expect(table.distances.map(\.label) == ["Pull decisions towards the opposite ones"])
    #expect(table.sentences[0].hasPrefix("8 of 8 adversaries cost the victim"))
    #expect(AdversaryTable([]) == nil)
  }

  @Test func judgesTheRegressionOnDecisions() throws {
    let table = RegressionTable(FabricatedStudy().study.comparisons)
    #expect(table.bodies.count == 2 && table.bodies[0].rows.count == 3)
    #expect(table.sentences[0].contains("at held-out instances is lower"))
    #expect(table.sentences[1].contains("gap between training and held-out instances is larger"))
    // Made up: training exceeds the targets by 0.6 in the regression and by 0.2 otherwise.
    #expect(table.bodies[0].rows[2].cells[3].text == "0.40")
    let single = RegressionTable(FabricatedStudy(seeds: [0]).study.comparisons)
    #expect(single.sentences[0].contains("one seed cannot judge"))
  }

  @Test func sumsUpCertificates() throws {
    let table = CertificateTable(try Self.results("5a"))
    let total = try #require(table.total)
    // 5 seeds × 5 budgets, 4 entries and 400 solves each.
    #expect(total.attacks == "25" && total.entries == "100")
    #expect(total.solves == "10\u{202f}000" && total.nearDegenerate == "75")
    #expect(total.backward == "0.25 … 4.0" && table.rows.count == 5)
  }

  @Test func readsBackFromTheTableOfSeeds() throws {
    let values = try SmallPanel.values()
    let lines = SeedTable([values]).text.components(separatedBy: "\r\n").dropLast()
    #expect(
      lines.first
        == "panel,victim,initial_weights,instances,treatment,budget,seed,mean_utility")
    var means: [String: Double] = [:]
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      #expect(cells.count == 8)
      means[cells[1...6].joined(separator: " ")] = Double(cells[7])
    }
    for victim in values.victims {
      for treatment in values.treatments {
        for instances in PanelValues.Instances.allCases {
          let found = try #require(
            values.values(victim, treatment, budget: 0.5, at: instances))
          for (seed, value) in zip(values.seeds, found) {
            #expect(
              means["\(victim) fresh \(instances.rawValue) \(treatment) 0.5 \(seed)"] == value)
          }
        }
      }
    }
    #expect(means["uninformed none targets reference 0 1"] == 1)
    // 3 victims × 2 kinds of instances × (clean + 3 treatments) and 1 level × 2, of 2 seeds
    // each.
    #expect(means.count == 2 * (3 * 2 * 4 + 2))
  }
}
