import Charts
import Experiments
import LinearAlgebra
import Paper
import Reproducibility

/// A chart of poisoned data with its sentences, its table and its numbers.
struct PoisonPlate {
  /// The chart's name among the files, its title above the table, and its caption on the page.
  let name: String, title: String, caption: String
  let chart: Chart
  let sentences: [String]
  let table: Table
  /// What the first column of the table is.
  let rowHead: String
  /// The numbers behind the chart as comma-separated values.
  let csv: String

  var picture: Picture {
    Picture(
      name, href: "\(SiteMap.poisons)#\(name)", title: title, alternative: chart.description)
  }

  /// The plates of a domain.
  static func all(_ view: PoisonView) -> [PoisonPlate] {
    switch view.portrait.specimen {
    case .prices(let prices):
      let drawn = PricePlates(view: view, prices: prices)
      return [drawn.pricePlate, drawn.returnPlate]
    case .features(let features): return [FeaturePlate(view: view, features: features).plate]
    case .words(let words): return [WordPlate(view: view, words: words).plate]
    case nil: return []
    }
  }

  /// A standard deviation with the divisor n.
  static func deviation(_ values: [Double]) -> Double {
    let count = Double(max(1, values.count))
    let mean = values.reduce(0, +) / count
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
  }

  static func percent(_ x: Double) -> String {
    NumberFormat.significant(100 * x, digits: 2, typographic: true) + "\u{a0}%"
  }
}

/// The prices of one stock, and the returns that follow from them.
struct PricePlates {
  let view: PoisonView
  let prices: PoisonSpecimen.Prices

  /// How many days the charts show.
  private static let days = 60

  private var budgets: [Double] { view.portrait.budgets }
  private var shown: Int { min(PricePlates.days, prices.clean.count) }
  private var cleanReturns: [Double] { PoisonSpecimen.Prices.returns(of: prices.clean) }

  /// What the price of an ordinary day moves by.
  private var deviation: Double { PoisonPlate.deviation(cleanReturns) }

  /// The shares by which prices are changed at each budget.
  private var changes: [[Double]] {
    prices.poisoned.map { poisoned in zip(poisoned, prices.clean).map { $0 / $1 - 1 } }
  }

  private var span: String {
    "\(prices.days.first ?? "") to \(prices.days[max(0, shown - 1)])"
  }

  private func series(
    _ label: String, _ isPoisoned: Bool, _ values: [Double], from first: Int
  ) -> Series {
    Series(
      label: label, role: isPoisoned ? view.role(of: view.attack) : .level,
      emphasis: isPoisoned ? .strong : .light,
      points: values.prefix(shown - first).enumerated().map {
        Series.Point(x: Double($0 + 1 + first), mean: $1)
      })
  }

  private var means: [Double] {
    changes.map { $0.reduce(0) { $0 + $1.magnitude } / Double(max(1, $0.count)) }
  }

  /// How a change of prices compares with an ordinary day.
  static func comparison(change: Double, deviation: Double) -> String {
    let ratio = NumberFormat.significant(
      change / deviation, digits: 2, typographic: true)
    return change < 0.9 * deviation
      ? "less than the price moves on an ordinary day (\(ratio) of its daily deviation)"
      : change > 1.1 * deviation
        ? "more than the price moves on an ordinary day (\(ratio) times its daily deviation)"
        : "about what the price moves on an ordinary day (\(ratio) of its daily deviation)"
  }

  var sentences: [String] {
    guard let budget = view.displayed, let place = budgets.firstIndex(of: budget), deviation > 0
    else { return [] }
    let most = changes[place].map(\.magnitude).max() ?? 0
    let poisoned = PoisonPlate.deviation(
      PoisonSpecimen.Prices.returns(of: prices.poisoned[place]))
    return [
      """
      At \(view.label(of: budget)) the price of \(prices.ticker) is changed by \
      \(PoisonPlate.percent(means[place])) on average and by \(PoisonPlate.percent(most)) at \
      most: on average \
      \(PricePlates.comparison(change: means[place], deviation: deviation)). The deviation of \
      its daily returns goes from \(PoisonPlate.percent(deviation)) to \
      \(PoisonPlate.percent(poisoned)).
      """
    ]
  }

