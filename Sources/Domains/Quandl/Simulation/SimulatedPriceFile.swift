/// The text of a price file of the simulated market, as Quandl's WIKI database would give it.
struct SimulatedPriceFile {
  private(set) var bytes: [UInt8] = []
  private let lineEnd: String

  init(layout: QuandlLayout, lineEnd: String = "\n") {
    self.lineEnd = lineEnd
    let header =
      switch layout {
      case .bulkTable: QuandlColumn.allCases.map(\.name).joined(separator: ",")
      case .perTicker:
        "Date,Open,High,Low,Close,Volume,Ex-Dividend,Split Ratio,"
          + "Adj. Open,Adj. High,Adj. Low,Adj. Close,Adj. Volume"
      }
    bytes.append(contentsOf: header.utf8)
    bytes.append(contentsOf: lineEnd.utf8)
  }

  /// Adds a row; the ticker is given in a bulk table only.
  mutating func append(_ session: SimulatedStock.Session, day: TradingDay, ticker: String?) {
    begin(day, ticker)
    for price in [session.open, session.high, session.low, session.close] {
      append(price, decimals: 2)
    }
    append(session.volume, decimals: 1)
    append(session.dividend, decimals: session.dividend == 0 ? 1 : 2)
    append(session.split, decimals: 1)
    for price in [session.open, session.high, session.low, session.close] {
      append(price * session.priceFactor, decimals: 6)
    }
    append((session.volume * session.volumeFactor).rounded(), decimals: 1)
    end()
  }

  /// Adds a row without prices, as WIKI has for days without trade.
  mutating func appendBlank(day: TradingDay, ticker: String?) {
    begin(day, ticker)
    bytes.append(contentsOf: ",,,,,0.0,0.0,,,,,,0.0".utf8)
    end()
  }

  /// Takes the line end of the last line away.
  mutating func removeFinalLineEnd() {
    bytes.removeLast(lineEnd.utf8.count)
  }

  private mutating func begin(_ day: TradingDay, _ ticker: String?) {
    if let ticker {
      bytes.append(contentsOf: ticker.utf8)
      bytes.append(UInt8(ascii: ","))
    }
    bytes.append(contentsOf: day.description.utf8)
  }

  private mutating func end() {
    bytes.append(contentsOf: lineEnd.utf8)
  }

  /// Adds a comma and a number ≥ 0 with that many decimals.
  private mutating func append(_ value: Double, decimals: Int) {
    bytes.append(UInt8(ascii: ","))
    var rest = UInt64((value * PlainDecimal.powersOfTen[decimals]).rounded())
    let start = bytes.count
    var digits = 0
    while rest > 0 || digits <= decimals {
      if digits == decimals { bytes.append(UInt8(ascii: ".")) }
      bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
      digits += 1
    }
    bytes[start...].reverse()
  }
}
