import Attacks
import Domains
@testable import Experiments
import ExperimentsSupport
import Foundation
import Learning
import Reproducibility
import TestSupport
import Testing

@testable import Paper

/// Panels and claims of a study that has no grid, no preset and no calibration.
struct OwnStudyTests {
  private static let plan = Plan(
    twoStage: TwoStage(training: Training(steps: 3, rate: 0.1)),
    decisionFocused: DecisionFocused(training: Training(steps: 2, rate: 0.1)),
    simpleJoint: SimpleJoint(training: Training(steps: 2, rate: 0.1)), budgets: [0.2, 0.5],
    referenceBudget: 0.5, seeds: [0, 1], freshWeights: 2, draws: 2)

  private static let panel = Panel(
    id: "1a", title: "Signs, own data", domain: SyntheticDomain.tiny,
    attack: MetaGradientAttack(iterations: 1, rule: .sign, stepSize: 0.5), attacked: plan.twoStage,
    plan: plan)

  private static let claim = Claim(
    own: "C1", "Half of the gain is lost.", supported: "W > 0.5 G", panels: ["1a"],
    cells: [
      Claim.Cell("own data") { evidence throws(Gap) in
        let effect = try evidence.effect("1a", on: .twoStage)
        return CellFinding(effect.share("two-stage"), above: 0.5, unit: effect.unit)
      }
    ])

  /// Clean victims gain 1; the attack takes `loss` and a little that differs by seed, and nothing
  /// else takes anything.
  private static func records(losing loss: Double) -> PanelRecords {
    PanelRecords(panel: panel, seeds: plan.seeds) { experiment, series in
      var record = Record(
        key: Digest(of: "\(series ?? "clean") \(experiment.seed) \(experiment.budget)"),
        options: "{}", domain: experiment.domain.id, seed: experiment.seed,
        budget: experiment.budget, dataset: Digest(of: "data"))
      let isAttack = series == panel.attack.name
      let left = 1 - (isAttack ? loss + 0.001 * Double(experiment.seed) : 0)
      for victim in experiment.victims {
        record.evaluations[victim.id] = Record.Evaluation(
          clean: VictimUtility(targets: [1], heldOut: [1]),
          poisoned: series == nil ? [] : [VictimUtility(targets: [left], heldOut: [left])])
      }
      if experiment.isUntreated {
        // A gain whose interval lies above 0.
        let none = 0.001 * Double(experiment.seed)
        record.levels = [
          Record.Level(id: .perfect, targets: 2, heldOut: 2),
          Record.Level(id: .uninformed, targets: none, heldOut: none),
        ]
      }
      return record
    }
  }

  private static func verdict(losing loss: Double) throws -> Verdict {
    let evidence = Evidence([records(losing: loss)], planned: [panel])
    return try #require(Ledger([claim], on: evidence).rows.first).verdict
  }

  @Test func decidesItsClaimsByTheSameRules() throws {
    #expect(try Self.verdict(losing: 0.8) == .reproduced)
    #expect(try Self.verdict(losing: 0.2) == .contradicted)
    #expect(try Self.verdict(losing: 0.5) == .open)
  }

  @Test func saysWhichPanelIsMissing() throws {
    for (planned, reason) in [
      ([Self.panel], "Panel 1a was not run in this build."),
      ([], "Panel 1a is not a panel of this study."),
    ] {
      let ledger = Ledger([Self.claim], on: Evidence([], planned: planned))
      let row = try #require(ledger.rows.first)
      #expect(row.verdict == .notRun)
      #expect(row.findings.first?.finding.remarks == [reason])
    }
  }

  @Test func looksUpItsRecordsByKey() async throws {
    let directory = try TemporaryDirectory()
    let selection = try PanelSelection([Self.panel], on: [:])
    let cells = Self.panel.cells(of: Self.plan.seeds).count
    #expect(selection.items.count == cells && selection.items.allSatisfy { $0.part == "Figure 1" })
    #expect(selection.items.allSatisfy { $0.stage != nil })
    let runner = Runner(
      store: RecordStore(root: directory.url), laboratory: Laboratory(sources: [:]), jobs: 2,
      progress: nil)
    let records = selection.records(in: try await runner.study(of: selection.items))
    #expect(records.map(\.panel.id) == ["1a"])
    #expect(records[0].all.count == cells && records[0].incompleteSeeds == [])
    #expect(selection.records(in: [:])[0].incompleteSeeds == Self.plan.seeds)
  }
}
