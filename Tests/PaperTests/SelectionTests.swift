import Data
import Experiments
import Learning
import Reproducibility
import TestSupport
import Testing

@testable import Paper

struct SelectionTests {
  private static let panels = [
    Panel.tiny(id: "5a"), .tiny(id: "5b", spending: .labels), .tiny(id: "6-5", constraints: 5),
    .tiny(id: "6-9", spending: .both, constraints: 9),
  ]

  private func selection(_ panels: [Panel]) throws -> Selection {
    try Selection(Grid(.quick, .example), panels: panels, on: [:])
  }

  private func key(_ experiment: Experiment) throws -> Digest {
    try KeyedExperiment(experiment, sources: [:]).key
  }

  /// Checks that every cell of every panel holds the record of its own experiment.
  private func check(_ study: PaperStudy) throws {
    for records in study.panels {
      let panel = records.panel
      for seed in records.seeds {
        let clean = try key(panel.cleanExperiment(seed: seed))
        #expect(records.cleanRecord(seed: seed)?.key == clean)
        for series in panel.series {
          for budget in series.budgets {
            let record = records.record(seed: seed, series: series.name, budget: budget)
            let wanted = try key(panel.experiment(series, budget: budget, seed: seed))
            #expect(record?.key == wanted, "\(panel.id), \(series.name), \(budget), \(seed)")
          }
        }
      }
    }
  }

  @Test func givesEveryPanelItsOwnRecordsInAnyOrder() async throws {
    let directory = try TemporaryDirectory()
    let runner = Runner(in: directory)
    var random = SeededGenerator(seed: 2, stream: "order")
    let (ordered, mixed) = (
      try selection(Self.panels), try selection(Self.panels.shuffled(using: &random))
    )
    #expect(ordered.panels.map(\.panel.id) != mixed.panels.map(\.panel.id))
    let first = PaperStudy(ordered, try await runner.study(of: ordered.items))
    let items = mixed.items.shuffled(using: &random)
    let second = PaperStudy(mixed, try await runner.study(of: items))
    try check(first)
    try check(second)
    for records in first.panels {
      let other = try #require(second.panels.first { $0.panel.id == records.panel.id })
      #expect(records.clean.map(\.evaluations) == other.clean.map(\.evaluations))
      #expect(records.treated.map(\.record.key) == other.treated.map(\.record.key))
      #expect(
        records.treated.map(\.record.evaluations) == other.treated.map(\.record.evaluations))
      #expect(records.treated.map(\.series.name) == other.treated.map(\.series.name))
      #expect(records.treated.map(\.budget) == other.treated.map(\.budget))
    }
    // Panels 5a and 5b share their clean cells.
    #expect(Set(first.records.map(\.key)) == Set(ordered.items.map(\.key)))
    #expect(first.records.count == Set(ordered.items.map(\.key)).count)
    #expect(first.records.count < ordered.items.count)
  }

  @Test func leavesOutWhatWasNotRun() async throws {
    let directory = try TemporaryDirectory()
    let selection = try selection([.tiny()])
    let some = selection.items.filter { $0.experiment.seed == 0 }
    let study = PaperStudy(selection, try await Runner(in: directory).study(of: some))
    #expect(study.panels[0].seeds == [0, 1] && study.panels[0].clean.map(\.seed) == [0])
    #expect(study.panels[0].treated.allSatisfy { $0.record.seed == 0 })
    #expect(study.panels[0].treated.count == some.count - 1)
  }

  @Test func namesTheFigureThatNeedsAnExperimentFirst() throws {
    let selection = try selection(Self.panels)
    #expect(Set(selection.items.map(\.part)) == ["Figure 5", "Figure 6"])
    #expect(selection.panels.map(\.panel.id) == Self.panels.map(\.id))
    #expect(selection.adversaries.isEmpty && selection.comparisons.isEmpty)
  }

  @Test func addsTheTablesToAWholeGrid() throws {
    let grid = Grid(.quick, .example)
    let tables = try Selection(grid, panels: [], includesTables: true, on: [:])
    #expect(tables.adversaries.map(\.panel.id) == grid.adversaries.map(\.id))
    #expect(tables.comparisons.map(\.comparison.size) == grid.comparisons.map(\.size))
    #expect(Set(tables.items.map(\.part)) == ["Tables"])
    let labels = try #require(tables.adversaries.first { $0.panel.id == "labels" })
    let attack = labels.panel.series[0]
    for seed in labels.panel.plan.seeds {
      let budget = labels.panel.plan.budgets[0]
      let experiment = labels.panel.experiment(attack, budget: budget, seed: seed)
      let cell = Panel.Cell(seed: seed, series: attack.name, budget: budget)
      #expect(labels.keys[cell] == (try key(experiment)))
      #expect(experiment.budget.features == 0 && experiment.budget.labels > 0)
    }
  }
}
