import TestSupport
import Testing

@testable import Data

struct PriceWindowTests {
  /// A history of tickers that have a price (1) or none (anything else) on consecutive days; a
  /// blank stands for a day without any price.
  private func history(_ tickers: [(String, String)], from start: String = "2014-01-01") throws
    -> PriceHistory
  {
    let first = try #require(TradingDay(start)).number
    return try TemporaryDirectory().history(
      PriceText.table(
        tickers.map { name, pattern in
          let days = pattern.enumerated().filter { $0.1 == "1" }
          return (name, days.map { TradingDay(number: first + $0.0).description })
        }))
  }

  @Test func leavesDaysOutOnWhichFewerThanHalfOfTheListedTickersHaveAPrice() throws {
    // Day 3: one of three listed tickers. Day 5: two of four, just enough. Day 7: two of two.
    let history = try history([
      ("A", "1111111"), ("B", "1101111"), ("C", "1101010"), ("D", "0001010"),
    ])
    #expect(history.days.map(\.day) == [1, 2, 4, 5, 6, 7])
    let other = try self.history([("A", "1111"), ("B", "1101"), ("C", "1101")])
    #expect(other.days.map(\.day) == [1, 2, 4])
    #expect(other.report.leftOutDays.map(\.day) == [3])
    #expect(other.report.leftOutPrices == 1)
    #expect(other.completeTickers(in: 0..<3) == [0, 1, 2])
  }

  @Test func doesNotCountATickerAsListedThroughAPauseOfItsFiles() throws {
    // B and C have no price for 11 days: longer than a pause, so A alone makes trading days.
    let gap = String(repeating: "0", count: 11)
    let full = String(repeating: "1", count: 11)
    let long = try history([("A", "1\(full)1"), ("B", "1\(gap)1"), ("C", "1\(gap)1")])
    #expect(long.days.count == 13)
    #expect(long.report.tickers.map(\.missingDays) == [0, 11, 11])
    let short = try history([
      ("A", "1\(full.dropLast(2))1"), ("B", "1\(gap.dropLast(2))1"), ("C", "1\(gap.dropLast(2))1"),
    ])
    #expect(short.days.count == 2)
  }

  @Test func makesNoWindowAcrossAPause() throws {
    let pause = String(repeating: "0", count: 10)
    let history = try history([("A", "111\(pause)11111"), ("B", "111\(pause)11111")])
    #expect(history.report.daysAfterPauses.map(\.description) == ["2014-01-14"])
    #expect(!history.isComplete(ticker: 0, in: 2..<4))
    #expect(history.completeTickers(in: 0..<8).isEmpty)
    #expect(history.completeTickers(in: 3..<8) == [0, 1])
    #expect(try history.disjointWindows(length: 2, tickers: 2) == [0..<2, 3..<5, 5..<7])
    #expect(try history.disjointWindows(length: 5, tickers: 2) == [3..<8])
  }

  @Test func makesDisjointWindowsFromTheFirstDayWithEnoughTickers() throws {
    // Three tickers from day 2 on; A misses day 6 (index), so a window of 3 × 3 must step over it.
    let history = try history([
      ("A", "1111110111"), ("B", "1111111111"), ("C", "0011111111"),
    ])
    #expect(history.firstDay(withTickers: 3) == 2)
    #expect(history.firstDay(withTickers: 4) == nil)
    #expect(try history.disjointWindows(length: 3, tickers: 3) == [2..<5, 7..<10])
    #expect(try history.disjointWindows(length: 3, tickers: 2) == [0..<3, 3..<6, 6..<9])
  }

  @Test func choosesTheFirstCompleteTickersInASCIIOrder() throws {
    let history = try history([
      ("D", "1111"), ("B_A", "1111"), ("B", "1111"), ("A", "1101"), ("B.A", "1111"),
    ])
    let window = try history.window(tickers: 3, in: 1..<4)
    #expect(history.tickers == ["A", "B", "B.A", "B_A", "D"])
    #expect(window.tickers == ["B", "B.A", "B_A"])
    #expect(window.days.map(\.day) == [2, 3, 4])
    #expect(window.adjustedClose == [3.2, 5.2, 2.2, 3.3, 5.3, 2.3, 3.4, 5.4, 2.4])
    #expect(try history.window(tickers: 5, days: 2).range == 0..<2)
  }

  @Test func refusesMoreThanThereIs() throws {
    let history = try history([("A", "1111"), ("B", "1101")])
    let tickers = QuandlError.Shortage(
      tickersWanted: 2, daysWanted: 3, tickersFound: 1, tickers: 2, days: 4)
    #expect(throws: QuandlError.tooFew(tickers)) {
      try history.disjointWindows(length: 3, tickers: 2)
    }
    #expect(throws: QuandlError.tooFew(tickers)) { try history.window(tickers: 2, in: 0..<3) }
    #expect(throws: QuandlError.tooFew(tickers)) { try history.window(tickers: 2, days: 3) }
    let days = #expect(throws: QuandlError.self) {
      try history.disjointWindows(length: 5, tickers: 2)
    }
    #expect(
      try #require(days).description
        == "2 tickers with a price on each of 5 consecutive trading days were asked for, but the "
        + "price files hold only 4 trading days: add price files, or ask for fewer tickers or days."
    )
    #expect(
      QuandlError.tooFew(tickers).description.contains("at most 1 of the 2 tickers"))
  }

  @Test func comparesMissingPricesAsEqual() throws {
    let tickers = [("A", "1111"), ("B", "1101")]
    let history = try history(tickers)
    #expect(history.adjustedClose.contains { $0.isNaN })
    #expect(history.hasSamePrices(as: try self.history(tickers)))
    #expect(history == history)
    #expect(!history.hasSamePrices(as: try self.history([("A", "1111"), ("B", "1111")])))
    #expect(!history.hasSamePrices(as: try self.history(tickers, from: "2014-02-01")))
  }
}
