import Attacks
import Experiments
import Learning
import Paper
import Reproducibility
import Statistics

/// Variants of a panel's attack beside the attack itself, at the budgets at which they were run.
struct VariantTable {
  let victims: Table

  /// The table; nil for a panel without variants.
  init?(_ results: PanelValues) {
    guard !results.panel.variants.isEmpty else { return nil }
    let wording = Wording(results)
    /// A mean utility at the targets, and below it what was lost.
    func cell(_ clean: [Double]?, _ treated: [Double]?) -> Table.Cell {
      guard let clean, let treated else { return Table.Cell("–", beneath: ["loss –"]) }
      let interval = wording.interval(treated)
      return Table.Cell(
        wording.number(interval.mean), range: wording.range(interval),
        beneath: ["loss \(wording.meanWithRange(clean.minus(treated)))"])
    }
    func row(
      _ series: Panel.Series, weights: String, _ cell: (VictimID) -> Table.Cell
    ) -> Table.Row {
      Table.Row(
        label: series.title, cells: [Table.Cell(words: weights)] + results.victims.map(cell))
    }
    let attacks = results.records.series.filter { !$0.isControl }
    let budgets = results.allBudgets.filter { budget in
      results.panel.variants.contains { $0.budgets.contains(budget) }
    }
    let bodies = budgets.map { budget in
      var rows: [Table.Row] = []
      for series in attacks where series.budgets.contains(budget) {
        let difference = series.victims.difference.map { "; \($0)" } ?? ""
        rows.append(
          row(series, weights: "fresh\(difference)") {
            cell(
              results.clean(beside: series.name, $0, budget: budget),
              results.values($0, series.name, budget: budget))
          })
        guard series.attack?.initialWeights == .shared else { continue }
        rows.append(
          row(series, weights: "those of the attack") { victim in
            func values(_ isPoisoned: Bool) -> [Double]? {
              results.valuesFromSharedWeights(
                victim, series.name, budget: budget, isPoisoned: isPoisoned)
            }
            return cell(values(false), values(true))
          })
      }
      return Table.Body(title: "B = \(results.label(ofBudget: budget))", rows: rows)
    }
    victims = Table(
      columns: results.victims.map { victim in
        "\(results.heading(of: victim)), \(victim == results.attacked ? "attacked" : "transfer")"
      }, bodies: bodies, named: 2)
  }
}
