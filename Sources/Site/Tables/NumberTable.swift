import Experiments
import Paper
import Reproducibility

/// The numbers of a panel: a body for each victim, a row for each budget, and the reference
/// decisions.
struct NumberTable {
  let victims: Table
  let levels: [Table.Row]

  init(_ results: PanelValues) {
    let wording = Wording(results)
    func cell(_ values: [Double]?) -> Table.Cell { Table.Cell(values, wording) }
    victims = Table(
      columns: ["Attack, targets", "Attack, held-out"]
        + results.controls.map { results.label(ofSeries: $0) + ", targets" }
        + ["Loss to the attack", "Loss beyond controls"],
      bodies: results.victims.map { victim in
        let rows = ([0] + results.budgets).map { budget in
          var cells = PanelValues.Instances.allCases.map {
            cell(results.values(victim, results.attack, budget: budget, at: $0))
          }
          cells += results.controls.map { cell(results.values(victim, $0, budget: budget)) }
          if budget > 0 {
            cells.append(cell(results.losses(victim, results.attack, budget: budget)))
            cells.append(cell(results.lossesBeyondControls(victim, budget: budget)))
          } else {
            cells += [.none, .none]
          }
          let label = results.label(ofBudget: budget)
          return Table.Row(label: budget > 0 ? label : "\(label) (clean)", cells: cells)
        }
        return Table.Body(victim, in: results, rows: rows)
      })
    levels = results.levels.compactMap { name in
      guard let targets = results.level(name), let heldOut = results.level(name, at: .heldOut)
      else { return nil }
      return Table.Row(
        label: English.capitalised(results.label(ofLevel: name)),
        cells: [cell(targets), cell(heldOut)])
    }
  }
}
