import Foundation
import Reproducibility
import TestSupport
import Testing

@testable import Data

struct MarketSimulatorTests {
  /// The digest of the digests of what seed 0 writes, in the order of names: whoever changes the
  /// simulator changes every record made from it.
  static let digest = "55b1f42fca4128660a95ff7180797fab0ba34854eea3725ec8fffe7556841905"

  @Test func writesTheFilesThatRecordsWereMadeFrom() throws {
    let files = try SimulatedSources.prices().sources.map(\.file)
    #expect(files.count == 64)
    #expect("\(Digest(of: files.map { "\($0.digest)" }.joined(separator: "\n")))" == Self.digest)
  }

  @Test func writesTheSameBytesForASeedAndOthersForAnother() throws {
    let (one, two, other) = (
      try TemporaryDirectory(), try TemporaryDirectory(), try TemporaryDirectory()
    )
    try MarketSimulator(seed: 5).write(to: one.url)
    try MarketSimulator(seed: 5).write(to: two.url)
    try MarketSimulator(seed: 5).write(to: two.url)
    try MarketSimulator(seed: 6).write(to: other.url)
    let written = try one.files()
    #expect(try two.files() == written)
    #expect(
      written.keys.sorted()
        == ["README.txt", "SHA256SUMS"] + MarketSimulator.tickers.map { "WIKI-\($0).csv" })
    #expect(written.values.reduce(0) { $0 + $1.count } < 25_000_000)
    let others = try other.files()
    for (name, bytes) in written { #expect(others[name] != bytes, "\(name)") }
    let readme = try #require(written["README.txt"])
    #expect(
      String(decoding: readme, as: UTF8.self).contains("Everything in this folder is simulated."))
  }

  @Test func readsAsTheSamePricesFromABulkTable() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.put(try SimulatedSources.bulkTable(), as: "table.csv")
    let table = try QuandlReader().history(from: [path])
    #expect(table.sources.map(\.layout) == [.bulkTable])
    let market = try SimulatedSources.prices()
    #expect(table.hasSamePrices(as: market))
    #expect(table.report == market.report)
  }

  @Test func saysWhereItCannotWrite() throws {
    let folder = try TemporaryDirectory()
    let path = try folder.put("a file", as: "file")
    let error = #expect(throws: SourceFileError.self) {
      try MarketSimulator().write(to: URL(filePath: path).appending(path: "folder"))
    }
    #expect(try #require(error).description.contains("cannot be"))
  }

  @Test func givesTheReaderEveryRuleSomethingToDo() throws {
    let history = try SimulatedSources.prices()
    let report = history.report
    // The rules of the exchanges' holidays; four single closures of those years are not among them.
    #expect(history.days.count == 3273 + 4)
    #expect(history.days.first?.description == "2004-01-02")
    #expect(history.days.last?.description == "2016-12-30")
    #expect(history.tickers == MarketSimulator.tickers)
    #expect(history.completeTickers(in: history.days.indices).count == 61)
    #expect(report.blankPrices.map(\.ticker) == ["SIMHF"])
    let missing = report.tickers.filter { $0.missingDays > 0 }.map(\.ticker)
    #expect(missing == ["SIMHF", "SIMHG"])
    #expect(report.tickers.last?.firstDay?.year == 2010)
    // The day without trade, and the blank row.
    #expect(report.zeroVolumeRows == 2)
    #expect(report.splits.contains { $0.ratio == 2 })
    #expect(Set(history.sources.map(\.order)) == [.oldestFirst, .newestFirst])
    #expect(Set(history.sources.flatMap(\.lineEnds)) == [.lineFeed, .carriageReturnLineFeed])
    #expect(history.sources.count { !$0.hasFinalLineEnd } == 1)
    #expect(try history.disjointWindows(length: 531, tickers: 50).count == 6)
  }

  @Test func movesPricesAsStocksMove() throws {
    let returns = try Returns(SimulatedSources.prices())
    for stock in 0..<returns.count {
      let series = returns.days.map { $0[stock] }
      let variance = series.reduce(0) { $0 + $1 * $1 } / Double(series.count)
      // Daily volatility of 1 to 2.5 %, in a market that is sometimes restless.
      #expect(
        (0.01...0.025).contains(variance.squareRoot()), "stock \(stock): \(variance.squareRoot())")
    }
  }

  @Test func joinsAdjustedPricesAcrossSplitsAndDividends() throws {
    let history = try SimulatedSources.prices()
    for split in history.report.splits {
      let ticker = try #require(history.tickers.firstIndex(of: split.ticker))
      let day = try #require(history.days.firstIndex(of: split.day))
      let before = try #require(history.price(ofTicker: ticker, onDay: day - 1))
      let after = try #require(history.price(ofTicker: ticker, onDay: day))
      #expect(abs(after / before - 1) < 0.15, "\(split)")
    }
  }

  @Test func relatesStocksOfOneSectorMoreThanOthers() throws {
    let returns = try Returns(SimulatedSources.prices())
    let cosines = returns.cosines(of: 0..<returns.days.count)
    var (within, across) = ([Double](), [Double]())
    for i in 0..<returns.count {
      for j in 0..<i {
        if i / 8 == j / 8 { within.append(cosines[i][j]) } else { across.append(cosines[i][j]) }
      }
    }
    let (meanWithin, meanAcross) = (mean(within), mean(across))
    #expect(meanWithin > meanAcross + 0.2, "\(meanWithin) within, \(meanAcross) across")
    #expect(meanAcross > 0.05)
  }

  @Test func letsRecentSimilarityTellTheNextTenDays() throws {
    // At least about as much as in a genuine panel of American stocks, where the two correlations
    // are 0.26 and 0.19; the second one is of what is left when each pair's mean over all dates is
    // taken away, so that it is not the sectors alone that are told.
    let returns = try Returns(SimulatedSources.prices())
    var past: [[Double]] = []
    var next: [[Double]] = []
    for day in stride(from: 40, to: returns.days.count - 10, by: 10) {
      past.append(returns.pairs(of: day - 40..<day))
      next.append(returns.pairs(of: day..<day + 10))
    }
    #expect(correlation(past.flatMap { $0 }, next.flatMap { $0 }) > 0.25)
    let (changingPast, changingNext) = (withoutMeans(past), withoutMeans(next))
    #expect(correlation(changingPast, changingNext) > 0.15)
  }

  @Test func letsASmallPartOfTheNextReturnBeTold() throws {
    let returns = try Returns(SimulatedSources.prices())
    // Sector mean less market mean repeats; a stock less its sector's mean reverts.
    var (sectorNow, sectorNext, ownNow, ownNext) = ([Double](), [Double](), [Double](), [Double]())
    for day in 1..<returns.days.count {
      let (before, after) = (returns.parts(of: day - 1), returns.parts(of: day))
      sectorNow += before.sectors
      sectorNext += after.sectors
      ownNow += before.own
      ownNext += after.own
    }
    #expect((0.03...0.3).contains(correlation(sectorNow, sectorNext)))
    #expect((-0.2 ... -0.05).contains(correlation(ownNow, ownNext)))
  }

  private func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  private func withoutMeans(_ rows: [[Double]]) -> [Double] {
    let means = rows[0].indices.map { column in mean(rows.map { $0[column] }) }
    return rows.flatMap { row in zip(row, means).map { $0 - $1 } }
  }

  private func correlation(_ left: [Double], _ right: [Double]) -> Double {
    let (meanLeft, meanRight) = (mean(left), mean(right))
    var (product, squaresLeft, squaresRight) = (0.0, 0.0, 0.0)
    for (x, y) in zip(left, right) {
      product += (x - meanLeft) * (y - meanRight)
      squaresLeft += (x - meanLeft) * (x - meanLeft)
      squaresRight += (y - meanRight) * (y - meanRight)
    }
    return product / (squaresLeft * squaresRight).squareRoot()
  }

  /// Daily returns of the first seven sectors, whose stocks are all complete.
  private struct Returns {
    let count = 56
    let days: [[Double]]

    init(_ history: PriceHistory) throws {
      let window = try history.window(tickers: 56, in: history.days.indices)
      let rows = window.range.map { day in
        Array(window.adjustedClose[day * 56..<(day + 1) * 56])
      }
      days = zip(rows, rows.dropFirst()).map { before, after in
        zip(before, after).map { $1 / $0 - 1 }
      }
    }

    func cosines(of range: Range<Int>) -> [[Double]] {
      var products = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
      for day in range {
        for i in 0..<count {
          for j in 0...i { products[i][j] += days[day][i] * days[day][j] }
        }
      }
      let lengths = (0..<count).map { products[$0][$0].squareRoot() }
      for i in 0..<count {
        for j in 0...i { products[i][j] /= lengths[i] * lengths[j] }
      }
      return products
    }

    func pairs(of range: Range<Int>) -> [Double] {
      let cosines = cosines(of: range)
      return (0..<count).flatMap { i in (0..<i).map { cosines[i][$0] } }
    }

    func parts(of day: Int) -> (sectors: [Double], own: [Double]) {
      let row = days[day]
      let market = row.reduce(0, +) / Double(count)
      let sectors = stride(from: 0, to: count, by: 8).map { row[$0..<$0 + 8].reduce(0, +) / 8 }
      return (sectors.map { $0 - market }, row.indices.map { row[$0] - sectors[$0 / 8] })
    }
  }
}
