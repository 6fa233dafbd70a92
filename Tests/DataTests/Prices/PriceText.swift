import TestSupport

@testable import Data

extension TemporaryDirectory {
  /// Reads that text as the file of that name.
  func history(_ text: String, as name: String = "table.csv") throws -> PriceHistory {
    try QuandlReader().history(from: [put(text, as: name)])
  }
}

/// Price files in words: a day's row of the bulk table, all of whose prices are the adjusted close.
enum PriceText {
  static let bulkHeader =
    "ticker,date,open,high,low,close,volume,ex-dividend,split_ratio,"
    + "adj_open,adj_high,adj_low,adj_close,adj_volume\n"
  static let tickerHeader =
    "Date,Open,High,Low,Close,Volume,Ex-Dividend,Split Ratio,"
    + "Adj. Open,Adj. High,Adj. Low,Adj. Close,Adj. Volume\n"

  static func row(_ ticker: String, _ day: String, _ price: String, volume: String = "100")
    -> String
  {
    "\(ticker)," + row(day, price, volume: volume)
  }

  static func row(_ day: String, _ price: String, volume: String = "100") -> String {
    let p = price
    return "\(day),\(p),\(p),\(p),\(p),\(volume),0.0,1.0,\(p),\(p),\(p),\(p),\(volume)\n"
  }

  /// A bulk table of tickers with a price on each of the given days, which differs everywhere.
  static func table(_ tickers: [(String, [String])]) -> String {
    bulkHeader
      + tickers.enumerated().map { number, entry in
        entry.1.enumerated().map { row(entry.0, $1, "\(number + 1).\($0 + 1)") }.joined()
      }
      .joined()
  }
}
