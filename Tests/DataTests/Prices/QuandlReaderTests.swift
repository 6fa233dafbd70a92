import Foundation
import Reproducibility
import TestSupport
import Testing

@testable import Data

struct QuandlReaderTests {
  private static let days = ["2014-01-02", "2014-01-03", "2014-01-06"]
  private static let table = PriceText.table([("KO", days), ("AAPL", days)])

  @Test func readsABulkTable() throws {
    let history = try TemporaryDirectory().history(Self.table)
    #expect(history.tickers == ["AAPL", "KO"])
    #expect(history.days.map(\.description) == Self.days)
    // Row-major, days × tickers; KO stands first in the file.
    #expect(history.adjustedClose == [2.1, 1.1, 2.2, 1.2, 2.3, 1.3])
    #expect(history.price(ofTicker: 1, onDay: 2) == 1.3)
    #expect(history.report.rows == 6)
    let source = try #require(history.sources.first)
    #expect(source.layout == .bulkTable)
    #expect(source.order == .oldestFirst)
    #expect(source.tickers == ["AAPL", "KO"])
    #expect(source.file.bytes == Self.table.utf8.count)
    #expect(source.file.digest == Digest(of: Self.table))
    #expect(source.lineEnds == [.lineFeed])
    #expect(source.hasFinalLineEnd)
    #expect(source.absentColumns.isEmpty)
  }

  @Test func hashesFilesAgainWithoutReadingThem() throws {
    let folder = try TemporaryDirectory()
    try folder.put(PriceText.tickerHeader + PriceText.row("2014-01-02", "5.5"), as: "KO.csv")
    let history = try QuandlReader().history(from: [folder.url.path])
    #expect(try QuandlReader().digests(of: [folder.url.path]) == history.sources.map(\.file.digest))
    try folder.put(PriceText.tickerHeader + PriceText.row("2014-01-02", "5.6"), as: "KO.csv")
    #expect(try QuandlReader().digests(of: [folder.url.path]) != history.sources.map(\.file.digest))
    try folder.put(PriceText.tickerHeader + PriceText.row("2014-01-02", "5.5"), as: "KO.csv")
    try folder.put("", as: "NEW.csv")
    #expect(try QuandlReader().digests(of: [folder.url.path]).count == 2)
  }

  @Test(arguments: [
    ("WIKI-AAPL.csv", "AAPL"), ("WIKI-yhoo-2011-quandl.csv", "YHOO"), ("ko.csv", "KO"),
    ("wiki-BRK_A.CSV", "BRK_A"), ("BRK-A.csv", "BRK-A"), ("WIKI-MSFT-quandl.csv", "MSFT"),
  ])
  func takesTheTickerFromTheFileName(name: String, ticker: String) throws {
    let text = PriceText.tickerHeader + PriceText.row("2014-01-02", "5.5")
    let history = try TemporaryDirectory().history(text, as: name)
    #expect(history.tickers == [ticker])
    #expect(history.adjustedClose == [5.5])
    #expect(history.sources.map(\.layout) == [.perTicker])
  }

  /// Ways to write the same table.
  enum Form: String, CaseIterable {
    case carriageReturns, oldMacintosh, noFinalLineEnd, byteOrderMark, quotes, newestFirst, byDay
    case otherColumnOrder, otherNames, extraColumn, emptyLines, blanksAroundCells, lowerCase
    case fewColumns

