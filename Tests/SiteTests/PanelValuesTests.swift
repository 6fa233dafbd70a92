import Attacks
import Experiments
import Foundation
import Learning
import Reproducibility
import Testing

@testable import Paper
@testable import Site

/// Numbers that can be checked in the head: two seeds, two initial weights, two draws.
enum SmallPanel {
  static let attack = MetaGradientAttack.name
  static let noise = UniformNoise.name

  /// Clean 4 and 6, attacked 1 and 2, uniform noise 3 and 5, random signs 4 and 6 (no loss).
  ///
  /// - Parameters:
  ///   - attacked: the attacked utilities. The default is 1 and 2.
  ///   - isComplete: whether the attack's record of the second seed is there. The default is true.
  static func values(
    attacked: [Double] = [1, 2], isComplete: Bool = true
  ) throws -> PanelValues {
    let grid = Grid(.quick, FabricatedCalibration.calibration)
    var panel = try #require(grid.panels.first { $0.id == "5a" })
    (panel.plan.budgets, panel.plan.middleBudget) = ([0.5], 0.5)
    let clean = [4.0, 6]
    return PanelValues(
      PanelRecords(panel: panel, seeds: [0, 1]) { experiment, series in
        let index = Int(experiment.seed)
        let poisoned: [Double] =
          switch series {
          case attack: [attacked[index]]
          case noise: [[2, 4], [4, 6]][index]
          case nil: []
          default: [clean[index], clean[index]]
          }
        if series == attack && !isComplete && index == 1 { return nil }
        return record(experiment, clean[index], poisoned)
      })
  }

  private static func record(
    _ experiment: Experiment, _ clean: Double, _ poisoned: [Double]
  ) -> Record {
    func utility(_ x: Double) -> VictimUtility {
      VictimUtility(targets: [x - 0.5, x + 0.5], heldOut: [x - 1, x])
    }
    let name = experiment.attack?.name ?? "clean"
    var record = Record(
      key: Digest(of: "\(experiment.seed) \(name)"), options: "{}",
      domain: DomainID(experiment.domain.name), attack: experiment.attack.map { AttackID($0.name) },
      seed: experiment.seed, budget: experiment.budget, dataset: Digest(of: "\(experiment.seed)"))
    for victim in experiment.victims {
      record.evaluations[victim.id] = Record.Evaluation(
        clean: utility(clean), poisoned: poisoned.map(utility))
    }
    if experiment.isUntreated {
      record.levels = [Record.Level(id: .uninformed, targets: 1, heldOut: 1)]
    }
    return record
  }
}

struct PanelValuesTests {
  @Test func averagesOverWeightsAndDraws() throws {
    let values = try SmallPanel.values()
    #expect(values.clean(.twoStage) == [4, 6])
    #expect(values.clean(.twoStage, at: .heldOut) == [3.5, 5.5])
    #expect(values.values(.twoStage, SmallPanel.noise, budget: 0.5) == [3, 5])
    #expect(values.values(.twoStage, SmallPanel.attack, budget: 0) == [4, 6])
    #expect(values.gains(.twoStage) == [3, 5])
  }

  @Test func comparesWithTheCostliestControlSeedBySeed() throws {
    let values = try SmallPanel.values()
    #expect(values.losses(.twoStage, SmallPanel.attack, budget: 0.5) == [3, 4])
    #expect(values.lossesBeyondControls(.twoStage, budget: 0.5) == [2, 3])
  }

  @Test func hasNoValueWhereARecordIsMissing() throws {
    let values = try SmallPanel.values(isComplete: false)
    #expect(values.values(.twoStage, SmallPanel.attack, budget: 0.5) == nil)
    #expect(Finding.all(values).isEmpty)
    #expect(NumberTable(values).bodies[0].rows[1].cells[0].mean == "not run")
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

  @Test func readsBackFromTheTableOfSeeds() throws {
    let values = try SmallPanel.values()
    let lines = SeedTable(values).text.components(separatedBy: "\r\n").dropLast()
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
    // 3 victims × 2 kinds of instances × (clean + 3 treatments) and 1 level × 2, of 2 seeds each.
    #expect(means.count == 2 * (3 * 2 * 4 + 2))
  }
}
