import Experiments
import Paper

/// The numbers of the figure that varies the number of constraints, at the reference budget.
struct ConstraintTable {
  let budget: String
  let victims: Table

  init?(_ exhibit: Exhibit) {
    guard exhibit.isFamily else { return nil }
    let first = exhibit.first
    let wording = Wording(first)
    budget = first.label(ofBudget: first.displayedBudget)
    victims = Table(
      columns: ["Clean", "Attack, targets", "Attack, held-out"]
        + first.controls.map { first.label(ofSeries: $0) + ", targets" }
        + ["Uninformed", "Loss to the attack", "Loss beyond controls"],
      bodies: first.victims.map { victim in
        let rows = exhibit.members.map { result in
          let budget = result.displayedBudget
          var values = [result.clean(victim)]
          for instances in PanelValues.Instances.allCases {
            values.append(result.values(victim, result.attack, budget: budget, at: instances))
          }
          values += result.controls.map { result.values(victim, $0, budget: budget) }
          values.append(result.level(.uninformed))
          values.append(result.losses(victim, result.attack, budget: budget))
          values.append(result.lossesBeyondControls(victim, budget: budget))
          return Table.Row(
            label: "\(result.variation)", href: "#panel-\(result.panel.id)",
            cells: values.map { Table.Cell($0, wording) })
        }
        return Table.Body(victim, in: first, rows: rows)
      })
  }
}
