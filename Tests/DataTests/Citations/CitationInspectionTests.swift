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
          citations          5, of which repeated: 1
          of itself          1, passed over
          of unknown papers  1, passed over (ghost)
          edges              2

        """)
  }
}
