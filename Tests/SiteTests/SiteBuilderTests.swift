import Attacks
import Data
import Foundation
import Learning
import Reproducibility
import Site
import TestSupport
import Testing

struct SiteBuilderTests {
  @Test func makesTheSameBytesTwice() throws {
    #expect(try BuiltSite.everything() == BuiltSite.everythingAnew())
  }

  @Test func makesAPageAFigureAndAChartAPanel() throws {
    let paths = try BuiltSite.everything().map(\.path)
    let charts = [
      "10a", "10b", "10c", "4a", "4b", "5a", "5b", "6", "7a", "7b", "8a", "8b", "9a", "9b",
      "calibration-synthetic", "claims", "damage", "sweep-matching", "sweep-portfolio",
      "sweep-synthetic", "tutorial",
    ]
    let pages =
      [
        "calibration", "controls", "data", "figure-10", "figure-4", "figure-5", "figure-6",
        "figure-7", "figure-8", "figure-9", "index", "learners-and-attacks", "ledger", "methods",
        "provenance", "formats", "verify", "tutorial", "poisons",
        "performance", "reliability", "artefact", "changes", "causes", "attribution", "field",
        "scale", "court",
      ] + (4...10).map { "records-\($0)" } + LearnerCatalog.all.map { "learner-\($0.name)" }
      + AttackCatalog.all.filter { !$0.isControl }.map { "attack-\($0.name)" }
      + DefenceCatalog.all.map { "defence-\($0.name)" }
    let expected =
      charts.flatMap { name in
        [".csv", ".pdf", ".svg", "-narrow.svg"].map { "figures/\(name)\($0)" }
      } + ["figures/claims-small.svg"]
      + pages.map { "\($0).html" } + [
        "SHA256SUMS", "manifest.json", "ro-crate-metadata.json", "style.css", "protocol-2.md",
        "numbers/evaluations-constraints.csv", "numbers/evaluations-matching.csv",
        "numbers/evaluations-portfolio.csv",
        "numbers/evaluations-synthetic.csv", "numbers/ledger.json", "numbers/recompute.py",
        "numbers/traces.csv",
      ]
      + ["1", "2", "3"].flatMap { ["figures/\($0).pdf", "figures/\($0).svg"] }
      + ["frame_to_problem", "poison_to_frame", "read_poison", "write_problem"].map {
        "tutorial/\($0).py"
      } + ["tutorial/tutorial.csv"]
    #expect(paths == expected.sorted())
  }

  @Test func leavesOutWhatWasNotRun() throws {
    let files = try BuiltSite.files(FabricatedStudy(panels: ["5b"]))
    let paths = files.map(\.path)
    #expect(!paths.contains("figure-8.html") && !paths.contains("figures/5a.svg"))
    let data = try BuiltSite.text("data.html", in: files)
    #expect(!data.contains("id=\"prices\""))
    #expect(try BuiltSite.text("index.html", in: files).contains("figures/5b.svg"))
  }

  @Test func listsItsFilesForSha256sum() throws {
    let files = try BuiltSite.everything()
    let lines = try BuiltSite.text("SHA256SUMS", in: files).split(separator: "\n")
    let expected = files.filter { $0.path != "SHA256SUMS" }.map { "\($0.digest)  \($0.path)" }
    #expect(lines.map(String.init) == expected)
  }

  @Test func namesFilesSourcesAndRecordsInTheManifest() throws {
    let made = FabricatedStudy(
      preset: .quick, seeds: [0, 1],
      sources: Sources(
        Source(FabricatedPrices.history()),
        Source(try SimulatedSources.citations(), isSimulated: true)))
    let files = try BuiltSite.files(made)
    let manifest = try JSONValue(parsing: try BuiltSite.text("manifest.json", in: files))
    for file in files where !["manifest.json", "SHA256SUMS"].contains(file.path) {
      #expect(manifest["files"]?[file.path]?.string == "\(file.digest)")
    }
    let sources = try #require(manifest["inputs"]?["sources"]?.array)
    #expect(sources.map { $0["kind"]?.string } == ["prices", "citations"])
    #expect(sources.map { $0["isSimulated"]?.bool } == [false, true])
    #expect(sources.map { $0["files"]?.array?.count } == [1, 2])
    let file = try #require(sources[0]["files"]?.array?.first)
    #expect(file["name"]?.string == FabricatedPrices.hostileFile)
    #expect(file["digest"]?.string == "\(Digest(of: "file"))")
    #expect(manifest["preset"]?.string == "quick")
    let records = made.study.records
    let keys = manifest["inputs"]?["records"]?.array?.compactMap { $0["key"]?.string }
    #expect(keys == Set(records.map { "\($0.key)" }).sorted())
  }

