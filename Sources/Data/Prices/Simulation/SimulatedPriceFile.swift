/// The text of one ticker's price file of the simulated market, as Quandl's WIKI database would
/// give it.
struct SimulatedPriceFile {
  private(set) var bytes: [UInt8] = []
  private let lineEnd: String

  /// A file that holds its header alone.
  init(lineEnd: String) {
    self.lineEnd = lineEnd
    let header =
      "Date,Open,High,Low,Close,Volume,Ex-Dividend,Split Ratio,"
      + "Adj. Open,Adj. High,Adj. Low,Adj. Close,Adj. Volume"
    bytes = Array((header + lineEnd).utf8)
  }

  mutating func append(_ session: SimulatedStock.Session, day: TradingDay) {
    bytes.append(contentsOf: day.description.utf8)
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
  mutating func appendBlank(day: TradingDay) {
    bytes.append(contentsOf: day.description.utf8)
    bytes.append(contentsOf: ",,,,,0.0,0.0,,,,,,0.0".utf8)
    end()
  }

  mutating func removeFinalLineEnd() { bytes.removeLast(lineEnd.utf8.count) }

  private mutating func end() { bytes.append(contentsOf: lineEnd.utf8) }

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
