import Domains
import Testing

@testable import Site

/// What the page about data says of generated domains.
struct DataPageTests {
  @Test func showsAGeneratedDomainThatNoFigureUsesAndSaysSo() throws {
    let study = FabricatedStudy(panels: ["5b"], seeds: [0]).study
    let sections = try DataPage.sections(of: study)
    #expect(sections.map(\.template) == ["data-synthetic", "data-shortest-path"])
    let page = try BuiltSite.text(
      "data.html", in: try BuiltSite.files(FabricatedStudy(panels: ["5b"], seeds: [0])))
    let size = ShortestPathDomain().size
    #expect(
      page.contains(
        "<th scope=\"row\">in no figure</th><td class=\"number\">\(size.training)</td>"
          + "<td class=\"number\">\(size.targets)</td><td class=\"number\">\(size.heldOut)</td>"))
  }
}
