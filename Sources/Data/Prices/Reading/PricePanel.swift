/// The rows of all files, brought into order of ticker and day, on their way to a history.
struct PricePanel {
  private let calendar: TradingCalendar
  private let tickers: [String]
  private var report: IngestReport
  private let adjustedClose: [Double]
  private let files: [FileSpan]

  private struct FileSpan {
    var tickers: [String] = []
    var firstDay = Int32.max
    var lastDay = Int32.min
    var missingDays = 0
  }

  /// A panel may have so many entries whatever the number of rows, and so many for each row.
  private static let freeEntries = 1 << 24, largestRatio = 64

  /// Why rows make no panel.
  enum Refusal: Error {
    case repeatedDay(RepeatedDay)
    case noPrices
    case sparse(tickers: Int, days: Int, rows: Int)
  }

  /// Orders the rows and finds the trading days.
  ///
  /// - Throws: `Refusal` if a ticker has two rows for a day, no row has a price, or hardly any
  ///   entry of the panel would have a row.
  init(_ table: TickerTable, files fileCount: Int) throws(Refusal) {
    let inOrder = table.tickers.sorted { $0.ticker.utf8.lexicographicallyPrecedes($1.ticker.utf8) }
    var ordered: [(days: [Int32], prices: [Double])] = []
    ordered.reserveCapacity(inOrder.count)
    for ticker in inOrder { ordered.append(try ticker.ordered()) }
    let calendar = TradingCalendar(pricedDays: ordered.map(Self.pricedDays))
    guard !calendar.days.isEmpty else { throw .noPrices }
    let rows = ordered.reduce(0) { $0 + $1.days.count }
    let entries = calendar.days.count.multipliedReportingOverflow(by: inOrder.count)
    guard !entries.overflow,
      entries.partialValue <= max(Self.freeEntries, Self.largestRatio * rows)
    else {
      throw .sparse(tickers: inOrder.count, days: calendar.days.count, rows: rows)
    }
    let index = DayIndex(calendar.days)
    var prices = [Double](repeating: .nan, count: calendar.days.count * inOrder.count)
    var report = IngestReport(calendar: calendar)
    for (column, rows) in ordered.enumerated() {
      var placed = PlacedPrices()
      for (day, price) in zip(rows.days, rows.prices) {
        if price.isNaN {
          let day = TradingDay(number: Int(day))
          report.blankPrices.append(BlankPrice(ticker: inOrder[column].ticker, day: day))
        } else if let day = index[day] {
          prices[day * inOrder.count + column] = price
          placed.add(day)
        } else {
          report.leftOutPrices += 1
        }
      }
      report.add(inOrder[column], placed: placed, calendar: calendar)
    }
    tickers = inOrder.map(\.ticker)
    (self.calendar, self.report) = (calendar, report)
    adjustedClose = prices
    files = Self.spans(of: inOrder, files: fileCount, index: index)
  }

  /// The days that have a price; not copied if all have one.
  private static func pricedDays(_ rows: (days: [Int32], prices: [Double])) -> [Int32] {
    guard rows.prices.contains(where: \.isNaN) else { return rows.days }
    return zip(rows.days, rows.prices).filter { !$1.isNaN }.map(\.0)
  }

  private static func spans(of tickers: [TickerRows], files: Int, index: DayIndex) -> [FileSpan] {
    var spans = [FileSpan](repeating: FileSpan(), count: files)
    for ticker in tickers {
      for (segment, range) in zip(ticker.segments, ticker.segmentRanges) {
        var (first, last, placed) = (Int32.max, Int32.min, 0)
        for (day, price) in zip(ticker.days[range], ticker.prices[range]) {
          first = min(first, day)
          last = max(last, day)
          if !price.isNaN, index[day] != nil { placed += 1 }
        }
        spans[segment.file].tickers.append(ticker.ticker)
        spans[segment.file].firstDay = min(spans[segment.file].firstDay, first)
        spans[segment.file].lastDay = max(spans[segment.file].lastDay, last)
        spans[segment.file].missingDays += index.count(from: first, through: last) - placed
      }
    }
    return spans
  }

