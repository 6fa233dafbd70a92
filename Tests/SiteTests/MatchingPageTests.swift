import Data
@testable import Domains
import Experiments
import Foundation
import Learning
import Paper
import TestSupport
import Testing

@testable import Site

struct MatchingPageTests {
  private func files(simulated: Bool) throws -> [SiteFile] {
    try BuiltSite.files(
      FabricatedStudy(
        panels: ["9b", "10a", "10b", "10c"],
        sources: Sources(
          Source(try SimulatedSources.citations(), isSimulated: simulated))))
  }

  @Test func theDataPageCountsPapersEdgesAndInstances() throws {
    let page = try BuiltSite.text("data.html", in: try files(simulated: false))
    let graph = try SimulatedSources.citations()
    let cut = try MatchingDomain().instances(of: graph)
    #expect(page.contains("2708 papers of 7 classes, described by 1433 words"))
    #expect(page.contains("5278 undirected edges"))
    #expect(page.contains("METIS divides the graph into 27 parts"))
    for (index, instance) in cut.instances.enumerated() {
      #expect(
        page.contains(
          "<th scope=\"row\" class=\"number\">\(index + 1)</th><td class=\"number\">100</td>"
            + "<td class=\"number\">\(instance.edges)</td>"
            + "<td class=\"number\">\(instance.cut)</td>"))
    }
    #expect(page.components(separatedBy: "target of seed").count == 5 * 3 + 1)
    #expect(page.components(separatedBy: "held out of seed").count == 5 * 2 + 1)
    #expect(page.components(separatedBy: "training only").count == 2 + 1)
    #expect(!page.contains("These citations are simulated"))
    for file in graph.files { #expect(page.contains("\(file.digest)")) }
  }

  /// Figure 9 on Cora, figure 10 on Citeseer: a section per graph, of which only one is made up.
  @Test func theDataPageHasASectionPerGraph() throws {
    let (cora, citeseer) = (try SimulatedSources.citations(), try SimulatedSources.citeseer())
    let files = try BuiltSite.files(
      FabricatedStudy(
        panels: ["9b", "10a", "10b"], onCiteseer: ["10a", "10b"],
        sources: Sources(
          Source(cora, isSimulated: true), Source(citeseer, kind: .citeseer))))
    let page = try BuiltSite.text("data.html", in: files)
    let sections = page.components(separatedBy: "<section aria-labelledby=\"citations")
    try #require(sections.count == 3)
    #expect(sections[1].contains("<h2 id=\"citations\">Citations</h2>"))
    #expect(sections[1].contains("These citations are simulated"))
    #expect(sections[2].contains("<h2 id=\"citations-citeseer\">Citations: Citeseer</h2>"))
    #expect(!sections[2].contains("These citations are simulated"))
    #expect(sections[2].contains("<code>data/citeseer</code> or <code>--citeseer</code>"))
    #expect(sections[2].contains("Every figure that was published is met."))
    for (section, graph) in [(sections[1], cora), (sections[2], citeseer)] {
      #expect(graph.files.allSatisfy { section.contains("\($0.digest)") })
      for (name, count) in [
        ("of a paper by itself", graph.report.selfCitations),
        ("of an unknown paper", graph.report.unknownCitations),
        ("the other way round", graph.report.reversedCitations),
      ] {
        #expect(
          section.contains("<th scope=\"row\">\(name)</th><td class=\"number\">−\(count)</td>"),
          "\(name) \(count)")
      }
      #expect(section.contains("<strong>\(graph.edgeCount)</strong>"))
    }
    let id = try Regex(" id=\"([^\"]*)\"", as: (Substring, Substring).self)
    let ids = page.matches(of: id).map(\.output.1)
    #expect(Set(ids).count == ids.count, "no two elements have one name")
    for (path, text) in BuiltSite.pages(files) {
      #expect(text.contains("<strong>Simulated citations.</strong>"), "\(path)")
      #expect(!text.contains("Simulated Citeseer"), "\(path)")
    }
    let manifest = try BuiltSite.text("manifest.json", in: files)
    #expect(
      manifest.contains("\"kind\":\"citations\"") && manifest.contains("\"kind\":\"citeseer\""))
    let digest = "\(citeseer.files[0].digest)"
    #expect(try BuiltSite.text("records-10.html", in: files).contains(digest))
    #expect(try !BuiltSite.text("records-9.html", in: files).contains(digest))
    #expect(try BuiltSite.text("verify.html", in: files).contains("--citeseer FOLDER"))
  }

  @Test func everyPageSaysThatCitationsAreSimulated() throws {
    for (path, text) in BuiltSite.pages(try files(simulated: true)) {
      #expect(text.contains("<strong>Simulated citations.</strong>"), "\(path)")
    }
    for (path, text) in BuiltSite.pages(try files(simulated: false)) {
      #expect(!text.contains("Simulated citations"), "\(path)")
    }
  }

  @Test func theFigureNamesRandomMatchingAndThePapersLevels() throws {
    let files = try files(simulated: false)
    let page = try BuiltSite.text("figure-10.html", in: files)
    #expect(page.contains("random matching") && page.contains("between 2.37 and 2.90"))
    #expect(page.contains("Here, without an attack, over 5 seeds: the two-stage learner "))
    #expect(try BuiltSite.text("manifest.json", in: files).contains("\"kind\":\"citations\""))
  }
}

struct ChartLevelTests {
  @Test func levelsFarFromTheVictimsStandBesideTheChart() throws {
    let records = try #require(FabricatedStudy(panels: ["10a"]).study.panels.first)
    let near = FigureChart.levels(PanelValues(records))
    #expect(near.near.map(\.id) == [.perfect, .uninformed] && near.far.isEmpty)
    let moved = PanelRecords(panel: records.panel, seeds: records.seeds) { experiment, series in
      var record =
        series.map {
          records.record(
            seed: experiment.seed, series: $0, budget: experiment.budget.features)
        } ?? records.cleanRecord(seed: experiment.seed)
      if series == nil { record?.levels[0].targets = 1000 }
      return record
    }
    let far = FigureChart.levels(PanelValues(moved))
    #expect(far.near.map(\.id) == [.uninformed] && far.far.map(\.value) == [1000])
  }
}