    func written(_ lines: [[String]]) -> String {
      let (header, rows) = (lines[0], Array(lines[1...]))
      func joined(_ lines: [[String]]) -> String {
        lines.map { $0.joined(separator: ",") + "\n" }.joined()
      }
      let plain = joined(lines)
      switch self {
      case .carriageReturns: return plain.replacing("\n", with: "\r\n")
      case .oldMacintosh: return plain.replacing("\n", with: "\r")
      case .noFinalLineEnd: return String(plain.dropLast())
      case .byteOrderMark: return "\u{FEFF}" + plain
      case .quotes: return joined(lines.map { $0.map { "\"\($0)\"" } })
      case .newestFirst: return joined([header] + rows.reversed())
      case .byDay: return joined([header] + rows.sorted { $0[1] < $1[1] })
      case .otherColumnOrder: return joined(lines.map { Array($0[5...] + $0[..<5]) })
      case .otherNames:
        return joined([header.map { $0.uppercased().replacing("_", with: ". ") }] + rows)
      case .extraColumn: return joined(lines.map { $0 + ["\"Inc., or\nso\""] })
      case .emptyLines: return "\n" + plain.replacing("\n", with: "\n\n")
      case .blanksAroundCells: return joined(lines.map { $0.map { " \($0)\t" } })
      case .lowerCase: return plain.lowercased()
      case .fewColumns: return joined(lines.map { [$0[0], $0[12], $0[1]] })
      }
    }
  }

  @Test(arguments: Form.allCases)
  func readsTheSamePricesInEveryForm(form: Form) throws {
    let folder = try TemporaryDirectory()
    let expected = try folder.history(Self.table)
    let lines = Self.table.split(separator: "\n").map {
      $0.split(separator: ",").map(String.init)
    }
    let history = try folder.history(form.written(lines), as: "\(form).csv")
    #expect(history.hasSamePrices(as: expected))
    #expect(history.report == expected.report)
  }

  @Test func readsShuffledColumnsAndRowsAlike() throws {
    var random = SeededGenerator(seed: 3, stream: "shuffled tables")
    let folder = try TemporaryDirectory()
    let expected = try folder.history(Self.table)
    let lines = Self.table.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    for round in 0..<20 {
      var rows = Array(lines[1...])
      random.shuffle(&rows)
      var columns = Array(lines[0].indices)
      random.shuffle(&columns)
      let text = ([lines[0]] + rows).map { line in
        columns.map { line[$0] }.joined(separator: ",") + "\r\n"
      }
      let history = try folder.history("\u{FEFF}" + text.joined(), as: "\(round).csv")
      #expect(history.hasSamePrices(as: expected), "round \(round)")
    }
  }

  @Test func namesTheFormOfAFile() throws {
    let rows = Self.days.reversed().map { PriceText.row($0, "1.5") }.joined()
    let text = "\u{FEFF}" + (PriceText.tickerHeader + rows).replacing("\n", with: "\r\n").dropLast()
    let source = try #require(try TemporaryDirectory().history(text, as: "KO.csv").sources.first)
    #expect(source.order == .newestFirst)
    #expect(source.lineEnds == [.carriageReturnLineFeed])
    #expect(!source.hasFinalLineEnd)
    #expect(source.hasByteOrderMark)
    #expect(source.firstDay.description == "2014-01-02")
    #expect(source.lastDay.description == "2014-01-06")
  }

  @Test func readsPricesBitForBit() throws {
    let texts = ["73.862375660923", "0.1", "1.374226356", "12345678901234567.89", "1e-3", "7"]
    let rows = texts.enumerated().map { PriceText.row("2014-01-0\($0 + 1)", $1) }.joined()
    let history = try TemporaryDirectory().history(PriceText.tickerHeader + rows, as: "KO.csv")
    #expect(history.adjustedClose == texts.compactMap { Double($0) })
  }

