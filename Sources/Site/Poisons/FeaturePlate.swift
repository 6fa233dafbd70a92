import Charts
import Paper
import Reproducibility

/// Histograms of the values of all features, clean and poisoned.
struct FeaturePlate {
  let view: PoisonView
  let features: PoisonSpecimen.Features

  private var budgets: [Double] { view.portrait.budgets }
  private var title: String { "Values of all features, clean and poisoned" }

  private func shares(_ counts: [Int]) -> [Double] {
    let total = Double(max(1, counts.reduce(0, +)))
    return counts.map { 100 * Double($0) / total }
  }

  /// The outline of bars: two points per bin, at its edges.
  private func series(_ label: String, _ isPoisoned: Bool, _ counts: [Int]) -> Series {
    let (edges, shares) = (features.edges, shares(counts))
    let slack = 1e-6 * ((edges.last ?? 1) - edges[0])
    return Series(
      label: label, role: isPoisoned ? view.role(of: view.attack) : .level,
      emphasis: isPoisoned ? .strong : .light,
      points: shares.enumerated().flatMap { bin, share in
        [
          Series.Point(x: edges[bin] + slack, mean: share),
          Series.Point(x: edges[bin + 1] - slack, mean: share),
        ]
      })
  }

  /// How the spread of values changes.
  static func comparison(clean: Double, poisoned: Double) -> String {
    let (from, to) = (PoisonView.number(clean), PoisonView.number(poisoned))
    let ratio = poisoned / clean
    let numbers = "the standard deviation goes from \(from) to \(to)"
    return ratio > 1.05
      ? "values spread wider: \(numbers)."
      : ratio < 0.95
        ? "values move closer together: \(numbers)."
        : "the spread of values hardly tells: \(numbers)."
  }

  var sentences: [String] {
    guard let budget = view.displayed, let place = budgets.firstIndex(of: budget) else {
      return []
    }
    let spent = view.portrait.spending.first { $0.budget == budget }.map {
      """
       An entry is changed by \(NumberFormat.percent($0.mean)) of the budget on average; \
      \(NumberFormat.percent($0.atEdge)) of all entries lie at the edge of their box.
      """
    }
    let spread = FeaturePlate.comparison(
      clean: features.deviations[0], poisoned: features.deviations[place + 1])
    return ["At \(view.label(of: budget)): \(spread)\(spent ?? "")"]
  }

  private var table: Table {
    let rows = ([0] + budgets).enumerated().map { place, budget in
      let spent = view.portrait.spending.first { $0.budget == budget }
      return Table.Row(
        label: budget > 0 ? view.results.label(ofBudget: budget) : "clean",
        cells: [
          PoisonView.number(features.means[place]), PoisonView.number(features.deviations[place]),
          spent.map { PoisonView.number($0.mean * budget) } ?? "–",
          spent.map { NumberFormat.percent($0.atEdge) } ?? "–",
        ].map { Table.Cell($0) })
    }
    return Table(
      columns: ["Mean", "Standard deviation", "Mean change", "Entries at the edge of their box"],
      bodies: [Table.Body(rows: rows)])
  }

  var plate: PoisonPlate {
    PoisonPlate(
      name: "poison-features", title: title,
      caption: """
        What the attack changes are features: u becomes u + ε with ε between −B and B. \
        Shown is how often all features of all training instances of the first unit take which \
        values.
        """,
      chart: Chart(
        title: title,
        subtitle: "\(NumberFormat.grouped(features.clean.reduce(0, +))) values of one unit",
        plots: budgets.indices.map { place in
          Plot(
            title: view.label(of: budgets[place]),
            horizontal: .linear(label: "Value of a feature"),
            vertical: VerticalAxis(label: "Share of values in %"),
            series: [
              series("Clean", false, features.clean),
              series("Poisoned", true, features.poisoned[place]),
            ])
        }, sharesVerticalAxis: true,
        description: """
          Histograms with one panel for each budget: the shares of features’ values, clean and \
          poisoned; the CSV file has the counts.
          """), sentences: sentences, table: table, rowHead: "Budget", csv: csv)
  }

  private var csv: String {
    var rows = [["panel", "seed", "budget", "lower_edge", "upper_edge", "count"]]
    let seed = "\(view.portrait.seeds.first ?? 0)"
    for (budget, counts) in zip([0] + budgets, [features.clean] + features.poisoned) {
      for (bin, count) in counts.enumerated() {
        rows.append([
          view.portrait.panel, seed, NumberFormat.exact(budget),
          NumberFormat.exact(features.edges[bin]), NumberFormat.exact(features.edges[bin + 1]),
          "\(count)",
        ])
      }
    }
    return SeedTable.text(of: rows)
  }
}
