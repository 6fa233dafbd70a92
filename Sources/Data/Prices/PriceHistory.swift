/// Daily adjusted closing prices of many tickers on common trading days.
///
/// Prices are dense, row-major, days × tickers. A price that is missing is missing: nothing is
/// imputed, and `IngestReport.rules` says what counts as missing.
public struct PriceHistory: Sendable {
  /// The tickers, in ASCII order, upper case.
  public let tickers: [String]
  /// The trading days, ascending.
  public let days: [TradingDay]
  /// The adjusted closes, days × tickers, row-major, in currency units; NaN where missing.
  public let adjustedClose: [Double]
  /// The files that the prices come from, in the order in which they were read.
  public let sources: [PriceSource]
  /// What was found in them.
  public let report: IngestReport
  /// The prices among them that are hardly true; they stand in `adjustedClose` as they are.
  public let implausible: ImplausiblePrices
  /// For each day the first day that no pause separates from it.
  let unbrokenSince: [Int]

  init(
    tickers: [String], calendar: TradingCalendar, adjustedClose: [Double], sources: [PriceSource],
    report: IngestReport
  ) {
    precondition(
      adjustedClose.count == calendar.days.count * tickers.count,
      "\(adjustedClose.count) prices for \(calendar.days.count) days × \(tickers.count) tickers")
    self.tickers = tickers
    days = calendar.days
    (self.adjustedClose, self.sources, self.report) = (adjustedClose, sources, report)
    implausible = ImplausiblePrices(tickers: tickers, days: days, adjustedClose: adjustedClose)
    let pauses = Set(calendar.indicesAfterPauses)
    var start = 0
    unbrokenSince = days.indices.map { day in
      if pauses.contains(day) { start = day }
      return start
    }
  }

  /// The adjusted close of a ticker on a day, both given by index; nil if it is missing.
  public func price(ofTicker ticker: Int, onDay day: Int) -> Double? {
    let price = adjustedClose[day * tickers.count + ticker]
    return price.isNaN ? nil : price
  }

  /// Whether the ticker has a price on every trading day of the range and no pause lies within it.
  public func isComplete(ticker: Int, in range: Range<Int>) -> Bool {
    isUnbroken(range) && range.allSatisfy { !adjustedClose[$0 * tickers.count + ticker].isNaN }
  }

  /// The indices of the tickers that are complete in the range, ascending.
  public func completeTickers(in range: Range<Int>) -> [Int] {
    guard isUnbroken(range) else { return [] }
    return tickers.indices.filter { isComplete(ticker: $0, in: range) }
  }

  /// The indices of the tickers that a window of that range may use, ascending: those that are
  /// complete in it and whose price does not slip in it.
  public func usableTickers(in range: Range<Int>) -> [Int] {
    let slipping = tickersSlipping(in: range)
    return completeTickers(in: range).filter { !slipping.contains($0) }
  }

  /// The indices of the tickers with a wrong price of a slip in the range, complete in it or not.
  public func tickersSlipping(in range: Range<Int>) -> Set<Int> {
    let places = implausible.slipped.filter { range.contains($0 / tickers.count) }
    return Set(places.map { $0 % tickers.count })
  }

  /// Whether the ticker has a price on that day that is not one of a slip.
  func isUsable(ticker: Int, onDay day: Int) -> Bool {
    let place = day * tickers.count + ticker
    return !adjustedClose[place].isNaN && !implausible.slipped.contains(place)
  }

  /// The first trading day on which at least so many tickers have a price, by index.
  public func firstDay(withTickers count: Int) -> Int? {
    days.indices.first { day in
      let row = adjustedClose[day * tickers.count..<(day + 1) * tickers.count]
      return row.count { !$0.isNaN } >= count
    }
  }

  /// Whether both have the same tickers, days and prices, from whatever files.
  public func hasSamePrices(as other: PriceHistory) -> Bool {
    tickers == other.tickers && days == other.days
      && zip(adjustedClose, other.adjustedClose).allSatisfy { $0.bitPattern == $1.bitPattern }
  }

  private func isUnbroken(_ range: Range<Int>) -> Bool {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= days.count,
      "days \(range) lie outside 0..<\(days.count)")
    guard let last = range.last else { return true }
    return unbrokenSince[last] <= range.lowerBound
  }
}

extension PriceHistory: Equatable {
  /// Whether prices, files and findings are the same; missing prices equal each other.
  public static func == (left: PriceHistory, right: PriceHistory) -> Bool {
    left.hasSamePrices(as: right) && left.sources == right.sources && left.report == right.report
  }
}
