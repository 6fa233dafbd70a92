import Foundation
import TestSupport
import Testing

@testable import Data

struct CoraErrorTests {
  private static func refusal(
    reason: String, content: String = CoraReaderTests.content, cites: String = "a\tb\n",
    parts: [String]
  ) -> RefusedCitations {
    RefusedCitations(reason: reason, papers: content, citations: cites, parts: parts)
  }

  private static let all = [
    refusal(
      reason: "too many fields", content: CoraReaderTests.content + "d\t0\t1\t0\t0\tX\n",
      parts: ["small.content, line 4", "6 fields", "first one has 5", "correct"]),
    refusal(
      reason: "too few fields", content: CoraReaderTests.content + "\nd\t0\t1\tX\n",
      parts: ["small.content, line 5", "4 fields", "first one has 5"]),
    refusal(
      reason: "hardly any field", content: "d\tX\n",
      parts: ["small.content, line 1", "2 fields", "an identifier, words and a class", "give"]),
    refusal(
      reason: "a count of words", content: CoraReaderTests.content + "d\t0\t2\t0\tX\n",
      parts: ["small.content, line 4", "field 3 is \"2\"", "0 or 1", "correct"]),
    refusal(
      reason: "a word with a blank", content: CoraReaderTests.content + "d\t0\t0\t 1\tX\n",
      parts: ["line 4", "field 4 is \" 1\""]),
    refusal(
      reason: "a long text for a word",
      content: "d\t0\t" + String(repeating: "é", count: 40) + "\t0\tX\n",
      parts: ["line 1", "field 3 is \"????", "…\""]),
    refusal(
      reason: "no class", content: CoraReaderTests.content + "d\t0\t0\t1\t\n",
      parts: ["line 4", "class is blank"]),
    refusal(
      reason: "no identifier", content: CoraReaderTests.content + "\t0\t0\t1\tX\n",
      parts: ["line 4", "identifier is blank"]),
    refusal(
      reason: "duplicate paper", content: CoraReaderTests.content + "a\t0\t0\t1\tX\n",
      parts: ["small.content, line 4", "\"a\"", "line 2", "remove"]),
    refusal(reason: "empty content", content: "", parts: ["small.content is empty"]),
    refusal(reason: "blank content", content: "\n\n", parts: ["small.content is empty"]),
    refusal(reason: "empty citations", cites: "", parts: ["small.cites is empty"]),
    refusal(reason: "blank citations", cites: "\n", parts: ["small.cites is empty"]),
    refusal(
      reason: "a citation of one paper", cites: "a\tb\na\n",
      parts: ["small.cites, line 2", "1 field", "two identifiers", "correct"]),
    refusal(
      reason: "a citation of three papers", cites: "a\tb\tc 3\n",
      parts: ["small.cites, line 1", "3 fields"]),
    refusal(
      reason: "a citation of nobody", cites: "a\tb\na\t\n",
      parts: ["small.cites, line 2", "identifier is blank"]),
    refusal(
      reason: "citations of unknown papers", cites: "x1\tx2\nb\ta\nx1\ta\nx3\tb\n",
      parts: ["small.cites", "only 1 of 4", "small.content", "\"x1\"", "\"b\"", "give"]),
    refusal(
      reason: "citations with a prefix", content: "35\t1\t0\tX\n1246\t1\t0\tX\n7\t1\t0\tX\n",
      cites: "paper:1246\tpaper:35\n",
      parts: ["only 0 of 1 citations", "\"paper:1246\"", "\"1246\""]),
    refusal(
      reason: "numbers that are not those of papers", content: "35\t1\tX\n36\t1\tX\n",
      cites: "35.5\t36.5\n35.0\t37.0\n", parts: ["only 0 of 2", "\"35.5\""]),
    refusal(
      reason: "numbers that several papers have", content: "35\t1\tX\n35.0\t1\tX\n9\t0\tY\n",
      cites: "35.00\t9.0\n", parts: ["only 0 of 1", "\"35.00\"", "\"35.0\""]),
    refusal(
      reason: "numbers too long to be told apart",
      content: "9007199254740993\t1\tX\n5\t1\tX\n",
      cites: "9007199254740992.0\t5\n", parts: ["only 0 of 1"]),
    refusal(
      reason: "an archive", content: "PK\u{3}\u{4}…", parts: ["small.content", "unpack"]),
    refusal(reason: "no text", content: "a\u{0}\t1\tX\n", parts: ["small.content", "no text"]),
  ]

  @Test(arguments: all)
  func saysInOneSentenceWhatIsWrongAndWhere(_ refused: RefusedCitations) throws {
    try refused.check { try SmallGraph.reading(content: $0, cites: $1) }
  }

  @Test func wantsExactlyOneFileOfEachKind() throws {
    let folder = try TemporaryDirectory()
    func error() throws -> CoraError {
      try #require(
        #expect(throws: CoraError.self) { try CoraReader().graph(inFolder: folder.url.path) })
    }
    RefusedCitations.check(try error(), holds: ["no file", ".content", "give"])
    try folder.put(CoraReaderTests.content, as: "x.content")
    RefusedCitations.check(try error(), holds: ["no file", ".cites"])
    try folder.put("a\tb\n", as: "x.cites")
    try folder.put("a\tb\n", as: "y.cites")
    RefusedCitations.check(try error(), holds: ["2 files", ".cites", "leave one"])
  }

  @Test func wantsAFolder() throws {
    let folder = try TemporaryDirectory()
    try folder.put("", as: "file")
    for (name, part) in [("nothing", "does not exist"), ("file", "is not a folder")] {
      let path = folder.url.appending(path: name).path
      let error = #expect(throws: CoraError.self) { try CoraReader().graph(inFolder: path) }
      RefusedCitations.check(try #require(error), holds: [path, part, "give"])
    }
  }
}