  private var table: Table {
    let rows = budgets.indices.map { place in
      let returns = PoisonSpecimen.Prices.returns(of: prices.poisoned[place])
      return Table.Row(
        label: view.results.label(ofBudget: budgets[place]),
        cells: [
          means[place], changes[place].map(\.magnitude).max() ?? 0, deviation,
          PoisonPlate.deviation(returns),
        ].map { Table.Cell(PoisonPlate.percent($0)) })
    }
    return Table(
      columns: [
        "Mean change of a price", "Largest change", "Daily deviation, clean",
        "Daily deviation, poisoned",
      ], bodies: [Table.Body(rows: rows)])
  }

  var pricePlate: PoisonPlate {
    plate(
      "prices", "Prices of \(prices.ticker), clean and poisoned",
      Chart(
        title: "Prices of \(prices.ticker), clean and poisoned",
        subtitle: "\(shown) trading days, \(span)",
        plots: budgets.indices.map { place in
          Plot(
            title: view.label(of: budgets[place]), horizontal: .linear(label: "Trading day"),
            vertical: VerticalAxis(label: "Adjusted close"),
            series: [
              series("Clean", false, prices.clean, from: 0),
              series("Poisoned", true, prices.poisoned[place], from: 0),
            ])
        }, sharesVerticalAxis: true,
        description: """
          Line chart with one panel for each budget: the price of \(prices.ticker), clean and \
          poisoned, over \(shown) trading days. \(sentences.joined(separator: " "))
          """), sentences,
      """
      What the attack changes are prices: a price P becomes P·(1 + ε) with |ε| ≤ B. Shown is the \
      first stock of the first unit, from the first day on; the table and the CSV are of all \
      \(prices.clean.count) days that the training data touch.
      """)
  }

  var returnPlate: PoisonPlate {
    plate(
      "returns", "Daily returns of \(prices.ticker), clean and poisoned",
      Chart(
        title: "Daily returns of \(prices.ticker), clean and poisoned",
        subtitle: "\(shown) trading days, \(span)",
        plots: budgets.indices.map { place in
          let poisoned = PoisonSpecimen.Prices.returns(of: prices.poisoned[place])
          return Plot(
            title: view.label(of: budgets[place]), horizontal: .linear(label: "Trading day"),
            vertical: VerticalAxis(label: "Daily return in %"),
            series: [
              series("Clean", false, cleanReturns.map { 100 * $0 }, from: 1),
              series("Poisoned", true, poisoned.map { 100 * $0 }, from: 1),
            ],
            levels: [
              Level(label: "+1 deviation", value: 100 * deviation),
              Level(label: "−1 deviation", value: -100 * deviation),
            ])
        }, sharesVerticalAxis: true,
        note: """
          Dashed levels: the standard deviation of the stock’s clean daily returns, either way of \
          0.
          """,
        description: """
          Line chart with one panel for each budget: the daily returns of \(prices.ticker), clean \
          and poisoned, over \(shown) trading days, beside their day-to-day deviation of \
          \(PoisonPlate.percent(deviation)).
          """), [],
      """
      The returns that follow from these prices: a change of one price changes two returns. \
      Dashed: the day-to-day deviation, \(PoisonPlate.percent(deviation)), of the clean returns.
      """)
  }

  private func plate(
    _ name: String, _ title: String, _ chart: Chart, _ sentences: [String], _ caption: String
  ) -> PoisonPlate {
    PoisonPlate(
      name: "poison-\(name)", title: title, caption: caption, chart: chart, sentences: sentences,
      table: table, rowHead: "Budget", csv: csv)
  }

  private var csv: String {
    var rows = [["panel", "seed", "ticker", "day", "budget", "price", "daily_return"]]
    let seed = "\(view.portrait.seeds.first ?? 0)"
    for (budget, values) in zip([0] + budgets, [prices.clean] + prices.poisoned) {
      let returns = PoisonSpecimen.Prices.returns(of: values)
      for (place, price) in values.enumerated() {
        rows.append([
          view.portrait.panel, seed, prices.ticker, prices.days[place], NumberFormat.exact(budget),
          NumberFormat.exact(price), place > 0 ? NumberFormat.exact(returns[place - 1]) : "",
        ])
      }
    }
    return SeedTable.text(of: rows)
  }
}
