import Attacks
import Data
import Domains
import Learning
import Paper
import Reproducibility
import Synchronization
import TestSupport
import Testing

@testable import Site

/// Pages with what fills them, as a build hands them to the templates.
private final class RenderedPages: Sendable {
  private let pages = Mutex<[(template: String, content: UncheckedContent)]>([])

  /// Content is made of values that nobody changes.
  private struct UncheckedContent: @unchecked Sendable { let value: Any }

  func note(_ template: String, _ content: Any) {
    let content = UncheckedContent(value: content)
    pages.withLock { $0.append((template, content)) }
  }

  func walk(_ tags: inout TemplateTags) {
    for page in pages.withLock({ $0 }) { tags.walk(page.template, over: page.content.value) }
  }
}

struct TemplateTests {
  /// Victims, attacks and files that the quick preset lacks.
  private static func studies() throws -> [FabricatedStudy] {
    let digest = try #require(
      Digest(hex: "8818584480e79d77e149e2bc16e6e7064ad4b5dbe18e7cc9e3fc3a5b6c343fa1"))
    return [
      FabricatedStudy(preset: .full, panels: ["4a", "5a"]),
      FabricatedStudy(
        preset: .quick, panels: ["8a", "10a"], seeds: [0],
        sources: Sources(
          Source(FabricatedPrices.history(digest: digest, doubling: true)),
          Source(try SimulatedSources.citations()))),
      try both(isSimulated: true), try both(isSimulated: false),
      FabricatedStudy(calibration: FabricatedCalibration.untried, panels: ["5b"], seeds: [0]),
    ]
  }

  /// With costs that were measured.
  private static let measured = FabricatedStudy(
    panels: ["5a", "7a"], seeds: [0], costs: PerformancePageTests.costs,
    costFile: PaperStudy.CostFile(
      digest: Digest(of: "costs"), machine: "Imaginary", instructions: "Imaginary",
      day: "2026-11-27"))

  /// Matching on both graphs.
  private static func both(isSimulated: Bool) throws -> FabricatedStudy {
    FabricatedStudy(
      preset: .quick, panels: ["9b", "10a"], onCiteseer: ["10a"], seeds: [0],
      sources: Sources(
        Source(try SimulatedSources.citations(), isSimulated: true),
        Source(
          try SimulatedSources.citeseer(), kind: .citeseer, isSimulated: isSimulated)))
  }

  @Test func haveNoTagThatTheirPagesDoNotKnow() throws {
    var tags = try TemplateTags(directory: BuiltSite.templates)
    let pages = RenderedPages()
    var folder = try TemplateFolder(contentsOf: BuiltSite.templates)
    folder.observer = { pages.note($0, $1) }
    for made in [try BuiltSite.simulated(), Self.measured] {
      _ = try BuiltSite.builder(made).files(with: folder)
    }
    for made in try Self.studies() { _ = try BuiltSite.builder(made).pages(with: folder) }
    var gallery = FabricatedGallery.gallery
    for _ in 0..<2 {
      var builder = BuiltSite.builder(try BuiltSite.simulated())
      builder.poisons = gallery
      _ = try builder.pages(with: folder)
      gallery.portraits.removeFirst()
    }
    _ = try StudySiteTests.site().files(with: folder, toolchain: BuiltSite.toolchain)
    pages.walk(&tags)
    var study = FabricatedStudy(panels: ["5b"], seeds: [0]).study
    study.growth = PerformancePageTests.growth
    tags.walk("performance", over: PerformancePage(study, ScalePageTests.study))
    tags.walk("scale", over: ScalePage(study, ScalePageTests.study))
    tags.walk("causes", over: CausesPage(study, try CausesPageTests.study()))
    tags.walk("attribution", over: AttributionPage(study, try AttributionPageTests.study()))
    tags.walk("field", over: FieldPage(study, FieldPageTests.study()))
    tags.walk("court", over: CourtPage(study, CourtPageTests.record))
    tags.walk("reliability", over: ReliabilityPage(study, ReliabilityPageTests.record))
    let poisons = try ProblemResults(try TutorialRun.shared.get().sweepRecords)
    tags.walk("problem", over: ProblemPage(poisons))
    #expect(tags.failing == [])
  }

  @Test func areMissedWhereATagIsUnknown() throws {
    let directory = try TemporaryDirectory()
    try directory.put(
      "{{#rows}}{{label}}{{lable}}{{/rows}}{{#none}}{{x}}{{/none}}", as: "a.mustache")
    struct Row { let label: String }
    struct Content {
      let rows: [Row]
      let none: Row?
    }
    var tags = try TemplateTags(directory: directory.url)
    tags.walk("a", over: Content(rows: [Row(label: "")], none: nil))
    #expect(tags.failing.map(\.name) == ["lable", "x"])
    tags.walk("a", over: Content(rows: [], none: Row(label: "")))
    #expect(tags.failing.map(\.name) == ["lable", "x"])
  }

  /// Cells are found by name without reflection: each of their names must be there.
  @Test func findEveryPartOfACell() {
    var cell = Table.Cell("1", range: "0 … 2")
    cell.link = "#here"
    for child in Mirror(reflecting: cell).children {
      #expect(cell.child(named: child.label ?? "") != nil, "\(child.label ?? "")")
    }
  }

  @Test func existForEveryLearnerAttackDefenceAndDomain() throws {
    let names = try TemplateTags(directory: BuiltSite.templates).names
    let wanted =
      LearnerCatalog.all.map { "learner-\($0.name)" }
      + AttackCatalog.all.filter { !$0.isControl }.map { "attack-\($0.name)" }
      + DefenceCatalog.all.map { "defence-\($0.name)" }
      + DomainCatalog.all.map { "data-\($0.name)" }
    for name in wanted { #expect(names.contains(name), "no template \(name).mustache") }
  }
}
