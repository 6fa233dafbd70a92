import TestSupport
import Testing

@testable import Data

struct ImplausiblePricesTests {
  /// A history of tickers with those prices on consecutive days from 2014-01-01 on; 0 for none.
  private func history(_ tickers: [(String, [Double])]) throws -> PriceHistory {
    let first = try #require(TradingDay("2014-01-01")).number
    let rows = tickers.map { name, prices in
      prices.enumerated().filter { $0.element > 0 }.map { day, price in
        PriceText.row(name, TradingDay(number: first + day).description, "\(price)")
      }.joined()
    }
    return try TemporaryDirectory().history(PriceText.bulkHeader + rows.joined())
  }

  /// Prices that are hardly true around a level, and which of them slip, counted from 0.
  struct Course: CustomTestStringConvertible {
    var reason: String
    var prices: [Double]
    var slips: [Int: Int] = [:]
    var moves: [Int] = []
    var testDescription: String { reason }

    static let all = [
      Course(
        reason: "a decimal point slips by two digits", prices: [50, 50.5, 0.51, 51, 50],
        slips: [2: 1], moves: [2, 3]),
      Course(
        reason: "a tenfold price for two days", prices: [50, 51, 505, 509, 52, 51],
        slips: [2: 2], moves: [2, 4]),
      Course(
        reason: "a price of 99999 for a day", prices: [20, 99_999, 20.2, 20.1],
        slips: [1: 1], moves: [1, 2]),
      Course(
        reason: "a factor of just three", prices: [10, 30, 10, 10], slips: [1: 1], moves: [1, 2]),
      Course(
        reason: "two slips one after the other", prices: [10, 0.1, 10, 0.1, 10, 10],
        slips: [1: 1, 3: 1], moves: [1, 2, 3, 4]),
      Course(
        reason: "three wrong days are a level, not a slip", prices: [50, 5, 5.1, 5.2, 50, 51],
        moves: [1, 4]),
      Course(reason: "a crash without return", prices: [50, 12, 13, 12, 14], moves: [1]),
      Course(reason: "a crash, half undone", prices: [90, 25, 45, 46, 45], moves: [1, 2]),
      Course(reason: "a factor of less than three", prices: [10, 26, 10, 10], moves: [1, 2]),
      Course(reason: "an unadjusted split", prices: [20, 10.1, 10.2, 10.1], moves: [1]),
      Course(
        reason: "an unadjusted split of three for one", prices: [30, 30, 10, 10.1], moves: [2]),
      Course(reason: "an unadjusted reverse split", prices: [1, 10, 10.2, 10.1], moves: [1]),
      Course(reason: "moves of less than half a price", prices: [10, 14.9, 8.3, 12]),
      Course(reason: "a wrong first price", prices: [500, 5, 5.1, 5], moves: [1]),
      Course(reason: "a wrong last price", prices: [5, 5.1, 5, 500], moves: [3]),
      Course(
        reason: "a slip between missing days", prices: [50, 0, 0.5, 0, 50.1, 50],
        slips: [2: 1], moves: [2, 4]),
    ]
  }

