import Data
import Domains
import TestSupport
import Testing

@testable import Site

/// What the page about data says of generated domains.
struct DataPageTests {
  @Test func showsAGeneratedDomainThatNoFigureUsesAndSaysSo() throws {
    let study = FabricatedStudy(panels: ["5b"], seeds: [0]).study
    let sections = try DataPage.sections(of: study)
    let names =
      ["synthetic", "shortest-path"]
      + ["path", "knapsack", "portfolio"].map {
        "standard-\($0)"
      }
    #expect(sections.map(\.template) == names.map { "data-\($0)" })
    let page = try BuiltSite.text(
      "data.html", in: try BuiltSite.pageFiles(FabricatedStudy(panels: ["5b"], seeds: [0])))
    let size = ShortestPathDomain().size
    #expect(
      page.contains(
        "<th scope=\"row\">in no figure</th><td class=\"number\">\(size.training)</td>"
          + "<td class=\"number\">\(size.targets)</td><td class=\"number\">\(size.heldOut)</td>"))
  }

  @Test func listsWhatLooksWrongInSourceFiles() throws {
    let prices = FabricatedPrices.history(doubling: true)
    let content = (0..<2800).map { "p\($0)\t1\t0\t\($0 % 2)\n" }.joined()
    let cites = (0..<2800).map { "p\($0)\tp\(($0 + 1) % 2800)\n" }.joined()
    let graph = try SmallGraph.reading(content: content, cites: cites)
    let page = try BuiltSite.text(
      "data.html",
      in: try BuiltSite.pageFiles(
        FabricatedStudy(
          preset: .quick, panels: ["8a", "10a"], seeds: [0],
          sources: Sources(Source(prices), Source(graph)))))
    let move = try #require(prices.implausible.moves.first)
    #expect(prices.implausible.moves.count == 1 && move.day.description == "2010-05-24")
    for part in [
      "Moves of half a price or more within a day",
      "<td>&lt;B&gt;&amp;Q</td><td>2010-05-24</td><td>+", "<summary>1 entry</summary>",
      "Slips of a price", "in it. Here: none.", "Prices that stand still",
      "Papers without classes", "the column of classes seems to be missing",
    ] { #expect(page.contains(part), "\(part)") }
    let plain = try BuiltSite.text("data.html", in: try BuiltSite.everything())
    #expect(!plain.contains("Papers without classes") && !plain.contains("2010-05-24</td><td>+"))
    #expect(plain.contains("Moves of half a price or more within a day"))
  }
}