  @Test func saysOnEveryPageThatPricesAreSimulatedOrThePresetIsSmall() throws {
    func titles(_ made: FabricatedStudy) throws -> Set<String> {
      var found: Set<String> = []
      for (path, text) in BuiltSite.pages(try BuiltSite.files(made)) {
        let here = ["Simulated prices", "Quick preset"].filter {
          text.contains("<strong>\($0).</strong>")
        }
        if path == "index.html" { found = Set(here) }
        #expect(Set(here) == found || path < "index.html", "\(path) has the banners \(here)")
        #expect(here.count == text.components(separatedBy: "class=\"banner\"").count - 1)
      }
      return found
    }
    let prices = FabricatedPrices.history()
    let simulated = Sources(Source(prices, isSimulated: true))
    let genuine = Sources(Source(prices))
    let (quick, both) = (FabricatedStudy(preset: .quick, seeds: [0, 1], sources: genuine), ["8a"])
    #expect(try titles(quick) == ["Quick preset"])
    #expect(
      try titles(FabricatedStudy(preset: .quick, seeds: [0, 1], sources: simulated))
        == ["Quick preset", "Simulated prices"])
    #expect(try titles(FabricatedStudy(panels: ["5a"], sources: simulated)) == [])
    #expect(
      try titles(FabricatedStudy(preset: .quick, panels: both, seeds: [0], sources: simulated))
        == ["Quick preset", "Simulated prices"])
  }

  @Test func showsNoPathOfTheMachineAndNoTemplateTag() throws {
    for (path, text) in BuiltSite.pages(try BuiltSite.everything()) {
      #expect(!text.contains(BuiltSite.templates.path), "\(path)")
      // BibTeX has doubled braces of its own.
      let parts = text.components(separatedBy: "<pre")
      let prose =
        parts.prefix(1)
        + parts.dropFirst().flatMap {
          $0.components(separatedBy: "</pre>").dropFirst()
        }
      #expect(!prose.joined().contains("{{"), "\(path)")
    }
  }

  @Test func printsTheLibrariesAndTheOptionsOfRecords() throws {
    let made = FabricatedStudy(panels: ["5a"], seeds: [0, 1])
    let files = try BuiltSite.files(made)
    let page = try BuiltSite.text("records-5.html", in: files)
    // Nothing but the page of provenance depends on the processor.
    for (path, text) in BuiltSite.pages(files) {
      #expect(text.contains("Imaginary instructions") == (path == "provenance.html"), "\(path)")
    }
    for record in made.study.panels[0].treated.map(\.record) {
      #expect(page.contains("data/poisons/\(record.key).h5"))
      #expect(page.contains("\(try #require(record.contentDigest))"))
      #expect(page.contains(record.options.replacing("\"", with: "&quot;")))
    }
  }

  @Test func namesTheTemplateThatIsMissingOrBroken() throws {
    let directory = try TemporaryDirectory()
    let builder = SiteBuilder(
      study: FabricatedStudy(panels: ["5a"], seeds: [0]).study, templates: directory.url,
      toolchain: BuiltSite.toolchain)
    #expect(throws: SiteError.self) { try builder.files() }
    for name in try FileManager.default.contentsOfDirectory(atPath: BuiltSite.templates.path) {
      try FileManager.default.copyItem(
        at: BuiltSite.templates.appending(path: name), to: directory.url.appending(path: name))
    }
    try Data("<p>\n{{#open}}\n".utf8).write(to: directory.url.appending(path: "data.mustache"))
    let error = #expect(throws: SiteError.self) { try builder.files() }
    guard case .malformed(let template, _, _) = error else {
      Issue.record("the error is \(String(describing: error))")
      return
    }
    #expect(template == "data.mustache")
  }
}
