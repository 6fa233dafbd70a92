import Foundation
import TestSupport
import Testing

@testable import Data

/// Files that are read in portions of about a million bytes.
struct StreamedFileTests {
  private static let header = "ticker,date,note,adj_close\n"

  private func history(_ text: String) throws -> PriceHistory {
    let folder = try TemporaryDirectory()
    return try QuandlReader().history(from: [try folder.put(text, as: "table.csv")])
  }

  /// Days of one ticker, one after the other.
  private func rows(_ count: Int, end: String = "\n", note: (Int) -> String) -> String {
    (0..<count).map { day in
      "A,\(TradingDay(number: 3000 + day)),\(note(day)),\(day + 1)\(end)"
    }.joined()
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func readsLinesAcrossPortions(_ end: String) throws {
    let count = 60_000
    let history = try history(Self.header + rows(count, end: end) { "\($0)" })
    #expect(history.days.count == count && history.adjustedClose == (1...count).map(Double.init))
    #expect(history.report.rows == count)
  }

  @Test func readsALineLongerThanAPortionAndQuotedLineEnds() throws {
    let long = String(repeating: "x", count: 3 << 20)
    let wide = try history(Self.header + rows(3) { $0 == 1 ? long : "" })
    #expect(wide.adjustedClose == [1, 2, 3])
    let quoted = try history(Self.header + rows(60_000) { $0 == 20_000 ? "\"a\nb\"" : "\($0)" })
    #expect(quoted.days.count == 60_000)
  }

  @Test func refusesAFileThatIsCutOffOrWrittenWhileItIsRead() throws {
    let folder = try TemporaryDirectory()
    let path = try folder.put(Self.header + rows(60_000) { "\($0)" }, as: "table.csv")
    var file = try StreamedFile(path: path, PriceFormat.expected)
    try file.readLines()
    #expect(!file.isWhole && file.bytes.last == UInt8(ascii: "\n"))
    try #require(truncate(path, 1 << 20) == 0)
    let error = #expect(throws: SourceFileError.self) { try file.readAll() }
    #expect(error?.description.contains("changed while it was read") == true)
  }

  @Test func refusesAPanelThatWouldBeNearlyEmpty() throws {
    // Every ticker has two days, six weeks apart, and no other has the same.
    var text = Self.header
    for ticker in 0..<5000 {
      for day in [ticker * 10, ticker * 10 + 1] {
        text += "T\(ticker),\(TradingDay(number: day)),,1\n"
      }
    }
    let error = #expect(throws: QuandlError.self) { try history(text) }
    #expect(error?.description.contains("are not a panel of prices") == true)
  }

  @Test func tellsTextsApartThatUnicodeHoldsToBeTheSame() throws {
    let (one, two) = ("caf\u{e9}", "cafe\u{301}")
    #expect(one == two && Spelling(one) != Spelling(two))
    let folder = try TemporaryDirectory()
    let content = "\(one)\t1\t0\tx\n\(two)\t0\t1\ty\nz\t1\t1\tx\n"
    try folder.put(content, as: "g.content")
    try folder.put("\(one)\tz\n\(two)\tz\n", as: "g.cites")
    let graph = try CoraReader().graph(inFolder: folder.url.path)
    #expect(graph.papers.count == 3 && graph.edgeCount == 2)
  }
}
