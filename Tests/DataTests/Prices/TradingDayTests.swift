import Testing

@testable import Data

struct TradingDayTests {
  @Test func countsEveryDayOfFourHundredYears() throws {
    var number = try #require(TradingDay(year: 1799, month: 12, day: 31)).number
    for year in 1800..<2200 {
      for month in 1...12 {
        for day in 1...31 {
          guard let date = TradingDay(year: year, month: month, day: day) else { continue }
          number += 1
          #expect(date.number == number)
          #expect(date.date == (year, month, day))
        }
      }
    }
    // 400 Gregorian years have 146 097 days.
    let start = try #require(TradingDay(year: 1800, month: 1, day: 1))
    #expect(number - start.number + 1 == 146_097)
  }

  @Test func numbersFrom1970AndKnowsWeekdays() throws {
    #expect(TradingDay("1970-01-01")?.number == 0)
    #expect(TradingDay("1970-01-01")?.weekday == 4)
    #expect(TradingDay("2004-01-02")?.weekday == 5)
    #expect(TradingDay("1969-12-28")?.weekday == 7)
    #expect(try #require(TradingDay("2001-09-10")) < #require(TradingDay("2001-09-17")))
  }

  @Test(arguments: ["2013-07-26", "2000-02-29", "0001-01-01", "9999-12-31"])
  func writesWhatItReads(text: String) {
    #expect(TradingDay(text)?.description == text)
  }

  @Test(arguments: [
    "2013-02-29", "1900-02-29", "2013-13-01", "2013-00-10", "2013-04-31", "2013-4-3", "20130403",
    "2013/04/03", "2013-04-03 ", "0000-01-01", "", "2013-04-0x",
  ])
  func refusesWhatIsNoDay(text: String) {
    #expect(TradingDay(text) == nil)
  }
}
