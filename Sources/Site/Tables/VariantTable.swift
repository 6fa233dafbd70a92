import Attacks
import Experiments
import Learning
import Paper
import Reproducibility
import Statistics

/// Variants of a panel's attack beside the attack itself, at the budgets at which they were run.
struct VariantTable {
  /// A mean utility at the targets, and below it what was lost.
  struct Cell {
    let utility: String
    let range: String?
    let loss: String
  }

  struct Row {
    let what: String
    let weights: String
    let cells: [Cell]
  }

  struct Body {
    let budget: String
    let rows: [Row]
  }

  let victims: [String]
  let width: Int
  let bodies: [Body]

  /// The table; nil for a panel without variants.
  init?(_ results: PanelValues) {
    guard !results.panel.variants.isEmpty else { return nil }
    let wording = Wording(results)
    victims = results.victims.map { victim in
      "\(results.heading(of: victim)), \(victim == results.attacked ? "attacked" : "transfer")"
    }
    width = victims.count + 2
    let attacks = results.records.series.filter { !$0.isControl }
    func cell(_ clean: [Double]?, _ treated: [Double]?) -> Cell {
      guard let clean, let treated else { return Cell(utility: "–", range: nil, loss: "–") }
      let interval = Interval(of: treated)
      let losses = clean.minus(treated)
      return Cell(
        utility: wording.number(interval.mean), range: wording.range(interval),
        loss: wording.meanWithRange(losses))
    }
    bodies = results.allBudgets.compactMap { budget in
      guard results.panel.variants.contains(where: { $0.budgets.contains(budget) }) else {
        return nil
      }
      var rows: [Row] = []
      for series in attacks where series.budgets.contains(budget) {
        let difference = series.victims.difference.map { "; \($0)" } ?? ""
        rows.append(
          Row(
            what: series.title, weights: "fresh\(difference)",
            cells: results.victims.map {
              cell(
                results.clean(beside: series.name, $0, budget: budget),
                results.values($0, series.name, budget: budget))
            }))
        guard series.attack?.initialWeights == .shared else { continue }
        rows.append(
          Row(
            what: series.title, weights: "those of the attack",
            cells: results.victims.map { victim in
              func values(_ isPoisoned: Bool) -> [Double]? {
                results.valuesFromSharedWeights(
                  victim, series.name, budget: budget, isPoisoned: isPoisoned)
              }
              return cell(values(false), values(true))
            }))
      }
      return Body(budget: "B = \(results.label(ofBudget: budget))", rows: rows)
    }
  }
}
