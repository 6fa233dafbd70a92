/// A ticker's name of 1 to 16 bytes, packed so that looking it up makes no text.
struct TickerKey: Hashable {
  private var high: UInt64 = 0
  private var low: UInt64 = 0

  /// Packs a name in upper case; nil unless it is 1 to 16 letters, digits, '.', '_' or '-'.
  init?(_ bytes: some Collection<UInt8>) {
    guard (1...16).contains(bytes.count) else { return nil }
    for byte in bytes {
      let upper: UInt8
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): upper = byte &- 32
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        upper = byte
      default: return nil
      }
      high = high << 8 | low >> 56
      low = low << 8 | UInt64(upper)
    }
  }

  var name: String {
    let bytes = [high, low].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
    }
    return String(decoding: bytes.drop { $0 == 0 }, as: UTF8.self)
  }
}

/// One row of a price file: a day, its line, and the adjusted close (NaN where blank).
struct PriceRow: Equatable {
  var day: Int32
  var line: UInt32
  var price: Double
}

/// Everything that was read about one ticker, in the order of the files and their lines.
struct TickerRows {
  let ticker: String
  var rows: [PriceRow] = []
  /// Which file the rows come from: from `start` on, up to the next segment.
  var segments: [(file: Int, start: Int)] = []
  var zeroVolumeRows = 0
  var splits: [PriceSplit] = []

  func file(ofRow index: Int) -> Int { segments.last { $0.start <= index }?.file ?? 0 }

  /// The rows in order of time; throws the first day that has two.
  func ordered(paths: [String]) throws(QuandlError) -> [PriceRow] {
    var ordered = rows
    if zip(rows, rows.dropFirst()).allSatisfy({ $0.day > $1.day }) {
      ordered.reverse()
    } else if !zip(rows, rows.dropFirst()).allSatisfy({ $0.day < $1.day }) {
      ordered.sort { ($0.day, $0.line) < ($1.day, $1.line) }
    }
    for (row, next) in zip(ordered, ordered.dropFirst()) where row.day == next.day {
      let places = rows.indices.filter { rows[$0].day == row.day }.map {
        QuandlError.Place(path: paths[file(ofRow: $0)], line: Int(rows[$0].line))
      }
      throw .repeatedDay(
        ticker: ticker, day: TradingDay(number: Int(row.day)), first: places[0], second: places[1])
    }
    return ordered
  }
}

struct TickerTable {
  private(set) var tickers: [TickerRows] = []
  private var indices: [TickerKey: Int] = [:]

  /// The index of that ticker, which is entered if it is new.
  mutating func index(of key: TickerKey) -> Int {
    if let index = indices[key] { return index }
    indices[key] = tickers.count
    tickers.append(TickerRows(ticker: key.name))
    return tickers.count - 1
  }

  /// Adds a row of that file to that ticker and gives the day of the row before it in the file.
  @inline(__always)
  mutating func append(_ row: PriceRow, to ticker: Int, file: Int) -> Int32? {
    let count = tickers[ticker].rows.count
    var previous: Int32?
    if tickers[ticker].segments.last?.file == file {
      previous = tickers[ticker].rows[count - 1].day
    } else {
      tickers[ticker].segments.append((file, count))
    }
    tickers[ticker].rows.append(row)
    return previous
  }

  mutating func recordZeroVolume(of ticker: Int) { tickers[ticker].zeroVolumeRows += 1 }

  mutating func recordSplit(_ ratio: Double, of ticker: Int, on day: Int32) {
    let split = PriceSplit(
      ticker: tickers[ticker].ticker, day: TradingDay(number: Int(day)), ratio: ratio)
    tickers[ticker].splits.append(split)
  }
}
