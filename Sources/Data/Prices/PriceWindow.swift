import Reproducibility

/// The prices of tickers that are complete over a range of consecutive trading days, without slips.
public struct PriceWindow: Sendable, Equatable {
  /// The window's days, as indices into the history's days.
  public let range: Range<Int>
  /// The tickers, in ASCII order.
  public let tickers: [String]
  /// The trading days, ascending.
  public let days: [TradingDay]
  /// The adjusted closes, days × tickers, row-major, in currency units; none is missing.
  public let adjustedClose: [Double]
}

extension PriceHistory {
  /// The window of those days with the first `count` tickers, in ASCII order, that are usable in
  /// it: complete, and without a slip.
  ///
  /// - Throws: `QuandlError.tooFew` if fewer tickers are usable.
  public func window(tickers count: Int, in range: Range<Int>) throws(QuandlError) -> PriceWindow {
    let chosen = Array(usableTickers(in: range).prefix(count))
    guard chosen.count == count else {
      throw shortage(of: count, on: range.count, found: chosen.count)
    }
    return window(ofTickers: chosen, in: range)
  }

  /// The window of those days with the tickers of those indices, which must be ascending and
  /// complete in it.
  public func window(ofTickers chosen: [Int], in range: Range<Int>) -> PriceWindow {
    precondition(
      zip(chosen, chosen.dropFirst()).allSatisfy { $0 < $1 }
        && chosen.allSatisfy { isComplete(ticker: $0, in: range) },
      "tickers that are not ascending or not complete on days \(range)")
    return PriceWindow(
      range: range, tickers: chosen.map { tickers[$0] }, days: Array(days[range]),
      adjustedClose: range.flatMap { day in
        chosen.map { adjustedClose[day * tickers.count + $0] }
      })
  }

  /// Disjoint groups of `size` tickers of a window, each ascending, dealt by chance.
  ///
  /// The usable tickers of the window are shuffled and dealt, `size` to a group; those left over,
  /// fewer than a group, are in none. The shuffle is that of the stream "groups" under the seed
  /// 10000·year + 100·month + day of the window's first day: nothing that happens on other days,
  /// and no other window, changes a group.
  public func groups(of size: Int, in range: Range<Int>) -> [[Int]] {
    precondition(size > 0 && !range.isEmpty, "groups of \(size) on days \(range)")
    let (year, month, day) = days[range.lowerBound].date
    var random = SeededGenerator(
      seed: UInt64(10_000 * year + 100 * month + day), stream: "groups")
    var dealt = usableTickers(in: range)
    random.shuffle(&dealt)
    return (0..<dealt.count / size).map { dealt[$0 * size..<($0 + 1) * size].sorted() }
  }

  /// The first window of that many days that has `count` usable tickers and begins no earlier
  /// than the first day on which so many tickers have a price.
  ///
  /// - Throws: `QuandlError.tooFew` if there is none.
  public func window(tickers count: Int, days length: Int) throws(QuandlError) -> PriceWindow {
    let windows = try disjointWindows(length: length, tickers: count)
    return try window(tickers: count, in: windows[0])
  }

  /// Windows of that many trading days, none sharing a day with another, that each have at least
  /// `count` usable tickers (not necessarily the same ones).
  ///
  /// They are made in order of time, each as early as it can be: the first cannot begin before the
  /// first day on which `count` tickers have a price, and without missing days every next one
  /// begins where the last one ends. No other choice gives more windows.
  ///
  /// - Throws: `QuandlError.tooFew` if there is none.
  /// - Returns: at least one range of indices of `days`.
  public func disjointWindows(length: Int, tickers count: Int) throws(QuandlError) -> [Range<Int>] {
    precondition(length > 0 && count > 0, "\(count) tickers × \(length) days is not a window")
    var windows: [Range<Int>] = []
    var mostUsable = 0
    var runs = [Int](repeating: 0, count: tickers.count)
    for day in days.indices {
      let longest = day - unbrokenSince[day] + 1
      var usable = 0
      for ticker in tickers.indices {
        runs[ticker] = isUsable(ticker: ticker, onDay: day) ? min(runs[ticker] + 1, longest) : 0
        if runs[ticker] >= length { usable += 1 }
      }
      mostUsable = max(mostUsable, usable)
      let start = day + 1 - length
      if usable >= count, start >= windows.last?.upperBound ?? 0 {
        windows.append(start..<day + 1)
      }
    }
    guard !windows.isEmpty else { throw shortage(of: count, on: length, found: mostUsable) }
    return windows
  }

  private func shortage(of wanted: Int, on length: Int, found: Int) -> QuandlError {
    .tooFew(
      QuandlError.Shortage(
        tickersWanted: wanted, daysWanted: length, tickersFound: found, tickers: tickers.count,
        days: days.count))
  }
}
