import Foundation
import TestSupport
import Testing

@testable import Data

struct QuandlErrorTests {
  /// A file that is refused, and what the message must hold besides the file's name.
  struct Refusal: CustomTestStringConvertible {
    var reason: String
    var text: String
    var parts: [String]
    var file = "WIKI-KO.csv"
    var testDescription: String { reason }

    static let row = PriceText.row("2014-01-02", "1.5")
    static let next = PriceText.row("2014-01-03", "2.5")
    static let header = PriceText.tickerHeader

    static let all = [
      Refusal(
        reason: "missing column", text: header.replacing("Adj. Close", with: "Last") + row,
        parts: ["line 1", "Adj. Close is missing", "download"]),
      Refusal(
        reason: "missing date", text: header.replacing("Date", with: "When") + row,
        parts: ["line 1", "Date is missing"]),
      Refusal(
        reason: "missing column of a bulk table",
        text: PriceText.bulkHeader.replacing("adj_close", with: "last"),
        parts: ["line 1", "adj_close is missing"], file: "table.csv"),
      Refusal(
        reason: "doubled column", text: header.replacing("Adj. High", with: "adj_close") + row,
        parts: ["line 1", "Adj. Close", "twice", "remove"]),
      Refusal(
        reason: "bad date", text: header + row + row.replacing("2014-01-02", with: "2014-02-30"),
        parts: ["line 3", "\"2014-02-30\"", "YYYY-MM-DD"]),
      Refusal(
        reason: "blank date", text: header + row.replacing("2014-01-02", with: ""),
        parts: ["line 2", "date \"\""]),
      Refusal(
        reason: "non-numeric cell", text: header + row + "\n" + next.replacing("2.5", with: "n/a"),
        parts: ["line 4", "Open", "\"n/a\"", "not a finite number"]),
      Refusal(
        reason: "non-numeric volume",
        text: header + PriceText.row("2014-01-02", "1", volume: "12x"),
        parts: ["line 2", "Volume", "\"12x\""]),
      Refusal(
        reason: "negative price", text: header + PriceText.row("2014-01-02", "-1.5"),
        parts: ["line 2", "Open is -1.5", "above 0"]),
      Refusal(
        reason: "zero adjusted close",
        text: "Date,Adj. Close\n2014-01-02,1\n2014-01-03,0.00\n",
        parts: ["line 3", "Adj. Close is 0.00", "above 0"]),
      Refusal(
        reason: "negative volume", text: header + PriceText.row("2014-01-02", "1", volume: "-3"),
        parts: ["line 2", "Volume is -3", "negative"]),
      Refusal(
        reason: "duplicate day", text: header + row + next + row,
        parts: ["KO", "2014-01-02", "line 2", "line 4"]),
      Refusal(
        reason: "duplicate day, one of them blank",
        text: header + row + "2014-01-02,,,,,0.0,0.18,,,,,,0.0\n", parts: ["line 2", "line 3"]),
      Refusal(reason: "empty file", text: "", parts: ["is empty"]),
      Refusal(reason: "only line ends", text: "\n\r\n", parts: ["is empty"]),
      Refusal(reason: "header only", text: header, parts: ["header", "without a row"]),
      Refusal(reason: "no header", text: row + next, parts: ["line 1", "no header"]),
      Refusal(
        reason: "other separator", text: (header + row).replacing(",", with: ";"),
        parts: ["line 1", "no header"]),
      Refusal(reason: "binary", text: header + "\u{0}\u{1}", parts: ["not a CSV"]),
      Refusal(reason: "zip", text: "PK\u{3}\u{4}……", parts: ["compressed", "unpack"]),
      Refusal(
        reason: "too few cells", text: header + row + "2014-01-03,1,1\n",
        parts: ["line 3", "3 cells", "13"]),
      Refusal(
        reason: "too many cells", text: header + row.dropLast() + ",9\n",
        parts: ["line 2", "14 cells", "13"]),
      Refusal(
        reason: "open quote", text: header + "\"2014-01-02,1\n",
        parts: ["line 2", "quotation mark"]),
      Refusal(
        reason: "no prices", text: "Date,Adj. Close\n2014-01-02,\n", parts: ["adjusted close"]),
      Refusal(
        reason: "no ticker in the name", text: header + row, parts: ["WIKI-<TICKER>.csv"],
        file: "my prices (2).csv"),
      Refusal(
        reason: "bad ticker", text: PriceText.bulkHeader + PriceText.row("A B", "2014-01-02", "1"),
        parts: ["line 2", "ticker \"A B\""], file: "table.csv"),
      Refusal(
        reason: "blank ticker", text: PriceText.bulkHeader + PriceText.row("", "2014-01-02", "1"),
        parts: ["line 2", "ticker \"\""], file: "table.csv"),
    ]
  }