  @Test(arguments: Course.all)
  func tellsSlipsFromMoves(_ course: Course) throws {
    // Two more tickers make every day a trading day.
    let level = course.prices.indices.map { 7 + Double($0) / 10 }
    let history = try history([("A", course.prices), ("B", level), ("C", level)])
    let found = history.implausible
    #expect(found.slips.allSatisfy { $0.ticker == "A" })
    #expect(
      Dictionary(uniqueKeysWithValues: found.slips.map { ($0.day.day - 1, $0.prices) })
        == course.slips)
    #expect(found.moves.map { $0.day.day - 1 } == course.moves)
    #expect(found.standstills.isEmpty)
    for move in found.moves {
      let place = move.day.day - 1
      let before = try #require(course.prices[..<place].last { $0 > 0 })
      #expect(move.ratio == course.prices[place] / before)
    }
    // Prices stay as they are, and only windows that hold a wrong price do without the ticker.
    for (day, price) in course.prices.enumerated() where price > 0 {
      #expect(history.price(ofTicker: 0, onDay: day) == price)
      let isWrong = course.slips.contains { (0..<$0.value).contains(day - $0.key) }
      #expect(history.usableTickers(in: day..<day + 1) == (isWrong ? [1, 2] : [0, 1, 2]))
      #expect(history.completeTickers(in: day..<day + 1) == [0, 1, 2])
    }
  }

  @Test func makesWindowsWithoutATickerThatSlipsInThem() throws {
    let days = (0..<12).map { 10 + Double($0) / 10 }
    var slipping = days
    slipping[5] *= 10
    let history = try history([("A", slipping), ("B", days), ("C", days)])
    #expect(try history.window(tickers: 2, in: 0..<5).tickers == ["A", "B"])
    #expect(try history.window(tickers: 2, in: 4..<8).tickers == ["B", "C"])
    #expect(try history.window(tickers: 2, in: 6..<12).tickers == ["A", "B"])
    #expect(throws: QuandlError.self) { try history.window(tickers: 3, in: 4..<8) }
    #expect(try history.disjointWindows(length: 4, tickers: 3) == [0..<4, 6..<10])
    #expect(try history.disjointWindows(length: 6, tickers: 2) == [0..<6, 6..<12])
    let error = #expect(throws: QuandlError.self) {
      try history.disjointWindows(length: 7, tickers: 3)
    }
    #expect(try #require(error).description.contains("at most 2 of the 3"))
  }

  @Test(arguments: [(19, 0), (20, 1), (60, 1)])
  func listsPricesThatStandStillForTwentyDays(equal: Int, standstills: Int) throws {
    let moving = (0..<70).map { 7 + Double($0) / 100 }
    var still = moving
    for day in 5..<5 + equal { still[day] = 7.05 }
    let found = try history([("A", moving), ("B", still), ("C", moving)]).implausible
    #expect(found.standstills.count == standstills && found.moves.isEmpty && found.slips.isEmpty)
    for standstill in found.standstills {
      #expect(standstill.ticker == "B" && standstill.price == 7.05)
      #expect(standstill.prices == equal)
      #expect(standstill.firstDay.description == "2014-01-06")
      #expect(standstill.lastDay.number - standstill.firstDay.number == equal - 1)
    }
  }

  @Test func comparesNoPricesAcrossAPause() throws {
    let pause = [Double](repeating: 0, count: 11)
    let found = try history([("A", [5, 5.1] + pause + [50, 51])]).implausible
    #expect(found == (try history([("A", [5, 5.1])]).implausible))
    #expect(found.moves.isEmpty && found.slips.isEmpty)
  }

  @Test func saysNothingAboutTheSimulatedMarket() throws {
    let directory = try TemporaryDirectory()
    try MarketSimulator().write(to: directory.url)
    let history = try QuandlReader().history(from: [directory.url.path])
    let found = history.implausible
    #expect(found.moves.isEmpty && found.slips.isEmpty && found.standstills.isEmpty)
    #expect(PriceFormat.remarks(on: Source(history)).allSatisfy { $0.rows.isEmpty })
  }

  @Test func listsTickerDayAndSizeWithoutEnd() throws {
    let days = (0..<30).map { 10 + Double($0) / 10 }
    var (split, slip) = (days, days)
    for day in 12..<30 { split[day] /= 2 }
    slip[3] *= 100
    slip[20] /= 10
    let still = [Double](repeating: 8, count: 30)
    let history = try history([("A", days), ("B", split), ("C", slip), ("D", still)])
    let text = PriceFormat.inspection(of: Source(history))
    for line in [
      "implausible   5 moves, 2 slips, 1 standstill",
      "  B       2014-01-13  −49.5\u{a0}%", "  C       2014-01-04    × 101", "÷ 9.92",
      "  D       2014-01-01  2014-01-30      30      8",
    ] {
      #expect(text.contains(line), "\(line) in:\n\(text)")
    }
    let remarks = PriceFormat.remarks(on: Source(history))
    #expect(remarks.map(\.rows.count) == [5, 2, 1])
    #expect(
      remarks.allSatisfy { remark in remark.rows.allSatisfy { $0.count == remark.columns.count } })
    var many = [Double](repeating: 10, count: 101)
    for day in stride(from: 0, to: 101, by: 2) { many[day] = 16 }
    let long = PriceFormat.inspection(of: Source(try self.history([("A", many)])))
    #expect(long.contains("and 10 more"), "\(long)")
  }
}
