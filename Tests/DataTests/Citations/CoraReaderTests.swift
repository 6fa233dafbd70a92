import Foundation
import TestSupport
import Testing

@testable import Data

struct CoraReaderTests {
  static let content = "b\t0\t1\t1\tX\na\t1\t0\t0\tY\nc 3\t0\t0\t0\tX\n"

  private func graph(_ content: String = content, cites: String = "a\tb\n") throws -> CitationGraph
  {
    try SmallGraph.reading(content: content, cites: cites)
  }

  @Test func readsPapersWordsAndClasses() throws {
    let graph = try graph()
    #expect(graph.papers == ["b", "a", "c 3"], "in the order of the file, blanks and all")
    #expect(graph.wordCount == 3)
    #expect((0..<3).map { Array(graph.words(of: $0)) } == [[1, 2], [0], []])
    #expect(graph.classes == ["X", "Y"] && graph.classOfPaper == [0, 1, 0])
    #expect(graph.report.papers == 3 && graph.report.ones == 3)
    #expect(graph.files.map(\.name) == ["small.content", "small.cites"])
    #expect(graph.files[0].bytes == Self.content.utf8.count)
  }

  @Test func countsAnEdgeOnceHoweverOftenAndInWhateverDirectionItIsGiven() throws {
    let graph = try graph(cites: "a\tb\nb\ta\nc 3\ta\na\tb\n")
    #expect(graph.edgeCount == 2)
    #expect((0..<3).map { Array(graph.neighbours(of: $0)) } == [[1], [0, 2], [1]])
    #expect(graph.report.citations == 4 && graph.report.repeatedCitations == 2)
    #expect(graph.report.edges == 2)
  }

  @Test func passesOverSelfCitationsAndUnknownPapersAndReportsThem() throws {
    let graph = try graph(cites: "a\ta\nz\tb\na\tb\ny\tz\nb\tz\n")
    #expect(graph.edgeCount == 1)
    #expect(graph.report.selfCitations == 1)
    #expect(graph.report.unknownCitations == 3)
    #expect(graph.report.unknownPapers == ["z", "y"])
    #expect(graph.report.citations == 5)
  }

  @Test func acceptsOtherLineEndsBlankSeparatorsAByteOrderMarkAndEmptyLines() throws {
    let reference = try graph(
      Self.content.replacing("c 3", with: "c"), cites: "a\tb\nc\tb\n")
    for (content, cites) in [
      (Self.content.replacing("\n", with: "\r\n"), "a\tb\r\nc\tb"),
      ("\u{FEFF}" + Self.content.replacing("\n", with: "\n\n"), "\na\tb\n\n\nc\tb\n"),
      (String(Self.content.dropLast()), "a  b\nc b\n"),
      (Self.content.replacing("\t", with: " "), "a b\nc b\n"),
    ] {
      let graph = try graph(content.replacing("c 3", with: "c"), cites: cites)
      #expect(graph.papers == reference.papers && graph.words == reference.words)
      #expect(graph.classes == reference.classes && graph.neighbours == reference.neighbours)
    }
  }

  @Test func readsClassesThatLookLikeWords() throws {
    let graph = try graph("a\t1\t0\t1\nb\t0\t0\t0\n")
    #expect(graph.wordCount == 2 && graph.classes == ["0", "1"])
  }
}
