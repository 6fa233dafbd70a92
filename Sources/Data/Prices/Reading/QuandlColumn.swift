/// A column of Quandl's WIKI price files that is read; any other is passed over.
enum QuandlColumn: Int, CaseIterable, Sendable {
  case ticker, date
  case open, high, low, close
  case volume, exDividend, splitRatio
  case adjustedOpen, adjustedHigh, adjustedLow, adjustedClose
  case adjustedVolume

  private static let names = [
    "ticker", "date", "open", "high", "low", "close", "volume", "ex-dividend", "split_ratio",
    "adj_open", "adj_high", "adj_low", "adj_close", "adj_volume",
  ]

  /// The name in the header of the bulk table.
  var name: String { Self.names[rawValue] }

  /// Whether a number of this column may be zero: volumes and dividends, but no price and no ratio.
  var mayBeZero: Bool { self == .volume || self == .adjustedVolume || self == .exDividend }

  /// The column of that header name: case does not count, nor do blanks, `_`, `.` and `-`.
  init?(header: String) {
    let key = Self.key(of: header)
    guard let column = Self.allCases.first(where: { Self.key(of: $0.name) == key }) else {
      return nil
    }
    self = column
  }

  private static func key(of name: String) -> String {
    String(name.lowercased().filter { !" _.-".contains($0) })
  }
}

/// The two forms of Quandl's WIKI price files.
public enum QuandlLayout: String, Sendable {
  /// One table with a ticker column, header `ticker,date,open,…,adj_close,adj_volume`.
  case bulkTable = "bulk table"
  /// One file per ticker, header `Date,Open,…,Adj. Close,Adj. Volume`; its name tells the ticker.
  case perTicker = "per-ticker file"
}

/// What the first line of a price file says about its columns.
struct QuandlHeader: Equatable, Sendable {
  /// The columns from left to right; nil for one that is not read.
  let columns: [QuandlColumn?]
  let names: [String]

  var layout: QuandlLayout { columns.contains(.ticker) ? .bulkTable : .perTicker }

  /// - Throws: `QuandlError.header` if no header is recognised, or a column is missing or doubled.
  init(_ cells: [String], path: String, line: Int) throws(QuandlError) {
    names = cells
    columns = cells.map { QuandlColumn(header: $0) }
    guard columns.contains(.date) || columns.contains(.adjustedClose) else {
      throw .header(path: path, line: line, .unrecognised)
    }
    for (index, column) in columns.enumerated() where column != nil {
      if columns[..<index].contains(column) {
        throw .header(path: path, line: line, .doubled(column: cells[index]))
      }
    }
    let isBulk = columns.contains(.ticker)
    if !columns.contains(.date) {
      throw .header(path: path, line: line, .missing(column: isBulk ? "date" : "Date"))
    }
    if !columns.contains(.adjustedClose) {
      throw .header(path: path, line: line, .missing(column: isBulk ? "adj_close" : "Adj. Close"))
    }
  }

  /// The columns of the format that the file does not have, in the format's order.
  var absent: [QuandlColumn] {
    QuandlColumn.allCases.filter { $0 != .ticker && !columns.contains($0) }
  }
}
