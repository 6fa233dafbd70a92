import TestSupport
import Testing

@testable import Data

struct CitationInspectionTests {
  @Test func describesFilesAndTheGraph() throws {
    let (content, cites) = (
      "a\t1\t0\tX\nb\t1\t1\tY\nc\t0\t1\tX\nd\t0\t0\tX\n",
      "a\tb\nb\ta\nc\td\nd\td\nghost\ta\n"
    )
    let graph = try SmallGraph.reading(content: content, cites: cites)
    #expect(
      CitationInspection(of: graph).text == """
        small.content
          bytes    \(content.utf8.count)
          SHA-256  \(graph.files[0].digest)

        small.cites
          bytes    \(cites.utf8.count)
          SHA-256  \(graph.files[1].digest)

        Both files together
          papers             4
          words              2, held 4 times
          classes            2 (X Y)
          citations          5
          repeated           0, counted once
          both directions    1, counted once
          of itself          1, passed over
          of unknown papers  1, passed over (ghost)
          edges              2

        """)
  }

  /// The last columns of four papers, and what is said of them.
  @Test(arguments: [
    (["0", "1", "1", "0"], "column of classes seems to be missing"),
    (["0", "0", "0", "0"], "column of classes seems to be missing"),
    (["X", "X", "X", "X"], "of the same class, X"),
    (["p1", "p2", "p3", "p4"], "There are 4 classes for 4 papers"),
    (["X", "Y", "X", "Y"], nil), (["0", "1", "2", "1"], nil), (["1", "1", "2", "2"], nil),
  ])
  func remarksOnPapersWithoutClasses(labels: [String], remark: String?) throws {
    let content = labels.enumerated().map { "p\($0)\t1\t0\t\($1)\n" }.joined()
    let graph = try SmallGraph.reading(content: content, cites: "p0\tp1\n")
    let text = CitationInspection(of: graph).text
    let remarks = CoraFormat.remarks(on: Source(graph))
    #expect(text.contains("Papers without classes") == (remark != nil), "\(text)")
    #expect(remarks.map(\.title) == (remark == nil ? [] : ["Papers without classes"]))
    if let remark { #expect(text.contains(remark) && remarks[0].text.contains(remark)) }
  }

  @Test func saysThatIdentifiersWereComparedAsNumbers() throws {
    let graph = try SmallGraph.reading(
      content: "7\t1\t0\tX\n8\t0\t1\tY\n", cites: "7.0\t8.0\n")
    #expect(CitationInspection(of: graph).text.contains("Identifiers compared as numbers"))
  }

  /// Citations that connect no paper with another one, and what is said of them.
  @Test(arguments: [
    ("a\ta\nb\tb\n", "All citations (2) are of a paper by itself"),
    ("a\ta\nghost\ta\n", "and 1 name a paper that is not described"), ("a\ta\na\tb\n", nil),
  ])
  func remarksOnCitationsThatMakeNoEdge(cites: String, remark: String?) throws {
    let graph = try SmallGraph.reading(content: "a\t1\t0\tX\nb\t0\t1\tY\n", cites: cites)
    let remarks = CoraFormat.remarks(on: Source(graph))
    #expect(remarks.map(\.title) == (remark == nil ? [] : ["No edges"]))
    let text = CitationInspection(of: graph).text
    #expect(text.contains("No edges") == (remark != nil))
    if let remark { #expect(text.contains(remark), "\(text)") }
  }
}
