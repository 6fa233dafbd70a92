import Experiments
import Learning
import Paper
import Reproducibility

/// The content of the page about controls.
struct ControlsPage {
  let frame: PageFrame
  let columns: [String]
  /// What the controls cost, a row for each set of data.
  let rows: [Table.Row]
  let usage: [Usage]
  let references: [Citation]

  init(_ study: PaperStudy, _ results: [PanelValues]) {
    frame = PageFrame(of: study, page: SiteMap.controls)
    let groups = DomainGroup.all(results)
    let victims = groups.first?.first.panel.plan.victims ?? []
    columns = victims.flatMap { victim in
      Plan.controls.map {
        "\(English.capitalised(victim.learner.phrase)), \($0.label.lowercased())"
      }
    }
    rows = groups.map { group in
      let result = group.first
      let wording = Wording(result)
      let losses = victims.flatMap { victim in
        Plan.controls.map { result.losses(victim.id, $0.name, budget: result.displayedBudget) }
      }
      return Table.Row(
        label: group.label,
        cells: [
          Table.Cell(group.usage), Table.Cell(result.label(ofBudget: result.displayedBudget)),
          Table.Cell("\(result.panel.plan.draws)"),
        ] + losses.map { Table.Cell($0, wording) })
    }
    usage = Usage.of(Exhibit.all(results))
    references = Citation.all(of: Plan.controls.map { type(of: $0) })
  }
}
