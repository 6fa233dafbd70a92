/// What price files hold and which windows can be made from them, as plain text.
public struct PriceInspection: Sendable {
  private let history: PriceHistory
  private let windowLength: Int
  private let windowTickers: Int

  /// Describes a history and its windows of that many trading days and tickers.
  public init(of history: PriceHistory, windowLength: Int = 531, windowTickers: Int = 50) {
    (self.history, self.windowLength, self.windowTickers) = (history, windowLength, windowTickers)
  }

  /// The description: one block per file, one for all of them together, and what is implausible;
  /// ends with a line end.
  public var text: String {
    InspectionBlock.text(
      history.sources.map(block) + [panelBlock] + tickerTable
        + history.implausible.remarks.compactMap(InspectionBlock.init))
  }

  private func block(of source: PriceSource) -> InspectionBlock {
    let blanks = source.blankCells.map { "\($0.column) \($0.count)" }.joined(separator: ", ")
    let blankCount = source.blankCells.reduce(0) { $0 + $1.count }
    let lineEnds = source.lineEnds.map(\.rawValue).joined(separator: " and ")
    return InspectionBlock(
      source.file.name,
      [
        ("layout", source.layout.rawValue),
        ("tickers", Self.listed(source.tickers)),
        ("rows", "\(source.rows), \(source.order.rawValue)"),
        ("days", "\(source.firstDay) to \(source.lastDay)"),
        (
          "line ends",
          lineEnds + (source.hasFinalLineEnd ? "" : ", none after the last line")
            + (source.hasByteOrderMark ? ", byte order mark at the start" : "")
        ),
        (
          "columns",
          source.absentColumns.isEmpty
            ? "complete" : "without " + source.absentColumns.joined(separator: ", ")
        ),
        (
          "blank cells",
          blankCount == 0
            ? "0" : "\(blankCount) (\(blanks)); rows without a price: \(source.blankPriceRows)"
        ),
        ("missing days", "\(source.missingDays)"),
        ("zero volume", Self.counted(source.zeroVolumeRows, "row")),
        ("splits", "\(source.splits)"),
        ("bytes", "\(source.file.bytes)"),
        ("SHA-256", "\(source.file.digest)"),
      ])
  }

  private var panelBlock: InspectionBlock {
    let report = history.report
    let complete = history.completeTickers(in: history.days.indices)
    var lines = [
      ("files", "\(history.sources.count)"),
      ("rows", "\(report.rows)"),
      ("tickers", "\(history.tickers.count), of which complete: \(complete.count)"),
      ("trading days", "\(history.days.count)\(span)"),
      (
        "left out",
        Self.counted(report.leftOutDays.count, "day") + " with "
          + Self.counted(report.leftOutPrices, "price") + Self.among(report.leftOutDays)
      ),
    ]
    if !report.daysAfterPauses.isEmpty {
      lines.append(
        ("pauses", "\(report.daysAfterPauses.count)" + Self.among(report.daysAfterPauses)))
    }
    let implausible = history.implausible
    lines.append(
      (
        "implausible",
        Self.counted(implausible.moves.count, "move") + ", "
          + Self.counted(implausible.slips.count, "slip") + ", "
          + Self.counted(implausible.standstills.count, "standstill")
      ))
    lines.append(("windows", windows))
    return InspectionBlock("All files together", lines)
  }

  private var span: String {
    guard let first = history.days.first, let last = history.days.last else { return "" }
    return ", \(first) to \(last)"
  }

  private var windows: String {
    do {
      let ranges = try history.disjointWindows(length: windowLength, tickers: windowTickers)
      let spans = ranges.map {
        "\(history.days[$0.lowerBound])…\(history.days[$0.upperBound - 1])"
      }
      return "\(ranges.count) disjoint, of \(windowLength) days with \(windowTickers) tickers: "
        + spans.joined(separator: ", ")
    } catch {
      return "none: \(error)"
    }
  }

  /// The tickers that are not complete over the whole panel.
  private var tickerTable: [InspectionBlock] {
    let reports = history.report.tickers.filter { $0.prices < history.days.count }
    guard !reports.isEmpty else { return [] }
    let rows = reports.map { report in
      [
        report.ticker, report.firstDay?.description ?? "-", report.lastDay?.description ?? "-",
        "\(report.prices)", "\(report.missingDays)", "\(report.blankPrices)",
      ]
    }
    return [
      InspectionBlock(
        "Tickers without a price on every trading day",
        columns: ["ticker", "first", "last", "prices", "missing", "blank"], rows: rows, texts: 3)
    ]
  }

  private static func listed(_ tickers: [String]) -> String {
    let names = tickers.prefix(8).joined(separator: " ")
    return "\(tickers.count) (\(names)\(tickers.count > 8 ? " …" : ""))"
  }

  private static func among(_ days: [TradingDay]) -> String {
    guard !days.isEmpty else { return "" }
    let shown = days.prefix(5).map(\.description).joined(separator: ", ")
    return ": \(shown)\(days.count > 5 ? ", …" : "")"
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }
}
