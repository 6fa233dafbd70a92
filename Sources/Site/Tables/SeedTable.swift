import Experiments
import Paper
import Reproducibility

/// The numbers behind a chart, one per row, as comma-separated values (RFC 4180, UTF-8, CR LF).
///
/// Every row is one seed: the mean utility over instances, victims' initial weights and, for
/// controls, draws. Rows with the treatment `none` are victims trained on clean data; rows with the
/// treatment `reference` are reference decisions, whose name stands in the column `victim`. Victims
/// that start from an attack's own weights, train for longer or have wider networks have a clean
/// row of their own under the attack's name at budget 0.
struct SeedTable {
  static let columns: [(name: String, meaning: String)] = [
    ("panel", "the panel of the figure"),
    ("victim", "who was trained, or the reference decision"),
    (
      "initial_weights",
      "fresh, which no attack used, or shared, the attack's own; none for reference decisions"
    ),
    ("instances", "targets, which the attack is made for, or held_out, which it never sees"),
    (
      "treatment",
      "none (clean data), the attack, a control, a variant of the attack, or reference"
    ),
    ("budget", "half-width B of the box that the perturbation stays in"),
    ("seed", "the seed of the data, the attack and the victims"),
    (
      "mean_utility",
      "mean over instances, initial weights and draws; higher is better for the learner"
    ),
  ]

  let results: [PanelValues]

  /// The rows of several panels, one after the other.
  init(_ results: [PanelValues]) { self.results = results }

  /// The rows with the header first, cells not yet quoted.
  var rows: [[String]] { [SeedTable.columns.map(\.name)] + results.flatMap(SeedTable.rows) }

  private static func rows(_ results: PanelValues) -> [[String]] {
    var rows: [[String]] = []
    func add(
      _ victim: String, _ weights: String, _ instances: PanelValues.Instances, _ treatment: String,
      _ budget: Double, _ values: [Double]?
    ) {
      for (seed, value) in zip(results.seeds, values ?? []) {
        rows.append([
          results.panel.id, victim, weights, instances.rawValue, treatment,
          NumberFormat.exact(budget), "\(seed)", NumberFormat.exact(value),
        ])
      }
    }
    for id in results.victims {
      let victim = id.text
      for instances in PanelValues.Instances.allCases {
        add(victim, "fresh", instances, "none", 0, results.clean(id, at: instances))
        for treatment in results.treatments {
          for budget in results.allBudgets {
            if results.records.series(treatment)?.victims != .deployed {
              add(
                victim, "fresh", instances, treatment, 0,
                results.clean(beside: treatment, id, budget: budget, at: instances))
            }
            add(
              victim, "fresh", instances, treatment, budget,
              results.values(id, treatment, budget: budget, at: instances))
            for isPoisoned in [false, true] {
              add(
                victim, "shared", instances, treatment, isPoisoned ? budget : 0,
                results.valuesFromSharedWeights(
                  id, treatment, budget: budget, isPoisoned: isPoisoned, at: instances))
            }
          }
        }
      }
    }
    for level in results.levels {
      for instances in PanelValues.Instances.allCases {
        add(level.text, "none", instances, "reference", 0, results.level(level, at: instances))
      }
    }
    return rows
  }

  var text: String { SeedTable.text(of: rows) }

  /// Rows of cells as comma-separated values.
  static func text(of rows: [[String]]) -> String {
    rows.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x2c }) else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}
