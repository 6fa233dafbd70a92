import Charts
import Paper
import Reproducibility
import Statistics

/// How easily poisons are found, of all domains: areas under the curve against the budget.
struct DetectionPlate {
  let views: [PoisonView]

  static let name = "poison-detection"

  private var title: String { "How well two scores tell poisoned data from clean ones" }

  var picture: Picture {
    Picture(
      DetectionPlate.name, href: "\(SiteMap.poisons)#\(DetectionPlate.name)", title: title,
      alternative: chart.description)
  }

  var chart: Chart {
    let scores: [(String, (PoisonPortrait.Detection) -> Double)] = [
      ("rows", \.rows), ("columns", \.columns),
    ]
    return Chart(
      title: title,
      subtitle: "Outlier score on rows above, two-sample statistic on columns below",
      plots: scores.flatMap { name, value in views.map { plot($0, name, value) } },
      sharesVerticalAxis: true,
      note: """
        Means over units with 95 % t-intervals, cut at 0 and 1. At 0.5 a score does no better than \
        chance, at 1 it ranks everything poisoned before everything clean.
        """,
      description: """
        Line chart with two panels for each domain, rows and columns: the area under the curve \
        against the budget, of the attack, uniform noise and random signs. The sections of the \
        domains have the numbers in tables.
        """)
  }

  private func plot(
    _ view: PoisonView, _ name: String, _ value: (PoisonPortrait.Detection) -> Double
  ) -> Plot {
    Plot(
      title: "\(English.capitalised(view.place)): \(name)",
      horizontal: .linear(
        label: view.results.panel.domain.budgetUnit.axis,
        ticks: view.portrait.budgets.map { Tick($0, label: view.results.label(ofBudget: $0)) }),
      vertical: VerticalAxis(label: "Area under the curve"),
      series: view.treatments.map { series in
        Series(
          label: view.label(of: series), role: view.role(of: series),
          points: view.portrait.budgets.compactMap { budget in
            view.interval(value, series: series, budget: budget).map { interval in
              let bounds = PoisonView.bounds(interval)
              return Series.Point(
                x: budget, mean: interval.mean, lower: bounds?.lowerBound,
                upper: bounds?.upperBound)
            }
          })
      }, levels: [Level(label: "Chance", value: 0.5)])
  }

  static let columns: [(name: String, meaning: String)] = [
    ("panel", "the panel whose attack it is"), ("seed", "the unit"),
    ("treatment", "the attack, a control, or none for clean data"),
    ("budget", "half-width B of the box that the perturbation stays in"),
    ("auc_rows", "area under the curve of the outlier score, poisoned rows over clean ones"),
    (
      "share_columns_rejected",
      "share of columns that the two-sample test rejects, Holm’s correction at 5\u{a0}%"
    ),
    ("auc_columns", "area under the curve of that test’s statistic, poisoned columns over clean"),
  ]

  /// The numbers behind chart and tables as comma-separated values, one row per unit.
  var csv: String {
    func number(_ x: Double) -> String { NumberFormat.exact((x * 1e6).rounded() / 1e6) }
    var rows = [DetectionPlate.columns.map(\.name)]
    for portrait in views.map(\.portrait) {
      for (seed, share) in zip(portrait.seeds, portrait.falseAlarms) {
        rows.append([portrait.panel, "\(seed)", "none", "0", "", number(share), ""])
      }
      for found in portrait.detections {
        rows.append([
          portrait.panel, "\(found.seed)", found.series, NumberFormat.exact(found.budget),
          number(found.rows), number(found.rejected), number(found.columns),
        ])
      }
    }
    return SeedTable.text(of: rows)
  }

  /// What is found in one domain, a body per budget.
  static func table(_ view: PoisonView) -> Table {
    Table(
      columns: [
        "Outlier score on \(view.portrait.row)s: area",
        "Share of \(view.portrait.column)s rejected",
        "Test statistic on \(view.portrait.column)s: area",
      ],
      bodies: [
        Table.Body(
          title: "Clean data",
          rows: [
            Table.Row(
              label: "Nothing done",
              cells: [
                .none, PoisonView.cell(view.interval(view.portrait.falseAlarms)), .none,
              ])
          ])
      ]
        + view.portrait.budgets.map { budget in
          Table.Body(
            title: view.label(of: budget),
            rows: view.treatments.map { series in
              Table.Row(
                label: view.label(of: series),
                cells: [\.rows, \.rejected, \PoisonPortrait.Detection.columns].map { value in
                  PoisonView.cell(
                    view.interval({ $0[keyPath: value] }, series: series, budget: budget))
                })
            })
        })
  }
}
