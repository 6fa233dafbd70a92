import Testing

@testable import Domains

struct CitationInspectionTests {
  @Test func describesFilesGraphAndInstances() throws {
    let folder = try CitationFolder()
    let (content, cites) = (
      "a\t1\t0\tX\nb\t1\t1\tY\nc\t0\t1\tX\nd\t0\t0\tX\n",
      "a\tb\nb\ta\nc\td\nd\td\nghost\ta\n"
    )
    let graph = try folder.graph(content: content, cites: cites)
    var domain = MatchingDomain()
    (domain.instances, domain.side) = (1, 2)
    #expect(
      CitationInspection(of: graph, domain: domain).text == """
        small.content
          bytes    \(content.utf8.count)
          SHA-256  \(graph.sources[0].digest)

        small.cites
          bytes    \(cites.utf8.count)
          SHA-256  \(graph.sources[1].digest)

        Both files together
          papers             4
          words              2, held 4 times
          classes            2 (X Y)
          citations          5, of which repeated: 1
          of itself          1, passed over
          of unknown papers  1, passed over (ghost)
          edges              2

        Instances of 2 papers with 2
          instances               1
          parts of METIS          4 to 4 papers
          edges between parts     0
          papers moved, unused    0, 0
          edges within instances  2
          edges between sides     2, 2 to 2 an instance

        """)
  }

  @Test func aGraphThatIsTooSmallIsDescribedAllTheSame() throws {
    let graph = try CitationFolder.communities(papers: 30, words: 4, communities: 3)
    #expect(CitationInspection(of: graph).text.contains("none: The citation files hold 30 papers"))
  }

  @Test func onlyFoldersOfCitationsAreInspectedAsSuch() throws {
    let folder = try CitationFolder()
    #expect(!CitationInspection.applies(to: folder.url.path))
    try folder.put("", as: "x.cites")
    #expect(CitationInspection.applies(to: folder.url.path))
    #expect(!CitationInspection.applies(to: "/nowhere"))
  }
}