  /// The description of one file; its blank cells are added to the report.
  mutating func source(
    number: Int, file: SourceFile, header: QuandlHeader, tally: FileTally
  ) -> PriceSource {
    let blanks = QuandlColumn.allCases.filter { tally.blankCells[$0.rawValue] > 0 }
    for column in blanks where column != .adjustedClose {
      report.otherBlankCells += tally.blankCells[column.rawValue]
    }
    return PriceSource(
      file: file, layout: header.layout, order: tally.order, lineEnds: tally.lineEnds,
      hasFinalLineEnd: tally.hasFinalLineEnd,
      hasByteOrderMark: tally.hasByteOrderMark, rows: tally.rows, tickers: files[number].tickers,
      firstDay: TradingDay(number: Int(files[number].firstDay)),
      lastDay: TradingDay(number: Int(files[number].lastDay)),
      absentColumns: header.absent.map(\.name),
      blankCells: blanks.map {
        PriceSource.BlankCells(column: $0.name, count: tally.blankCells[$0.rawValue])
      },
      blankPriceRows: tally.blankPriceRows, missingDays: files[number].missingDays,
      zeroVolumeRows: tally.zeroVolumeRows, splits: tally.splits)
  }

  func history(sources: [PriceSource]) -> PriceHistory {
    PriceHistory(
      tickers: tickers, calendar: calendar, adjustedClose: adjustedClose,
      sources: sources, report: report)
  }
}

/// Finds the index of a trading day.
struct DayIndex {
  private let first: Int32
  /// For each calendar day from `first` on: how many trading days come before it.
  private var before: [Int32] = []

  init(_ days: [TradingDay]) {
    first = Int32(days.first?.number ?? 0)
    before.reserveCapacity((days.last?.number ?? 0) - Int(first) + 2)
    for (index, day) in days.enumerated() {
      while before.count <= day.number - Int(first) { before.append(Int32(index)) }
    }
    before.append(Int32(days.count))
  }

  /// The index of that day; nil if it is not a trading day.
  subscript(day: Int32) -> Int? {
    guard day >= first, Int(day - first) + 1 < before.count else { return nil }
    let index = Int(day - first)
    return before[index + 1] > before[index] ? Int(before[index]) : nil
  }

  /// The number of trading days of a span.
  func count(from start: Int32, through end: Int32) -> Int {
    func number(before day: Int) -> Int {
      Int(before[min(max(day - Int(first), 0), before.count - 1)])
    }
    return max(0, number(before: Int(end) + 1) - number(before: Int(start)))
  }
}

extension IngestReport {
  /// An empty report about a panel of those trading days.
  init(calendar: TradingCalendar) {
    self.init(
      rows: 0, blankPrices: [], otherBlankCells: 0, zeroVolumeRows: 0, splits: [],
      leftOutDays: calendar.leftOutDays, leftOutPrices: 0,
      daysAfterPauses: calendar.indicesAfterPauses.map { calendar.days[$0] }, tickers: [])
  }

  /// Adds what was found about a ticker whose prices fall on those trading days.
  fileprivate mutating func add(
    _ ticker: TickerRows, placed: PlacedPrices, calendar: TradingCalendar
  ) {
    let span = placed.first.flatMap { first in placed.last.map { $0 - first + 1 } } ?? 0
    rows += ticker.days.count
    zeroVolumeRows += ticker.zeroVolumeRows
    splits += ticker.splits.sorted { $0.day < $1.day }
    tickers.append(
      TickerReport(
        ticker: ticker.ticker, firstDay: placed.first.map { calendar.days[$0] },
        lastDay: placed.last.map { calendar.days[$0] }, prices: placed.count,
        missingDays: span - placed.count, blankPrices: ticker.prices.count(where: \.isNaN),
        zeroVolumeRows: ticker.zeroVolumeRows, splits: ticker.splits.count))
  }
}

/// The trading days on which a ticker has prices, by index.
private struct PlacedPrices {
  private(set) var first: Int?
  private(set) var last: Int?
  private(set) var count = 0

  @inline(__always)
  mutating func add(_ day: Int) {
    if first == nil { first = day }
    last = day
    count &+= 1
  }
}
