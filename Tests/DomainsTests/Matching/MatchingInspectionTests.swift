import Testing
import TestSupport

@testable import Domains

struct MatchingInspectionTests {
  @Test func describesTheInstances() throws {
    let graph = try SmallGraph.reading(
      content: "a\t1\t0\tX\nb\t1\t1\tY\nc\t0\t1\tX\nd\t0\t0\tX\n",
      cites: "a\tb\nb\ta\nc\td\nd\td\nghost\ta\n")
    var domain = MatchingDomain()
    (domain.instances, domain.side) = (1, 2)
    #expect(
      MatchingInspection(of: graph, domain: domain).text == """
        Instances of 2 papers with 2
          instances               1
          parts of METIS          4 to 4 papers
          edges between parts     0
          papers moved, unused    0, 0
          edges within instances  2
          edges between sides     2, 2 to 2 per instance

        """)
  }

  @Test func saysWhyThereAreNoInstances() throws {
    let graph = try SmallGraph.communities(papers: 30, words: 4, communities: 3)
    #expect(MatchingInspection(of: graph).text.contains("none: The citation files hold 30 papers"))
  }
}
