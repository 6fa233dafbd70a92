import TestSupport
import Testing

@testable import Data

/// Files in the form of PubMed Diabetes.
struct TabFilesTests {
  static let papers = """
    NODE\tpaper\t
    cat=1,2,3:label\tnumeric:w-rat:0.0\tnumeric:w-mouse:0.0\tnumeric:w-gene:0.0\tstring:summary
    12\tlabel=1\tw-rat=0.0939\tw-gene=1e-3\tsummary=w-rat,w-gene
    7\tlabel=2\tw-gene=0.5\tw-rat=0.0\tw-mouse=0.25\tsummary=w-gene,w-mouse
    31\tlabel=1\tsummary=

    """
  static let citations = """
    DIRECTED\tcites\t
    NO_FEATURES\t
    33824\tpaper:12\t|\tpaper:7
    33825\tpaper:7\t|\tpaper:12
    33826\tpaper:31\t|\tpaper:7
    33827\tpaper:99\t|\tpaper:7

    """

  private func directory(_ papers: String = papers, _ citations: String = citations) throws
    -> TemporaryDirectory
  {
    let directory = try TemporaryDirectory()
    try directory.put(papers, as: "Pubmed-Diabetes.NODE.paper.tab")
    try directory.put(citations, as: "Pubmed-Diabetes.DIRECTED.cites.tab")
    return directory
  }

  @Test func readsPapersWordsClassesAndCitations() throws {
    let directory = try directory()
    #expect(SourceFormats.format(ofPath: directory.url.path).kind == .citations)
    let source = try CoraFormat.read(paths: [directory.url.path])
    let graph = try #require(source.content as? CitationGraph)
    #expect(graph.papers == ["12", "7", "31"] && graph.wordCount == 3)
    #expect((0..<3).map { Array(graph.words(of: $0)) } == [[0, 2], [1, 2], []])
    #expect(graph.classes == ["1", "2"] && graph.classOfPaper == [0, 1, 0])
    #expect((0..<3).map { Array(graph.neighbours(of: $0)) } == [[1], [0, 2], [1]])
    #expect(graph.report.reversedCitations == 1 && graph.report.unknownPapers == ["99"])
    #expect(try CoraFormat.digests(paths: [directory.url.path]) == source.digests)
    #expect(
      source.files.map(\.name)
        == ["Pubmed-Diabetes.NODE.paper.tab", "Pubmed-Diabetes.DIRECTED.cites.tab"])
  }

  @Test func prefersTheFilesOfCoraWhereBothAre() throws {
    let directory = try directory()
    try directory.put("a\t1\t0\tX\nb\t0\t1\tY\n", as: "x.content")
    try directory.put("a\tb\n", as: "x.cites")
    #expect(try CoraReader().graph(inFolder: directory.url.path).papers == ["a", "b"])
  }

  private static func refusal(
    reason: String, papers: String = papers, citations: String = citations, parts: [String]
  ) -> RefusedCitations {
    RefusedCitations(reason: reason, papers: papers, citations: citations, parts: parts)
  }

  private static let all = [
    refusal(
      reason: "no NODE", papers: "12\tlabel=1\n", parts: [".paper.tab, line 1", "NODE"]),
    refusal(
      reason: "no words", papers: "NODE\tpaper\nlabel\n12\tlabel=1\n",
      parts: [".paper.tab, line 2", "numeric:"]),
    refusal(
      reason: "an unknown word", papers: papers + "5\tlabel=1\tw-cat=0.1\n",
      parts: [".paper.tab, line 6", "w-cat=0.1"]),
    refusal(
      reason: "no number", papers: papers + "5\tlabel=1\tw-rat=x\n",
      parts: [".paper.tab, line 6", "w-rat=x"]),
    refusal(
      reason: "no value", papers: papers + "5\tlabel=1\tw-rat\n",
      parts: [".paper.tab, line 6", "<name>=<value>"]),
    refusal(
      reason: "no class", papers: papers + "5\tw-rat=0.1\n",
      parts: [".paper.tab, line 6", "label="]),
    refusal(
      reason: "a repeated paper", papers: papers + "7\tlabel=1\n",
      parts: [".paper.tab, line 6", "\"7\"", "line 4"]),
    refusal(
      reason: "no papers", papers: "NODE\tpaper\nnumeric:w-rat:0.0\n",
      parts: [".paper.tab is empty"]),
    refusal(
      reason: "no DIRECTED", citations: "12\t7\n", parts: [".cites.tab, line 1", "DIRECTED"]),
    refusal(
      reason: "a citation of one paper",
      citations: "DIRECTED\tcites\nNO_FEATURES\n1\tpaper:12\t|\t\n",
      parts: [".cites.tab, line 3", "paper:<identifier> twice"]),
    refusal(
      reason: "no citations", citations: "DIRECTED\tcites\nNO_FEATURES\n",
      parts: [".cites.tab is empty"]),
  ]

  @Test(arguments: all)
  func saysInOneSentenceWhatIsWrongAndWhere(_ refused: RefusedCitations) throws {
    try refused.check { papers, citations in
      let directory = try directory(papers, citations)
      defer { withExtendedLifetime(directory) {} }
      return try CoraReader().graph(inFolder: directory.url.path)
    }
  }
}
