public import Data
public import Learning
import LinearAlgebra
public import Reproducibility
public import Storage

/// What the portfolio domain says about itself.
extension PortfolioDomain {
  /// The data with their sizes.
  public var title: String { "Portfolio, \(stocks) stocks, \(trainingDates) training dates" }

  /// The numbers of dates.
  public var size: DomainSize {
    DomainSize(training: trainingDates, targets: targets, heldOut: heldOut)
  }

  /// Shares of a price.
  public var budgetUnit: BudgetUnit {
    BudgetUnit(axis: "Budget B, largest change of a price", isShare: true)
  }

  /// In proportion to stocks and dates.
  public var cost: DomainCost { DomainCost(step: Double(trainingDates * stocks) / 120) }

  /// What is optimal without knowledge of returns is a static portfolio.
  public func label(of level: LevelID) -> String {
    level == .static ? "static portfolio" : "\(level) decision"
  }

  /// Sizes and constants.
  public var settings: [Setting] {
    [
      Setting(
        "Stocks", "\(stocks)",
        origin: stocks == 50 ? Origin.paper : "smaller than the paper's"),
      Setting(
        "Dates",
        "\(dates): \(trainingDates) training, \(gap) gap, \(targets) targets, \(dropped) dropped, "
          + "\(heldOut) held out",
        origin: dates == 500
          ? "number as in the paper, split ours" : "the paper has 500; split ours"),
      Setting(
        "Tickers of a window",
        "complete and without a slip, shuffled, dealt into groups of \(stocks)",
        origin: Origin.open),
      Setting(
        "Rows of an instance",
        order == .inOrder
          ? "all \(stocks) stocks of a date"
          : "\(stocks) successive rows of the table ticker by ticker",
        origin: order == .inOrder ? Origin.paper : "as public reference code has them"),
      Setting(
        "Share κ of the networks beside the prior",
        prior < 1 ? NumberFormat.chosen(prior) : "1, no prior",
        origin: prior < 1 ? "ours; the paper has no prior" : Origin.paper),
      Setting("Risk aversion λ", NumberFormat.chosen(risk), origin: Origin.open),
      Setting(
        "Share of the identity in the decision's Q", NumberFormat.chosen(ridge),
        origin: Origin.open),
      Setting(
        "Weight of Q's error in the two-stage loss", NumberFormat.chosen(covarianceWeight),
        origin: Origin.open),
      Setting(
        "Embedding", "\(dimensions) dimensions, \(hidden) hidden units",
        origin: "dimensions as in the paper"),
      Setting(
        "Features of a stock and day", "\(PricePipeline.featureNames.count)",
        origin: "kinds as in the paper, windows are ours"),
    ]
  }

  /// Prices, tickers and the days of each part.
  public func arrays(
    of scenario: Scenario, from sources: Sources, seed: UInt64
  ) throws -> [String: NamedArray] {
    let history = try required(sources.prices, .prices)
    let window = prices(of: try unit(of: seed, in: history), in: history)
    var arrays = [
      "/source/adjusted_close": NamedArray(
        window.adjustedClose, shape: [window.days.count, stocks]),
      "/source/tickers": NamedArray(window.tickers),
      "/source/days": NamedArray(window.days.map(\.description)),
      "/features/name": NamedArray(PricePipeline.featureNames),
    ]
    for (set, dates) in [
      ("train", 0..<trainingDates), ("target", targetDates), ("held_out", heldOutDates),
    ] {
      let days = window.days.dropFirst(PricePipeline.lookback).prefix(self.dates)
        .map(\.description)
      switch order {
      case .inOrder: arrays["/\(set)/day"] = NamedArray(Array(days[dates]))
      case .tickerByTicker:
        let rows = dates.map { $0 * stocks }
        arrays["/\(set)/first_ticker"] = NamedArray(rows.map { window.tickers[$0 / days.count] })
        arrays["/\(set)/first_day"] = NamedArray(rows.map { days[$0 % days.count] })
      }
    }
    return arrays
  }

  /// Files, rules of reading, windows and splits, for the page about data.
  public func facts(from sources: Sources, seeds: [UInt64]) throws -> Facts {
    guard let source = sources[.prices], let history = sources.prices else { return [:] }
    let windows = try windows(of: history)
    let rules = zip(IngestReport.rules, PortfolioDomain.effects(history)).map { rule, effect in
      ["rule": .text(rule), "effect": .text(effect)] as Facts
    }
    let facts: Facts = [
      "isSimulated": .flag(source.isSimulated),
      "files": .rows(history.sources.map(PortfolioDomain.facts)),
      "fileCount": .text(English.counted(history.sources.count, "file")),
      "span": .text(history.span(history.days.indices)),
      "days": .text(NumberFormat.grouped(history.days.count)),
      "tickers": "\(history.tickers.count)",
      "complete": "\(history.completeTickers(in: history.days.indices).count)",
      "rules": .rows(rules), "windowLength": "\(windowLength)", "stocks": "\(stocks)",
      "lookback": "\(PricePipeline.lookback)", "horizon": "\(PricePipeline.horizon)",
    ]
    let units = try seeds.map { (seed: $0, unit: try unit(of: $0, in: history)) }
    return facts.merging(unitFacts(windows, units, in: history)) { first, _ in first }
  }

  /// A price file and what was found in it.
  private static func facts(_ source: PriceSource) -> Facts {
    let shown = source.tickers.prefix(4).joined(separator: " ")
    let own: Facts = [
      "layout": .text(source.layout.rawValue), "rows": .text(NumberFormat.grouped(source.rows)),
      "tickers": .text(
        source.tickers.count > 4 ? "\(source.tickers.count): \(shown) …" : shown),
      "days": "\(source.firstDay) to \(source.lastDay)",
      "blankPrices": .text(NumberFormat.grouped(source.blankPriceRows)),
      "missingDays": .text(NumberFormat.grouped(source.missingDays)),
    ]
    return own.merging(source.file.facts) { first, _ in first }
  }

  /// What each of the rules of reading met, in their order.
  static func effects(_ history: PriceHistory) -> [String] {
    let report = history.report
    let gaps = report.tickers.reduce(0) { $0 + $1.missingDays }
    let incomplete = report.tickers.count { $0.prices < history.days.count }
    let splits = English.counted(report.splits.count, "split")
    let idle = English.counted(report.zeroVolumeRows, "row")
    let others = English.counted(report.otherBlankCells, "other blank cell")
    return [
      "\(English.counted(report.rows, "row")) read; \(splits) that adjusted prices allow for; "
        + "\(idle) without trade, used as they are",
      "\(English.counted(report.blankPrices.count, "row")) without a price; \(others) passed over",
      "none met: a file with such a row is not read at all",
      "\(English.counted(gaps, "day")) without a price between a ticker's first and last one",
      "\(English.counted(report.leftOutDays.count, "day")) left out with "
        + English.counted(report.leftOutPrices, "price"),
      "\(English.counted(incomplete, "ticker")) of \(report.tickers.count) without a price on "
        + "every day; \(English.counted(report.daysAfterPauses.count, "pause"))",
    ]
  }
}

extension SourceFile {
  /// Name, size, digest and origin, which is false for a file that is not known.
  var facts: Facts {
    [
      "name": .text(name), "bytes": .text(NumberFormat.grouped(bytes)), "digest": "\(digest)",
      "origin": KnownFile.of(digest).map { Fact.text($0.origin) } ?? .flag(false),
    ]
  }
}
