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
    #expect(graph.report.citations == 4 && graph.report.edges == 2)
    #expect(graph.report.repeatedCitations == 1 && graph.report.reversedCitations == 1)
  }

  /// Whatever is wrong with it, a citation is counted under one head.
  @Test func accountsForEveryCitationOnce() throws {
    let cites = "a\tb\na\tb\nb\ta\nb\ta\na\ta\na\ta\nz\tz\nc 3\ta\nc 3\tb\nb\tz\nz\tb\nb\tb\n"
    let report = try graph(cites: cites).report
    #expect(report.citations == 12 && report.edges == 3)
    #expect(report.repeatedCitations == 2 && report.reversedCitations == 1)
    #expect(report.selfCitations == 3 && report.unknownCitations == 3)
    #expect(
      report.citations - report.repeatedCitations - report.reversedCitations
        - report.selfCitations - report.unknownCitations == report.edges)
  }

  @Test func passesOverSelfCitationsAndUnknownPapersAndReportsThem() throws {
    let graph = try graph(cites: "a\ta\nz\tb\na\tb\ny\tz\nb\tz\nc 3\tb\n")
    #expect(graph.edgeCount == 2)
    #expect(graph.report.selfCitations == 1)
    #expect(graph.report.unknownCitations == 3)
    #expect(graph.report.unknownPapers == ["z", "y"])
    #expect(graph.report.citations == 6 && !graph.report.isComparedByNumber)
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

  @Test func takesBlanksForSeparatorsInAnyLineWithoutATab() throws {
    let reference = try graph(Self.content.replacing("c 3", with: "c"), cites: "a\tb\nc\tb\na\tc\n")
    for (content, cites) in [
      ("b 0 1 1 X\na\t1\t0\t0\tY\nc\t0\t0\t0\tX\n", "a\tb\nc b\na\tc\n"),
      ("b\t0\t1\t1\tX\na  1 0   0 Y\n c 0 0 0 X \n", "a b\nc\tb\n  a   c\n"),
      ("b\t0\t1\t1\tX  \na\t1\t0\t0\tY\n \nc 0 0 0 X\n", "a\tb \nc b \r\n  \na\t c\n"),
    ] {
      let graph = try graph(content, cites: cites)
      #expect(graph.papers == reference.papers && graph.words == reference.words)
      #expect(graph.classes == reference.classes && graph.neighbours == reference.neighbours)
    }
  }

  /// Papers 7, 8, 9 and 10 as a file may call them, and citations of them as another one may.
  @Test(arguments: [
    (["7", "8", "9", "10"], ["7.0", "8.0", "9.0", "10.0"]),
    (["7.0", "8.0", "9.0", "1e1"], ["7", "8", "9", "10"]),
    (["007", "008", "009", "010"], ["7", "8", "9", "10"]),
    (["7", "8", "9", "10"], ["7", "8.00", "9.00", "1.0E1"]),
  ])
  func comparesIdentifiersAsNumbersIfMostAreUnknownAsWritten(
    papers: [String], cited: [String]
  ) throws {
    let content = papers.map { "\($0)\t1\t0\tX\n" }.joined() + "ghost\t0\t1\tY\n"
    let cites = "\(cited[0])\t\(cited[1])\n\(cited[2])\t\(cited[3])\n\(cited[1])\t\(cited[1])\n"
    let graph = try graph(content, cites: cites + "ghost\t\(cited[0])\nnobody\t\(cited[0])\n")
    #expect((0..<5).map { Array(graph.neighbours(of: $0)) } == [[1, 4], [0], [3], [2], [0]])
    #expect(graph.papers == papers + ["ghost"])
    #expect(graph.report.isComparedByNumber && graph.report.unknownPapers == ["nobody"])
    #expect(graph.report.selfCitations == 1 && graph.report.unknownCitations == 1)
  }

  @Test func comparesIdentifiersAsWrittenWhileMostAreKnownByThat() throws {
    let graph = try graph("7\t1\t0\tX\n8\t1\t0\tY\n", cites: "7\t8\n7.0\t8\n")
    #expect(graph.edgeCount == 1 && !graph.report.isComparedByNumber)
    #expect(graph.report.unknownPapers == ["7.0"])
  }

  @Test func readsClassesThatLookLikeWords() throws {
    let graph = try graph("a\t1\t0\t1\nb\t0\t0\t0\n")
    #expect(graph.wordCount == 2 && graph.classes == ["0", "1"])
  }
}
