import Foundation
import Testing

@testable import Data

/// Genuine price files, which are not part of the repository: REAL_DATA_DIR names their folder.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["REAL_DATA_DIR"] != nil, "REAL_DATA_DIR is not set"))
struct RealPriceFileTests {
  private func history(_ names: String...) throws -> PriceHistory {
    let folder = try #require(ProcessInfo.processInfo.environment["REAL_DATA_DIR"])
    return try QuandlReader().history(from: names.map { "\(folder)/\($0)" })
  }

  @Test func readsThePanelOfTheStudy() throws {
    let history = try history("prices/sp500_wiki_layout_2004_2016.csv")
    #expect(history.tickers.count == 71)
    #expect(history.days.count == 3273)
    #expect(history.report.rows == 220_225)
    #expect(history.completeTickers(in: history.days.indices).count == 60)
    let windows = try history.disjointWindows(length: 531, tickers: 50)
    #expect(windows == (0..<6).map { $0 * 531..<($0 + 1) * 531 })
    for window in windows {
      #expect(try history.window(tickers: 50, in: window).tickers.count == 50)
    }
    #expect(history.report.splits.count == 31)
    #expect(history.report.zeroVolumeRows == 10)
    #expect(history.report.blankPrices.isEmpty)
    #expect(history.report.leftOutDays.isEmpty)
    let missing = history.report.tickers.filter { $0.missingDays > 0 }
    #expect(missing.map(\.ticker) == ["RHI", "SPGI", "WELL"])
    #expect(missing.map(\.missingDays) == [1, 5, 11])
    #expect(
      history.sources.map(\.file.digest.description)
        == ["8818584480e79d77e149e2bc16e6e7064ad4b5dbe18e7cc9e3fc3a5b6c343fa1"])
  }

  @Test func readsFullHistories() throws {
    let history = try history("wiki/full")
    #expect(history.tickers == ["AAPL", "AMZN", "FB", "GE", "GOOG", "KO", "MSFT"])
    #expect(history.sources.map(\.rows) == [9400, 4830, 1052, 14_100, 589, 13_747, 8076])
    let day = try #require(TradingDay("2001-09-12"))
    #expect(history.report.blankPrices == [BlankPrice(ticker: "KO", day: day)])
    // No ticker traded then.
    #expect(!history.days.contains(day))
    let missing = Dictionary(
      uniqueKeysWithValues: history.report.tickers.map { ($0.ticker, $0.missingDays) })
    #expect(missing["AMZN"] == 11)
    #expect(missing["FB"] == 12)
    #expect(missing["GOOG"] == 10)
    let orders = history.sources.map(\.order)
    #expect(orders.map { $0 == .newestFirst } == [true, false, false, true, false, false, true])
    #expect(history.sources.map(\.hasFinalLineEnd) == [false, true, true, true, true, true, false])
    #expect(history.sources[1].lineEnds == [.carriageReturnLineFeed])
    #expect(PriceInspection(of: history).text.contains("windows       none: 50 tickers"))
  }

  @Test func refusesARequestThatSevenTickersCannotMeet() throws {
    let history = try history("wiki/full")
    let error = #expect(throws: QuandlError.self) { try history.window(tickers: 50, days: 531) }
    guard case .tooFew(let shortage) = try #require(error) else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(shortage.tickersWanted == 50)
    #expect(shortage.tickers == 7)
    #expect(shortage.tickersFound < 7)
  }

  @Test func readsYearlyFiles() throws {
    let history = try history("wiki/yearly")
    #expect(history.sources.count == 22)
    #expect(history.tickers == ["AAPL", "AES", "AIG", "GORO", "IBM", "ORCL", "YHOO"])
    #expect(history.report.leftOutDays.isEmpty)
    // Nothing lies between ORCL's 2000 and GORO's first day.
    #expect(history.report.daysAfterPauses.map(\.description) == ["2006-09-14"])
    #expect(history.report.rows == history.sources.reduce(0) { $0 + $1.rows })
    #expect(history.report.splits.contains { $0.ticker == "AIG" && $0.ratio == 0.05 })
    // In 2011 all seven are complete.
    let year = history.days.indices.filter { history.days[$0].year == 2011 }
    let range = try #require(year.first)..<(try #require(year.last) + 1)
    #expect(range.count == 252)
    #expect(history.completeTickers(in: range).count == 7)
  }

  @Test func refusesFullAndYearlyFilesTogether() throws {
    let error = #expect(throws: QuandlError.self) { try history("wiki/full", "wiki/yearly") }
    let message = try #require(error).description
    #expect(message.contains("AAPL has two rows for 2011-01-03"))
    #expect(message.contains("wiki/full/WIKI-AAPL.csv, line 1819"))
    #expect(message.contains("wiki/yearly/WIKI-AAPL-2011-quandl.csv, line 253"))
  }

  @Test func readsTheBulkExtract() throws {
    let history = try history("wiki/bulk")
    #expect(history.tickers == ["AAPL", "BRK_A", "MSFT", "ZEN"])
    #expect(history.report.tickers.map(\.prices) == [252, 252, 252, 160])
    #expect(history.report.tickers.last?.firstDay?.description == "2014-05-15")
    #expect(history.report.splits.map(\.ratio) == [7])
  }

  @Test func readsBlankCells() throws {
    let history = try history("prices/sp500_5yr_blank_cells_wiki_layout.csv")
    #expect(history.tickers == ["BHF", "DHR", "FTV", "O", "REGN", "UA"])
    #expect(history.report.rows == 4756)
    // Eight rows lack the opening prices, six of them high and low as well; none lacks the close.
    #expect(history.report.otherBlankCells == 2 * 8 + 4 * 6)
    #expect(history.report.blankPrices.isEmpty)
    #expect(history.report.zeroVolumeRows == 4)
  }

  @Test func listsTheSlipsOfTheWidePanelAndNothingElse() throws {
    let history = try history("panel/sp500_adjusted_2004_2017.csv")
    let found = history.implausible
    // The days that the panel's description names.
    #expect(
      found.slips.map { "\($0.ticker) \($0.day)" } == [
        "AVB 2010-09-16", "AVB 2012-12-21", "BXP 2007-05-02", "EIX 2009-09-01", "EIX 2012-03-08",
        "EIX 2012-03-22", "HST 2009-11-12", "NUE 2007-01-16", "PXD 2006-03-16", "PXD 2013-08-05",
        "SLG 2014-03-04",
      ])
    #expect(found.slips.allSatisfy { $0.prices == 1 })
    #expect(found.moves.count == 45 && found.standstills.isEmpty)
    #expect(found.moves.contains { $0.ticker == "AIG" && $0.day.description == "2008-09-15" })
    let windows = try history.disjointWindows(length: 531, tickers: 50)
    #expect(windows == (0..<6).map { $0 * 531..<($0 + 1) * 531 })
    #expect(
      windows.map { history.completeTickers(in: $0).count } == [257, 420, 431, 250, 454, 465])
    let excluded = windows.map { window in
      Set(history.completeTickers(in: window)).subtracting(history.usableTickers(in: window))
        .map { history.tickers[$0] }.sorted()
    }
    #expect(
      excluded == [
        // AVB and EIX slip in the fourth one, too; AVB lacks a day of it.
        [], ["BXP", "NUE", "PXD"], ["EIX", "HST"], ["EIX"], ["AVB", "PXD", "SLG"], [],
      ])
  }

  @Test func findsNoSlipInThePanelOfTheStudy() throws {
    let found = try history("prices/sp500_wiki_layout_2004_2016.csv").implausible
    #expect(found.slips.isEmpty && found.standstills.isEmpty)
    #expect(
      found.moves.map { "\($0.ticker) \($0.day)" } == ["C 2008-11-24", "MS 2008-10-13"])
  }
}
