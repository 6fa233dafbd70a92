import Foundation
import Reproducibility
import Testing

struct ReferenceTests {
  static let book = Reference(
    key: "smith2020", authors: ["Ann Smith", "Bo Jönsson", "Cy Lee"], title: "Risk & Return",
    venue: "Journal of Examples 12(3)", year: 2020, doi: "10.1000/abc_1", url: "https://example.org"
  )

  @Test func citesOnOneLine() {
    #expect(
      Self.book.citation
        == "Ann Smith, Bo Jönsson and Cy Lee (2020). Risk & Return. Journal of Examples 12(3). "
        + "doi:10.1000/abc_1")
    let page = Reference(
      key: "a", authors: ["A. One"], title: "T", venue: "V", year: 1, url: "https://example.org")
    #expect(page.citation == "A. One (1). T. V. https://example.org")
    let unsigned = Reference(key: "a", authors: [], title: "T", venue: "V", year: 1)
    #expect(unsigned.citation == "Anonymous (1). T. V.")
  }

  @Test func escapesWhatTeXWouldMisread() {
    #expect(
      Self.book.bibtex == """
        @misc{smith2020,
          author = {Ann Smith and Bo Jönsson and Cy Lee},
          title = {{Risk \\& Return}},
          howpublished = {Journal of Examples 12(3)},
          year = {2020},
          doi = {10.1000/abc_1},
          url = {https://example.org}
        }

        """)
  }

  @Test func survivesCoding() throws {
    let data = try JSONEncoder().encode(Self.book)
    #expect(try JSONDecoder().decode(Reference.self, from: data) == Self.book)
  }
}