  @Test(arguments: Refusal.all)
  func refusesAndSaysWhere(refusal: Refusal) throws {
    let error = #expect(throws: QuandlError.self) {
      try TemporaryDirectory().history(refusal.text, as: refusal.file)
    }
    let message = try #require(error).description
    for part in refusal.parts + [refusal.file] {
      #expect(message.contains(part), "\"\(part)\" is not in: \(message)")
    }
    // One sentence: nothing but the end has a full stop before a blank.
    #expect(message.hasSuffix("."))
    #expect(!message.replacing("Adj. ", with: "").dropLast().contains(". "))
  }

  @Test func countsLinesInsideQuotedCells() throws {
    let error = #expect(throws: QuandlError.self) {
      try TemporaryDirectory().history(
        "Date,Adj. Close,Note\n2014-01-02,1,\"two\nlines\"\n2014-01-03,x,\n", as: "KO.csv")
    }
    #expect(try #require(error).description.contains("line 4"))
  }

  @Test func namesBothFilesOfADoubledDay() throws {
    let folder = try TemporaryDirectory()
    let first = try folder.put(PriceText.tickerHeader + Refusal.row + Refusal.next, as: "KO.csv")
    let second = try folder.put(
      PriceText.bulkHeader + PriceText.row("ko", "2014-01-03", "1"), as: "table.csv")
    let day = try #require(TradingDay("2014-01-03"))
    #expect(
      throws: QuandlError.repeatedDay(
        ticker: "KO", day: day, first: .init(path: first, line: 3),
        second: .init(path: second, line: 2))
    ) {
      try QuandlReader().history(from: [first, second])
    }
  }

  @Test func refusesPathsWithoutPrices() throws {
    let folder = try TemporaryDirectory()
    let missing = folder.url.appending(path: "nothing.csv").path
    func refusal(_ path: String, _ problem: SourceFileError.PathProblem) -> QuandlError {
      .file(SourceFileError(path, problem, PriceFormat.expected))
    }
    #expect(throws: refusal(missing, .missing)) {
      try QuandlReader().history(from: [missing])
    }
    #expect(throws: refusal(folder.url.path, .withoutFile(ending: ".csv"))) {
      try QuandlReader().history(from: [folder.url.path])
    }
    let none = #expect(throws: QuandlError.self) { try QuandlReader().history(from: []) }
    #expect(try #require(none).description.contains("give the path"))
    #expect(
      refusal(missing, .missing).description
        == "\(missing) does not exist: give the path of a price file or of a folder of price files."
    )
  }

  @Test func hidesUnprintableBytesAndCutsLongCells() throws {
    let cell = "\u{7}ü" + String(repeating: "9", count: 60)
    let filler = String(repeating: "2014-01-02,1\n", count: 400)
    let error = #expect(throws: QuandlError.self) {
      try TemporaryDirectory().history(
        "Date,Adj. Close\n\(filler)2014-01-03,\(cell)\n", as: "KO.csv")
    }
    let message = try #require(error).description
    #expect(message.contains("line 402"))
    #expect(message.contains("\"???9999"))
    #expect(message.contains("9…\""))
  }
}
