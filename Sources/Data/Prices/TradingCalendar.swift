/// The trading days of a panel of prices.
///
/// A day is a trading day if at least half of the tickers listed on it have a price. Taking every
/// day with any price instead would let a single wrong row (a holiday, say) make all other tickers
/// incomplete; taking only days on which all tickers have a price would hide the missing ones. A
/// ticker is listed from one of its prices to the next unless they are more than `longestPause`
/// apart, so that years for which a ticker has no file do not count against the tickers that have
/// one.
public struct TradingCalendar: Sendable, Equatable {
  /// The trading days, ascending.
  public let days: [TradingDay]
  /// Days with a price that are not trading days, ascending.
  public let leftOutDays: [TradingDay]

  /// The most calendar days from a trading day to the next; more is a pause that no window spans.
  ///
  /// The longest closure of the American exchanges since 1933, in September 2001, took 7 days.
  public static let longestPause = 10

  /// Finds the trading days of tickers that have prices on those days, each list ascending.
  init(pricedDays: [[Int32]]) {
    let first = pricedDays.compactMap(\.first).min() ?? 0
    let last = pricedDays.compactMap(\.last).max() ?? -1
    let count = Int(last - first) + 1
    var priced = [Int32](repeating: 0, count: count)
    var listingChanges = [Int32](repeating: 0, count: count + 1)
    for days in pricedDays {
      var previous: Int32?
      for day in days {
        let index = Int(day - first)
        priced[index] += 1
        if let previous, day - previous <= Int32(Self.longestPause) {
          listingChanges[Int(previous - first) + 1] += 1
        } else {
          listingChanges[index] += 1
        }
        listingChanges[index + 1] -= 1
        previous = day
      }
    }
    var days: [TradingDay] = []
    var leftOut: [TradingDay] = []
    var listed: Int32 = 0
    for index in 0..<count {
      listed += listingChanges[index]
      guard priced[index] > 0 else { continue }
      let day = TradingDay(number: Int(first) + index)
      if 2 * priced[index] >= listed { days.append(day) } else { leftOut.append(day) }
    }
    self.days = days
    leftOutDays = leftOut
  }

  var indicesAfterPauses: [Int] {
    days.indices.dropFirst().filter { days[$0].number - days[$0 - 1].number > Self.longestPause }
  }
}
