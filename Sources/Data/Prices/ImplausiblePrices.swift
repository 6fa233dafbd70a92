/// Prices of a history that are hardly true; they are listed and never altered.
///
/// A ticker's price is compared with its one before unless more than
/// `TradingCalendar.longestPause` calendar days lie between the two.
public struct ImplausiblePrices: Sendable, Equatable {
  /// A move is listed above the first of these ratios, and at or below the second one.
  ///
  /// The second is not 0.5, so that a split of two for one that the prices do not allow for is
  /// listed even on a day on which the stock rises by 8 %.
  public static let largestRise = 1.5, largestFall = 0.54
  /// A move by at least this factor, up or down, is a slip if it is undone.
  public static let slipFactor = 3.0
  /// A slip is undone by a price that differs by at most this factor from the one before the slip.
  static let undoneFactor = 1.5
  /// The most days on which a slip's prices are wrong.
  static let longestSlip = 2
  /// From this many days on, a price that stays the same to the last digit is a standstill.
  public static let shortestStandstill = 20

  /// A move from a price to the next one.
  public struct Move: Sendable, Equatable {
    /// The ticker.
    public var ticker: String
    /// The day of the later price.
    public var day: TradingDay
    /// The later price, divided by the earlier one.
    public var ratio: Double
  }

  /// A move by a factor of at least `slipFactor` that is undone within two days, as when a decimal
  /// point slips.
  public struct Slip: Sendable, Equatable {
    /// The ticker.
    public var ticker: String
    /// The first day with a wrong price.
    public var day: TradingDay
    /// The wrong price, divided by the one before.
    public var ratio: Double
    /// The number of wrong prices, 1 or 2.
    public var prices: Int
  }

  /// Equal prices on many consecutive days.
  public struct Standstill: Sendable, Equatable {
    /// The ticker.
    public var ticker: String
    /// The first and the last day with the price.
    public var firstDay: TradingDay, lastDay: TradingDay
    /// The number of prices.
    public var prices: Int
    /// The price, in currency units.
    public var price: Double
  }

  /// The moves, by ticker and day; the two of a slip are among them.
  public private(set) var moves: [Move] = []
  /// The slips, by ticker and day.
  public private(set) var slips: [Slip] = []
  /// The standstills, by ticker and day.
  public private(set) var standstills: [Standstill] = []
  /// The places of the slips' wrong prices among the prices of a history, days × tickers.
  private(set) var slipped: Set<Int> = []

  /// Looks through prices, days × tickers, row-major, NaN where missing.
  init(tickers: [String], days: [TradingDay], adjustedClose: [Double]) {
    // Columns are taken a few at a time, as many as share a line of the processor's cache.
    let width = 8
    var columns = [Double](repeating: .nan, count: width * days.count)
    for first in stride(from: 0, to: tickers.count, by: width) {
      let count = min(width, tickers.count - first)
      for day in days.indices {
        let row = day * tickers.count + first
        for column in 0..<count {
          columns[column * days.count + day] = adjustedClose[row + column]
        }
      }
      for column in 0..<count {
        let prices = columns[column * days.count..<(column + 1) * days.count]
        guard Self.mayHoldAny(prices) else { continue }
        let place = (first: first + column, step: tickers.count)
        examine(prices, of: tickers[first + column], days, places: place)
      }
    }
  }

  /// Whether there can be any in the prices of a ticker: false for most.
  ///
  /// Pauses are passed over, and every slip begins with a move.
  private static func mayHoldAny(_ prices: ArraySlice<Double>) -> Bool {
    var last = Double.nan
    var (equal, mostEqual) = (1, 1)
    var moves = false
    for price in prices where !price.isNaN {
      let ratio = price / last
      moves = moves || ratio > largestRise || ratio <= largestFall
      equal = price == last ? equal + 1 : 1
      mostEqual = max(mostEqual, equal)
      last = price
    }
    return moves || mostEqual >= shortestStandstill
  }

  private mutating func examine(
    _ prices: ArraySlice<Double>, of ticker: String, _ days: [TradingDay],
    places: (first: Int, step: Int)
  ) {
    var series = PriceSeries(ticker: ticker)
    for (day, price) in prices.enumerated() where !price.isNaN {
      let date = days[day]
      if let last = series.days.last, date.number - last.number > TradingCalendar.longestPause {
        add(series)
        series = PriceSeries(ticker: ticker)
      }
      series.append(price, on: date, at: places.first + day * places.step)
    }
    add(series)
  }

  private mutating func add(_ series: PriceSeries) {
    moves += series.moves
    standstills += series.standstills
    for (start, count) in series.slips {
      slips.append(
        Slip(
          ticker: series.ticker, day: series.days[start], ratio: series.ratio(at: start),
          prices: count))
      slipped.formUnion(series.places[start..<start + count])
    }
  }
}

/// The prices of a ticker between two pauses, in order of time; a missing one is passed over.
private struct PriceSeries {
  let ticker: String
  var days: [TradingDay] = []
  var prices: [Double] = []
  /// Where each price stands in the history.
  var places: [Int] = []

  init(ticker: String) { self.ticker = ticker }

  mutating func append(_ price: Double, on day: TradingDay, at place: Int) {
    days.append(day)
    prices.append(price)
    places.append(place)
  }

  func ratio(at index: Int) -> Double { prices[index] / prices[index - 1] }

  var moves: [ImplausiblePrices.Move] {
    prices.indices.dropFirst().compactMap { index in
      let ratio = ratio(at: index)
      guard
        ratio > ImplausiblePrices.largestRise || ratio <= ImplausiblePrices.largestFall
      else { return nil }
      return ImplausiblePrices.Move(ticker: ticker, day: days[index], ratio: ratio)
    }
  }

  /// The first wrong price of each slip, and how many there are.
  var slips: [(start: Int, count: Int)] {
    var slips: [(start: Int, count: Int)] = []
    var index = 1
    while index < prices.count {
      let count = wrongPrices(from: index)
      if count > 0 { slips.append((index, count)) }
      // The move that undoes a slip begins no other one.
      index += count + 1
    }
    return slips
  }

  /// How many prices from there on are wrong: 0 unless a move by the factor of a slip is undone.
  private func wrongPrices(from index: Int) -> Int {
    guard Self.differ(prices[index], prices[index - 1], by: ImplausiblePrices.slipFactor) else {
      return 0
    }
    return (1...ImplausiblePrices.longestSlip).first { count in
      index + count < prices.count
        && !Self.differ(
          prices[index + count], prices[index - 1], by: ImplausiblePrices.undoneFactor)
    } ?? 0
  }

  private static func differ(_ price: Double, _ other: Double, by factor: Double) -> Bool {
    price >= factor * other || other >= factor * price
  }

  var standstills: [ImplausiblePrices.Standstill] {
    var standstills: [ImplausiblePrices.Standstill] = []
    var start = 0
    for end in 1..<max(1, prices.count) + 1
    where end >= prices.count || prices[end] != prices[start] {
      if end - start >= ImplausiblePrices.shortestStandstill {
        standstills.append(
          ImplausiblePrices.Standstill(
            ticker: ticker, firstDay: days[start], lastDay: days[end - 1], prices: end - start,
            price: prices[start]))
      }
      start = end
    }
    return standstills
  }
}
