/// What price files hold and which windows can be made from them, as plain text.
public struct DataInspection: Sendable {
  private let history: PriceHistory
  private let windowLength: Int
  private let windowTickers: Int

  /// Describes a history and its windows of that many trading days and tickers.
  public init(of history: PriceHistory, windowLength: Int = 531, windowTickers: Int = 50) {
    self.history = history
    self.windowLength = windowLength
    self.windowTickers = windowTickers
  }

  /// Reads the files at those paths and describes them.
  ///
  /// - Throws: `QuandlError` if a file is refused.
  public init(paths: [String]) throws(QuandlError) {
    self.init(of: try QuandlReader().history(from: paths))
  }

  /// The description: one block a file, then one for all of them together; ends with a line end.
  public var text: String {
    let blocks = history.sources.map(block) + [panelBlock, tickerTable].filter { !$0.isEmpty }
    return blocks.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }

  private func block(of source: PriceSource) -> [String] {
    let blanks = source.blankCells.map { "\($0.column) \($0.count)" }.joined(separator: ", ")
    let blankCount = source.blankCells.reduce(0) { $0 + $1.count }
    let lineEnds = source.lineEnds.map(\.rawValue).joined(separator: " and ")
    return [source.name]
      + Self.aligned([
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
        ("bytes", "\(source.bytes)"),
        ("SHA-256", "\(source.digest)"),
      ])
  }

  private var panelBlock: [String] {
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
    lines.append(("windows", windows))
    return ["All files together"] + Self.aligned(lines)
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
  private var tickerTable: [String] {
    let reports = history.report.tickers.filter { $0.prices < history.days.count }
    guard !reports.isEmpty else { return [] }
    let shown = reports.prefix(Self.mostTickersListed)
    let header = ["ticker", "first", "last", "prices", "missing", "blank"]
    let rows = shown.map { report in
      [
        report.ticker, report.firstDay?.description ?? "-", report.lastDay?.description ?? "-",
        "\(report.prices)", "\(report.missingDays)", "\(report.blankPrices)",
      ]
    }
    var lines = ["Tickers without a price on every trading day"]
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    for row in [header] + rows {
      let cells = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return column < 3 ? row[column] + padding : padding + row[column]
      }
      lines.append("  " + cells.joined(separator: "  "))
    }
    if reports.count > shown.count { lines.append("  and \(reports.count - shown.count) more") }
    return lines
  }

  private static let mostTickersListed = 40

  /// Names and values in two columns.
  static func aligned(_ lines: [(String, String)]) -> [String] {
    let width = lines.map(\.0.count).max() ?? 0
    return lines.map { name, value in
      "  " + name + String(repeating: " ", count: width - name.count + 2) + value
    }
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
