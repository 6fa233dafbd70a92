import Experiments
import Learning
import Paper

/// The numbers of the figure that varies the number of constraints, at the reference budget.
struct ConstraintTable {
  struct Row {
    let count: String
    let href: String
    let cells: [NumberTable.Cell]
  }

  struct Body {
    let victim: String
    let role: String
    let rows: [Row]
  }

  let budget: String
  let columns: [String]
  let width: Int
  let bodies: [Body]

  init?(_ exhibit: Exhibit) {
    guard exhibit.isFamily else { return nil }
    let first = exhibit.first
    let wording = Wording(first)
    budget = first.label(ofBudget: first.displayedBudget)
    columns =
      ["Clean", "Attack, targets", "Attack, held-out"]
      + first.controls.map { first.label(ofSeries: $0) + ", targets" }
      + ["Uninformed", "Loss to the attack", "Loss beyond controls"]
    width = columns.count + 1
    bodies = first.victims.map { victim in
      Body(
        victim: first.heading(of: victim) + " learner",
        role: victim == first.attacked
          ? "the attack is made for it" : "the same poison, transferred",
        rows: exhibit.members.map { result in
          let budget = result.displayedBudget
          var values = [result.clean(victim)]
          for instances in PanelValues.Instances.allCases {
            values.append(result.values(victim, result.attack, budget: budget, at: instances))
          }
          values += result.controls.map { result.values(victim, $0, budget: budget) }
          values.append(result.level(.uninformed))
          values.append(result.losses(victim, result.attack, budget: budget))
          values.append(result.lossesBeyondControls(victim, budget: budget))
          return Row(
            count: "\(result.variation)", href: "#panel-\(result.panel.id)",
            cells: values.map { NumberTable.Cell($0, wording) })
        })
    }
  }
}