  @Test func joinsFilesOfOneTicker() throws {
    let folder = try TemporaryDirectory()
    let later = PriceText.tickerHeader + PriceText.row("2014-01-06", "3")
    let earlier =
      PriceText.tickerHeader + PriceText.row("2014-01-03", "2") + PriceText.row("2014-01-02", "1")
    try folder.put(later, as: "WIKI-KO-2014-quandl.csv")
    try folder.put(earlier, as: "WIKI-ko-2013-quandl.csv")
    try folder.put("not read", as: "README.txt")
    let history = try QuandlReader().history(from: [folder.url.path])
    #expect(history.tickers == ["KO"])
    #expect(history.adjustedClose == [1, 2, 3])
    let name = folder.url.lastPathComponent
    #expect(
      history.sources.map(\.file.name) == [
        "\(name)/WIKI-KO-2014-quandl.csv", "\(name)/WIKI-ko-2013-quandl.csv",
      ])
  }

  @Test func treatsABlankAdjustedCloseAsAMissingDay() throws {
    let text =
      PriceText.bulkHeader
      + PriceText.row("A", "2014-01-02", "1") + "A,2014-01-03,,,,,0.0,0.18,,,,,,0.0\n"
      + PriceText.row("A", "2014-01-06", "3") + PriceText.row("B", "2014-01-02", "4")
      + "B,2014-01-03,,5,5,5,9,0,1,,5,5,5,9\n" + PriceText.row("B", "2014-01-06", "6", volume: "0")
    let history = try TemporaryDirectory().history(text)
    #expect(history.price(ofTicker: 0, onDay: 1) == nil)
    #expect(history.price(ofTicker: 1, onDay: 1) == 5)
    #expect(!history.isComplete(ticker: 0, in: 0..<3))
    #expect(history.isComplete(ticker: 0, in: 2..<3))
    #expect(history.completeTickers(in: 0..<3) == [1])
    let day = try #require(TradingDay("2014-01-03"))
    #expect(history.report.blankPrices == [BlankPrice(ticker: "A", day: day)])
    #expect(history.report.tickers.map(\.missingDays) == [1, 0])
    #expect(history.report.tickers.map(\.blankPrices) == [1, 0])
    // Of A: four prices, split ratio and three adjusted prices; of B: open and adjusted open.
    #expect(history.report.otherBlankCells == 8 + 2)
    #expect(history.report.zeroVolumeRows == 2)
    let source = try #require(history.sources.first)
    #expect(source.blankPriceRows == 1)
    #expect(source.missingDays == 1)
    #expect(source.blankCells.first == PriceSource.BlankCells(column: "open", count: 2))
  }

  @Test func recordsSplits() throws {
    let text = PriceText.tickerHeader + "2014-06-09,1,1,1,1,5,0,7.0,1,1,1,1,5\n"
    let report = try TemporaryDirectory().history(text, as: "AAPL.csv").report
    let day = try #require(TradingDay("2014-06-09"))
    #expect(report.splits == [PriceSplit(ticker: "AAPL", day: day, ratio: 7)])
    #expect(report.tickers.map(\.splits) == [1])
  }

  @Test func readsOrRefusesDamagedTables() throws {
    // Whatever is damaged, the reader gives a history of positive prices or says what is wrong.
    var random = SeededGenerator(seed: 11, stream: "damaged tables")
    let folder = try TemporaryDirectory()
    let bytes = Array("\n0\r9,.\"-eA\u{0}ü".utf8)
    var refused = 0
    for round in 0..<500 {
      var damaged = Array(Self.table.utf8)
      for _ in 0...random.index(below: 3) {
        let place = random.index(below: damaged.count)
        switch random.index(below: 3) {
        case 0: damaged[place] = bytes[random.index(below: bytes.count)]
        case 1: damaged.remove(at: place)
        default: damaged.removeLast(random.index(below: 100))
        }
      }
      let path = try folder.put(damaged, as: "damaged.csv")
      do {
        let history = try QuandlReader().history(from: [path])
        #expect(history.adjustedClose.allSatisfy { $0.isNaN || $0 > 0 }, "round \(round)")
      } catch {
        refused += 1
        #expect(error.description.contains("damaged.csv"), "round \(round)")
      }
    }
    #expect((100..<500).contains(refused))
  }

  @Test func readsAFileLargerThanAPiece() throws {
    // Scanning pauses every 16 MiB to hand pages back; a row must not be lost at such a place.
    let filler = String(repeating: "x", count: 60_000)
    let header = "Date,Adj. Close,Note\n"
    let first = try #require(TradingDay("2000-01-01")).number
    let rows = (0..<600).map { "\(TradingDay(number: first + $0)),\($0 + 1),\(filler)\n" }
    let history = try TemporaryDirectory().history(header + rows.joined(), as: "LONG.csv")
    #expect(history.adjustedClose == (1...600).map { Double($0) })
  }
}
