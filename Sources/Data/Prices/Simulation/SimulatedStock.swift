import Reproducibility

/// One stock of the simulated market: a row for each trading day, from its returns.
struct SimulatedStock {
  /// One day of trading, unadjusted; what the adjusted columns need stands at the end.
  struct Session {
    var open, high, low, close: Double
    var volume: Double
    var dividend = 0.0
    var split = 1.0
    /// Adjusted price / price.
    var priceFactor = 1.0
    /// Adjusted volume / volume.
    var volumeFactor = 1.0
  }

  private(set) var sessions: [Session] = []

  /// Makes sessions from daily total returns; every price is a whole number of cents.
  ///
  /// A stock above 150 is split 2 for 1, one below 3 is joined 1 for 10; two stocks of three pay a
  /// dividend of about half a per cent every 63 trading days.
  init(returns: [Double], random: SeededGenerator) {
    var draw = random
    var price = 20 + 70 * draw.uniform()
    let usualVolume = 300_000 + 6_000_000 * draw.uniform()
    let paysDividends = draw.index(below: 3) > 0
    let firstDividend = draw.index(below: 63)
    sessions.reserveCapacity(returns.count)
    for (day, change) in returns.enumerated() {
      var split = 1.0
      var dividend = 0.0
      if day > 0, price > 150 { split = 2 }
      if day > 0, price < 3 { split = 0.1 }
      if day > 0, split == 1, paysDividends, day % 63 == firstDividend {
        dividend = Self.cents(0.005 * price)
      }
      let before = (price - dividend) / split
      price = before * (1 + change)
      let close = Self.cents(price)
      let open = Self.cents(before * (1 + 0.2 * change + 0.004 * (draw.uniform() - 0.5)))
      let high = Self.cents(max(open, close) * (1 + 0.008 * draw.uniform()))
      let low = Self.cents(min(open, close) * (1 - 0.008 * draw.uniform()))
      let bustle = 0.5 + draw.uniform() + 30 * abs(change)
      let volume = Double(Int(usualVolume * bustle))
      sessions.append(
        Session(
          open: open, high: high, low: low, close: close, volume: volume, dividend: dividend,
          split: split))
    }
    adjust()
  }

  /// Makes one session a day without trade: volume 0, at the price of the day before.
  mutating func suspendTrade(on day: Int) {
    let close = sessions[day - 1].close
    for price in [\Session.open, \.high, \.low, \.close] { sessions[day][keyPath: price] = close }
    sessions[day].volume = 0
    adjust()
  }

  /// Sets the factors backwards from the last day, on which they are 1.
  private mutating func adjust() {
    for day in sessions.indices.dropLast().reversed() {
      let next = sessions[day + 1]
      let withoutDividend = 1 - next.dividend / sessions[day].close
      sessions[day].priceFactor = next.priceFactor * withoutDividend / next.split
      sessions[day].volumeFactor = next.volumeFactor * next.split
    }
  }

  private static func cents(_ price: Double) -> Double { max(1, (100 * price).rounded()) / 100 }
}
