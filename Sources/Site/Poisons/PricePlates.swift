import Charts
import Experiments
import Paper
import Reproducibility
import Statistics

/// The prices of one stock, and the returns that follow from them.
///
/// Genuine prices are not ours to pass on: what is published are a few weeks of them as shares of
/// the first day's clean price.
struct PricePlates {
  let view: PoisonView
  let prices: PoisonSpecimen.Prices

  /// How many days the charts show.
  private static let days = 45

  private var budgets: [Double] { view.portrait.budgets }
  private var shown: Int { min(PricePlates.days, prices.clean.count) }
  private var cleanReturns: [Double] { PoisonSpecimen.Prices.returns(of: prices.clean) }

  /// What the price of an ordinary day moves by.
  private var deviation: Double { PoisonPlate.deviation(cleanReturns) }

  /// The shares by which prices are changed at each budget.
  private var changes: [[Double]] {
    prices.poisoned.map { poisoned in zip(poisoned, prices.clean).map { $0 / $1 - 1 } }
  }

  /// Prices in per cent of the first day's clean one.
  private func index(_ values: [Double]) -> [Double] {
    values.map { 100 * $0 / (prices.clean.first ?? 1) }
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

  private func table(_ columns: [String], _ cells: [[String]]) -> Table {
    let rows = zip(["clean"] + budgets.map { view.results.label(ofBudget: $0) }, cells).map {
      Table.Row(label: $0, cells: $1.map { Table.Cell($0) })
    }
    return Table(columns: columns, bodies: [Table.Body(rows: rows)])
  }

  private var priceTable: Table {
    let changed = budgets.indices.map { place in
      let most = changes[place].map(\.magnitude).max() ?? 0
      return [means[place], most].map(PoisonPlate.percent)
        + [PoisonView.number(means[place] / max(deviation, .leastNormalMagnitude))]
    }
    return table(
      ["Mean change of a price", "Largest change", "Mean change in daily deviations"],
      [["–", "–", "–"]] + changed)
  }

  private var returnTable: Table {
    func row(_ prices: [Double], isClean: Bool) -> [String] {
      let returns = PoisonSpecimen.Prices.returns(of: prices)
      let changes = zip(returns, cleanReturns).map { ($0 - $1).magnitude }
      let count = Double(max(1, changes.count))
      return [
        PoisonPlate.percent(PoisonPlate.deviation(returns)),
        isClean ? "–" : PoisonPlate.percent(changes.reduce(0, +) / count),
        isClean ? "–" : NumberFormat.percent(Double(changes.count { $0 > deviation }) / count),
        PoisonView.number(PricePlates.persistence(of: returns)),
      ]
    }
    return table(
      [
        "Daily deviation", "Mean change of a return", "Days changed by more than a deviation",
        "Correlation with the day before",
      ],
      [row(prices.clean, isClean: true)] + prices.poisoned.map { row($0, isClean: false) })
  }

  /// The correlation of values with those before them, by deviations from the mean of all.
  static func persistence(of values: [Double]) -> Double {
    let mean = values.mean ?? 0
    let centred = values.map { $0 - mean }
    let square = centred.reduce(0) { $0 + $1 * $1 }
    guard square > 0 else { return 0 }
    return zip(centred, centred.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / square
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
            vertical: VerticalAxis(label: "Price, first day = 100"),
            series: [
              series("Clean", false, index(prices.clean), from: 0),
              series("Poisoned", true, index(prices.poisoned[place]), from: 0),
            ])
        }, sharesVerticalAxis: true,
        description: """
          Line chart with one panel for each budget: the price of \(prices.ticker), clean and \
          poisoned, over \(shown) trading days; the table below has the numbers.
          """), sentences, priceTable,
      """
      What the attack changes are prices: a price P becomes P·(1 + ε) with ε between −B and \
      B. Shown is the first stock of the first unit, from the first day on, in per cent of that \
      day’s clean price; the CSV has the same days, the table all \(prices.clean.count) that the \
      training data touch.
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
          Dashed levels: the standard deviation of the stock’s clean daily returns, either way \
          of 0.
          """,
        description: """
          Line chart with one panel for each budget: the daily returns of \(prices.ticker), clean \
          and poisoned, over \(shown) trading days, beside their day-to-day deviation of \
          \(PoisonPlate.percent(deviation)).
          """), [], returnTable,
      """
      The returns that follow from these prices: a change of one price changes two returns, \
      in opposite directions. \
      Dashed: the day-to-day deviation, \(PoisonPlate.percent(deviation)), of the clean returns.
      """)
  }

  private func plate(
    _ name: String, _ title: String, _ chart: Chart, _ sentences: [String], _ table: Table,
    _ caption: String
  ) -> PoisonPlate {
    PoisonPlate(
      name: "poison-\(name)", title: title, caption: caption, chart: chart, sentences: sentences,
      table: table, rowHead: "Budget", csv: csv)
  }

  private var csv: String {
    var rows = [["panel", "seed", "ticker", "day", "budget", "price_index", "daily_return"]]
    let seed = "\(view.portrait.seeds.first ?? 0)"
    for (budget, values) in zip([0] + budgets, [prices.clean] + prices.poisoned) {
      let returns = PoisonSpecimen.Prices.returns(of: values)
      for (place, price) in index(values).prefix(shown).enumerated() {
        rows.append([
          view.portrait.panel, seed, prices.ticker, prices.days[place], NumberFormat.exact(budget),
          NumberFormat.exact(price), place > 0 ? NumberFormat.exact(returns[place - 1]) : "",
        ])
      }
    }
    return SeedTable.text(of: rows)
  }
}
