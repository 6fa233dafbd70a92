import Experiments
import Learning
import Paper
import Reproducibility

/// The content of the page about controls.
struct ControlsPage {
  /// What the controls cost on one set of data.
  struct Row {
    let label: String
    let usage: [Usage]
    let budget: String
    let draws: String
    let cells: [NumberTable.Cell]
  }

  let frame: PageFrame
  let columns: [String]
  let rows: [Row]
  let usage: [Usage]
  let references: [Citation]

  init(_ study: PaperStudy, _ results: [PanelValues]) {
    frame = PageFrame(
      of: study, page: SiteMap.controls, title: "Controls",
      heading: "Controls: what chance does with the same budget",
      description:
        "Uniform noise and random signs in the attack's box: what they are, what they cost each "
        + "learner, and where they stand.")
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
      return Row(
        label: group.label, usage: group.usage,
        budget: result.label(ofBudget: result.displayedBudget),
        draws: "\(result.panel.plan.draws)",
        cells: victims.flatMap { victim in
          Plan.controls.map {
            NumberTable.Cell(
              result.losses(victim.id, $0.name, budget: result.displayedBudget), wording)
          }
        })
    }
    usage = Usage.of(Exhibit.all(results))
    references = Citation.all(of: Plan.controls.map { type(of: $0) })
  }
}
