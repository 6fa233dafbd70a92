@testable import Data
import Reproducibility

/// A small history of prices in memory, with names that want to be HTML.
enum FabricatedPrices {
  static let hostileFile = "<img src=x onerror=\"alert(1)\">&'.csv"
  static let hostileTicker = "<B>&Q"

  /// Thirteen tickers on weekdays from 2010 on; the price moves in a wave, so every window is
  /// complete.
  ///
  /// With `doubling`, the prices of the first ticker double on 2010-05-24, as at a reverse split.
  static func history(
    days count: Int = 800, file: String = hostileFile, digest: Digest = Digest(of: "file"),
    doubling: Bool = false
  ) -> PriceHistory {
    let start = 14_613  // 2010-01-04, a Monday
    let days = (0..<count).map { Int32(start + $0 / 5 * 7 + $0 % 5) }
    let tickers = [hostileTicker] + (0..<12).map { "T\($0 < 10 ? "0" : "")\($0)" }
    let calendar = TradingCalendar(pricedDays: tickers.map { _ in days })
    let rows = count * tickers.count
    let report = IngestReport(
      rows: rows, blankPrices: [], otherBlankCells: 0, zeroVolumeRows: 0, splits: [],
      leftOutDays: [], leftOutPrices: 0, daysAfterPauses: [],
      tickers: tickers.map {
        IngestReport.TickerReport(
          ticker: $0, firstDay: calendar.days.first, lastDay: calendar.days.last, prices: count,
          missingDays: 0, blankPrices: 0, zeroVolumeRows: 0, splits: 0)
      })
    let prices = (0..<rows).map { place in
      let isDouble = doubling && place % tickers.count == 0 && place / tickers.count >= 100
      return (isDouble ? 2 : 1) * (50 + Double((place * 7919) % 101) / 10)
    }
    let source = PriceSource(
      file: SourceFile(name: file, bytes: 12_345, digest: digest), layout: .bulkTable,
      order: .oldestFirst, lineEnds: [.lineFeed], hasFinalLineEnd: true, hasByteOrderMark: false,
      rows: rows, tickers: tickers, firstDay: calendar.days[0],
      lastDay: calendar.days[count - 1], absentColumns: [], blankCells: [], blankPriceRows: 0,
      missingDays: 0, zeroVolumeRows: 0, splits: 0)
    return PriceHistory(
      tickers: tickers, calendar: calendar, adjustedClose: prices, sources: [source],
      report: report)
  }
}
