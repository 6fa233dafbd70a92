import Attacks
import Charts
import Domains
import Foundation
import Learning
import Paper
import Reproducibility
import TestSupport
import Testing

@testable import Site

/// The site of a study that is not the paper's: two panels, a claim, and a figure of its own.
struct StudySiteTests {
  private static let title = "Can <this> be poisoned?"

  private static let plan = Plan(
    twoStage: TwoStage(training: Training(steps: 10, rate: 0.1)),
    decisionFocused: DecisionFocused(training: Training(steps: 10, rate: 0.1)),
    simpleJoint: SimpleJoint(training: Training(steps: 10, rate: 0.1)), budgets: [0.5, 1],
    referenceBudget: 0.5, seeds: [0, 1, 2], freshWeights: 2, draws: 2)

  private static func panel(_ id: String, steps: Int) -> Panel {
    Panel(
      id: id, title: "Attack of \(steps) steps on the two-stage learner, elsewhere",
      domain: SyntheticDomain(instances: 20),
      attack: MetaGradientAttack(iterations: steps, rule: .sign, stepSize: 0.1),
      attacked: plan.twoStage, plan: plan)
  }

  private static let claim = Claim(
    own: "C1", "The attack costs more than chance.", supported: "W > 0.05 G", panels: ["1a"],
    cells: [
      Claim.Cell("elsewhere") { evidence throws(Gap) in
        let effect = try evidence.effect("1a", on: .twoStage)
        return CellFinding(effect.share("two-stage"), above: 0.05, unit: effect.unit)
      }
    ])

  private static let figure = StudyFigure(
    number: "2", title: "What else there is",
    drawing: Chart(
      title: "Else",
      plots: [
        Plot(
          horizontal: .linear(label: "x"), vertical: VerticalAxis(label: "y"),
          series: [
            Series(
              label: "One", role: .level, points: [.init(x: 0, mean: 1), .init(x: 1, mean: 2)])
          ])
      ], description: "A line."), alternative: "Line chart of little.", caption: "A line.",
    findings: ["It rises."], table: [["x", "y"], ["0", "1"], ["1", "2"]])

  static func site() -> StudySite {
    let made = FabricatedStudy(seeds: plan.seeds)
    return StudySite(
      title: title, lead: "Something that others ask.", paragraphs: ["And why."],
      panels: [panel("1a", steps: 2), panel("1b", steps: 3)].map(made.records),
      claims: [claim], figures: [figure])
  }

  private static func files() throws -> [SiteFile] {
    try site().files(templates: BuiltSite.templates, toolchain: BuiltSite.toolchain)
  }

  @Test func hasAPagePerFigureAndOneOfClaims() throws {
    let files = try Self.files()
    let pages = BuiltSite.pages(files).map(\.path)
    #expect(
      pages == ["figure-1.html", "figure-2.html", "index.html", "ledger.html", "records-1.html"])
    for path in [
      "figures/1a.svg", "figures/1b.csv", "figures/2.pdf", "figures/claims.svg",
      "numbers/ledger.json", "manifest.json", "SHA256SUMS", "style.css",
    ] { #expect(files.contains { $0.path == path }, "\(path)") }
    let front = try BuiltSite.text("index.html", in: files)
    for text in [
      "Can &lt;this&gt; be poisoned?", "Something that others ask.", "And why.",
      "The attack costs more than chance.", "verdict reproduced", "Uniform noise",
    ] { #expect(front.contains(text), "\(text)") }
    #expect(try BuiltSite.text("figure-2.html", in: files).contains("It rises."))
    #expect(try BuiltSite.text("figures/2.csv", in: files) == "x,y\r\n0,1\r\n1,2\r\n")
  }

  @Test func linksOnlyToWhatIsThere() throws {
    let files = try Self.files()
    let link = try Regex("(?:href|src|srcset)=\"([^\"]*)\"", as: (Substring, Substring).self)
    let paths = Set(files.map(\.path))
    for (page, text) in BuiltSite.pages(files) {
      for match in text.matches(of: link) where !match.output.1.hasPrefix("data:") {
        let parts = match.output.1.split(
          separator: "#", maxSplits: 1, omittingEmptySubsequences: false
        ).map(String.init)
        if parts[0].hasPrefix("https://doi.org/") || parts[0].hasPrefix("https://proceedings.") {
          continue
        }
        let target = parts[0].isEmpty ? page : parts[0]
        #expect(paths.contains(target), "\(page) links to \(match.output.1)")
        guard parts.count == 2, target.hasSuffix(".html") else { continue }
        let there = try BuiltSite.text(target, in: files).contains("id=\"\(parts[1])\"")
        #expect(there, "\(page) links to \(match.output.1)")
      }
    }
  }

  @Test func saysNothingOfThePaperStudy() throws {
    for (page, text) in BuiltSite.pages(try Self.files()) {
      for phrase in [
        "data-based decisions</title>", "preset", "What the paper", "calibrat", "poisons.html",
        "the paper does not say", "the paper has no controls",
      ] { #expect(!text.contains(phrase), "\(page) says “\(phrase)”") }
    }
  }

  @Test func checksNoGradientWhereThereIsNone() throws {
    var panel = Self.panel("1a", steps: 2)
    panel.attack = RandomSigns()
    let records = PanelRecords(panel: panel, seeds: Self.plan.seeds) { experiment, _ in
      var record = FabricatedRecord(of: experiment, largestBudget: 1).record
      record.certificate = nil
      return record
    }
    let site = StudySite(title: Self.title, lead: "Nothing.", panels: [records], claims: [])
    let files = try site.files(templates: BuiltSite.templates, toolchain: BuiltSite.toolchain)
    let page = try BuiltSite.text("records-1.html", in: files)
    #expect(page.contains("No attack of this panel has a certificate."))
    #expect(!page.contains("Entries checked") && !page.contains("All 0 checks"))
  }

  @Test func isWrittenAndKnownByItsManifest() throws {
    let directory = try TemporaryDirectory()
    let writer = SiteWriter(folder: directory.url)
    let files = try Self.files()
    try writer.write(files)
    #expect(try writer.write(try Self.files()).written == [])
    let deployed = DeployedSite(folder: directory.url.path)
    #expect(try deployed.listedFiles().allSatisfy { !$0.state.isDifference })
    let manifest = try #require(deployed.manifest)
    #expect(manifest.study == Self.title && manifest.preset == nil && manifest.extent == nil)
    let keys = Set(Self.site().panels.flatMap(\.all).map(\.key))
    #expect(Set(manifest.inputs.records.map(\.key)) == keys)
  }

  @Test func manifestsNeedAStudyOrAPreset() throws {
    let text = try BuiltSite.text("manifest.json", in: try Self.files())
    guard case .object(var members) = try JSONValue(parsing: text) else { return }
    members["study"] = nil
    let lacking = JSONValue.object(members).canonicalText
    let error = #expect(throws: SiteManifest.Malformation.self) {
      try SiteManifest(json: lacking)
    }
    #expect(error?.reason == "it lacks preset")
  }
}
