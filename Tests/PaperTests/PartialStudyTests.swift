import Experiments
import Reproducibility
import TestSupport
import Testing

@testable import Paper

struct PartialStudyTests {
  private func selection(_ panels: [Panel]) throws -> Selection {
    try Selection(Grid(.quick, .example), panels: panels, on: [:])
  }

  /// All records of a selection.
  private func records(_ selection: Selection) async throws -> [Digest: Record] {
    try await Runner(in: try TemporaryDirectory()).study(of: selection.items)
  }

  private func cells(
    _ selection: Selection, of panel: Int = 0, where isWanted: (Panel.Cell) -> Bool
  ) -> Set<Digest> {
    Set(selection.panels[panel].keys.filter { isWanted($0.key) }.values)
  }

  @Test func stagesTheStatedBudgetSeedBySeed() throws {
    let panel = Panel.tiny()
    let selection = try selection([panel])
    let stages = Dictionary(selection.items.map { ($0.key, $0.stage) }) { first, _ in first }
    for (cell, key) in selection.panels[0].keys {
      let stage = try #require(stages[key])
      let isEarly = cell.series == nil || cell.budget == panel.plan.referenceBudget
      #expect(stage == (isEarly ? Int(cell.seed) : panel.plan.seeds.count), "\(cell)")
    }
  }

  @Test func showsWhatIsKnownOfEveryPanel() async throws {
    let selection = try selection([.tiny(id: "5a")])
    let (known, stated) = (
      try await records(selection), selection.panels[0].panel.plan.referenceBudget
    )
    func partial(_ keys: Set<Digest>) -> PaperStudy? {
      selection.partialStudy(known.filter { keys.contains($0.key) })
    }
    #expect(partial([]) == nil)
    #expect(partial(cells(selection) { $0.series == nil }) == nil, "no attack is known")
    let one = cells(selection) { $0.seed == 1 && ($0.series == nil || $0.budget == stated) }
    let study = try #require(partial(one))
    #expect(study.panels.map(\.seeds) == [[1]])
    #expect(study.panels[0].panel.plan.budgets == [stated])
    #expect(study.panels[0].all.count == one.count)
    #expect(study.progress == StudyProgress(done: one.count, total: known.count))
    #expect(study.panelProgress["5a"]?.text == "\(one.count) of \(known.count) experiments so far")
    // A budget counts when all seeds that are shown have it.
    let more = one.union(cells(selection) { $0.seed == 0 && $0.budget != stated })
    #expect(partial(more)?.panels[0].panel.plan.budgets == [stated])
    let whole = try #require(partial(Set(known.keys)))
    #expect(whole.panels[0].seeds == selection.panels[0].seeds)
    #expect(whole.panels[0].panel.plan.budgets == selection.panels[0].panel.plan.budgets)
    #expect(whole.panels[0].all.count == known.count)
  }

  @Test func givesPanelsOfOneChartTheSameSeedsAndBudgets() async throws {
    let selection = try selection([
      .tiny(id: "6-5", constraints: 5), .tiny(id: "6-9", constraints: 9),
    ])
    let known = try await records(selection)
    let stated = selection.panels[0].panel.plan.referenceBudget
    let first = cells(selection, of: 0) { _ in true }
    let second = cells(selection, of: 1) {
      $0.seed == 1 && ($0.series == nil || $0.budget == stated)
    }
    let alone = try #require(selection.partialStudy(known.filter { first.contains($0.key) }))
    #expect(alone.panels.map(\.panel.id) == ["6-5"] && alone.panels[0].seeds == [0, 1])
    let both = try #require(
      selection.partialStudy(known.filter { first.union(second).contains($0.key) }))
    #expect(both.panels.map(\.seeds) == [[1], [1]])
    #expect(both.panels.map(\.panel.plan.budgets) == [[stated], [stated]])
  }
}
