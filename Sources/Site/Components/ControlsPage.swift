import Attacks
import Experiments
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

  static let path = "controls.html"

  let frame: PageFrame
  let columns: [String]
  let rows: [Row]
  let usage: [Usage]
  let references: [Citation]

  init(_ study: Study, _ results: [PanelResults]) {
    frame = PageFrame(
      of: study, page: ControlsPage.path, title: "Controls",
      heading: "Controls: what chance does with the same budget",
      description:
        "Uniform noise and random signs in the attack's box: what they are, what they cost each learner, and where they stand."
    )
    let groups = DomainGroup.all(results)
    let victims = groups.first?.first.panel.plan.victims.map { type(of: $0).name } ?? []
    let controls = groups.first?.first.controls ?? []
    columns = victims.flatMap { victim in
      controls.map {
        "\(Wording.capitalised(Wording.learner(victim))), \(Wording.label(ofTreatment: $0).lowercased())"
      }
    }
    rows = groups.map { group in
      let result = group.first
      let wording = Wording(result)
      return Row(
        label: group.label, usage: group.usage,
        budget: result.label(ofBudget: result.referenceBudget),
        draws: "\(result.panel.plan.draws)",
        cells: victims.flatMap { victim in
          controls.map {
            NumberTable.Cell(
              result.losses(victim, $0, budget: result.referenceBudget), wording)
          }
        })
    }
    usage = Usage.of(Exhibit.all(results))
    references = Citation.all(of: [UniformNoise(), RandomSigns()])
  }
}
