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

/// Everything that was read about one ticker, in the order of the files and their lines.
struct TickerRows {
  let ticker: String
  /// The day of each row.
  var days: [Int32] = []
  /// The adjusted close of each row; NaN where blank.
  var prices: [Double] = []
  /// Which file the rows come from: from `start` on, up to the next segment.
  var segments: [(file: Int, start: Int)] = []
  var zeroVolumeRows = 0
  var splits: [PriceSplit] = []

  /// The rows of each segment, in order.
  var segmentRanges: [Range<Int>] {
    zip(segments, segments.dropFirst().map(\.start) + [days.count]).map { $0.start..<$1 }
  }

  /// Days and prices in order of time; throws the first day that has two rows.
  func ordered() throws(PricePanel.Refusal) -> (days: [Int32], prices: [Double]) {
    var ordered = (days: days, prices: prices)
    if Self.isStrictlyAscending(days) { return ordered }
    if zip(days, days.dropFirst()).allSatisfy({ $0 > $1 }) {
      ordered.days.reverse()
      ordered.prices.reverse()
    } else {
      let order = days.indices.sorted { (days[$0], $0) < (days[$1], $1) }
      ordered = (order.map { days[$0] }, order.map { prices[$0] })
    }
    for (day, next) in zip(ordered.days, ordered.days.dropFirst()) where day == next {
      throw .repeatedDay(RepeatedDay(ticker: ticker, day: day))
    }
    return ordered
  }

  private static func isStrictlyAscending(_ days: [Int32]) -> Bool {
    var isAscending = true
    for index in days.indices.dropFirst() where days[index] <= days[index - 1] {
      isAscending = false
    }
    return isAscending
  }
}

/// A ticker that has two rows for one day.
struct RepeatedDay {
  let ticker: String
  let day: Int32
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

  /// The day of that ticker's last row if that comes from that file.
  func lastDay(of ticker: Int, file: Int) -> Int32? {
    tickers[ticker].segments.last?.file == file ? tickers[ticker].days.last : nil
  }

  /// Adds rows of that file to their ticker.
  mutating func append(_ run: RowRun, file: Int) {
    if tickers[run.ticker].segments.last?.file != file {
      tickers[run.ticker].segments.append((file, tickers[run.ticker].days.count))
    }
    tickers[run.ticker].days += run.days
    tickers[run.ticker].prices += run.prices
  }

  mutating func recordZeroVolume(of ticker: Int) { tickers[ticker].zeroVolumeRows += 1 }

  mutating func recordSplit(_ ratio: Double, of ticker: Int, on day: Int32) {
    let split = PriceSplit(
      ticker: tickers[ticker].ticker, day: TradingDay(number: Int(day)), ratio: ratio)
    tickers[ticker].splits.append(split)
  }
}
