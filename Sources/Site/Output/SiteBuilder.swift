import Charts
public import Experiments
public import Foundation
import Reproducibility

/// Computes a site from the records of a study; writes nothing.
///
/// The same study, templates and toolchain give the same bytes: there is no clock, host name or absolute path in them.
public struct SiteBuilder: Sendable {
  /// What the site is made from.
  public let study: Study
  /// The folder with the templates and the style sheet.
  public let templates: URL
  /// What pages say that the program was built with.
  public let toolchain: Toolchain

  /// A builder.
  ///
  /// - Parameters:
  ///   - study: the records, of any panels.
  ///   - templates: the folder `Templates` of the repository.
  ///   - toolchain: library versions to print. Default those in use.
  public init(study: Study, templates: URL, toolchain: Toolchain = .current) {
    (self.study, self.templates, self.toolchain) = (study, templates, toolchain)
  }

  /// All files of the site in the order of their paths.
  ///
  /// Figures, pages, then the page that lists these with their digests, the research crate, the manifest of all, and the list of sums.
  /// - Throws: `SiteError` where a template is missing or malformed, `ChartError` where a chart cannot be drawn.
  public func files() throws -> [SiteFile] {
    let templates = try TemplateFolder(contentsOf: templates)
    let results = study.panels.map(PanelResults.init)
    var files = [SiteFile(path: TemplateFolder.styleSheet, bytes: templates.style)]
    for exhibit in Exhibit.all(results) { files += try figureFiles(exhibit) }
    for learner in LearnerDiagram.all { files += try SiteBuilder.files(of: learner) }
    func add(_ path: String, _ template: String, _ content: Any) throws {
      files.append(SiteFile(path: path, text: try templates.page(template, content)))
    }
    let ledger = Ledger(study)
    try add("index.html", "index", FrontPage(study, results, ledger))
    try add(LedgerPage.path, "ledger", LedgerPage(study, ledger))
    for figure in PageFrame.figures(of: study) {
      let page = try FigurePage(
        figure: figure, study: study, results: results, toolchain: toolchain)
      try add(page.path, "figure", page)
    }
    try addComponents(results, to: add)
    for (name, choice) in CalibrationPage.used(in: study) {
      guard let chart = StepChart(domain: name, choice) else { continue }
      files += try SiteBuilder.files(
        of: chart.chart, named: chart.name, table: chart.table(choice))
    }
    for sweep in AttackPage.sweeps(results) {
      files += try SiteBuilder.files(of: sweep.chart, named: sweep.name, table: sweep.table)
    }
    try add(CalibrationPage.path, "calibration", CalibrationPage(study))
    try add("data.html", "data", try DataPage(study, results))
    try add("methods.html", "methods", MethodsPage(study, results))
    try add(VerifyPage.path, "verify", VerifyPage(study))
    try add(FormatsPage.path, "formats", FormatsPage(study))
    let listed = SiteBuilder.sorted(files)
    try add(
      "provenance.html", "provenance",
      ProvenancePage(study, results, files: listed, toolchain: toolchain))
    let crate = ResearchCrate(
      study: study, files: SiteBuilder.sorted(files), toolchain: toolchain)
    files.append(try crate.file())
    files.append(try SiteManifest(study, files: files, toolchain: toolchain).file())
    files.append(SiteBuilder.sums(of: SiteBuilder.sorted(files)))
    return SiteBuilder.sorted(files)
  }

  /// The pages of learners, attacks and controls, and the one that leads to them.
  private func addComponents(
    _ results: [PanelResults], to add: (String, String, Any) throws -> Void
  ) throws {
    try add(ComponentsPage.path, "learners-and-attacks", ComponentsPage(study))
    let learners = study.panels.flatMap { $0.panel.plan.victims }
    for name in ComponentsPage.learners(of: study) {
      guard let learner = learners.first(where: { type(of: $0).name == name }) else { continue }
      let page = try LearnerPage(learner: learner, study, results)
      try add(page.path, "learner-\(name)", page)
    }
    for name in ComponentsPage.attacks(of: study) {
      let page = try AttackPage(attack: name, study, results)
      try add(page.path, "attack-\(name)", page)
    }
    try add(ControlsPage.path, "controls", ControlsPage(study, results))
  }

  private func figureFiles(_ exhibit: Exhibit) throws -> [SiteFile] {
    try SiteBuilder.files(
      of: exhibit.chart, named: exhibit.id, table: SeedTable(exhibit.members).text)
  }

  /// A chart in both forms, and the numbers behind it.
  private static func files(of chart: Chart, named name: String, table: String) throws
    -> [SiteFile]
  {
    let renderer = ChartRenderer()
    return [
      SiteFile(path: "figures/\(name).svg", bytes: try renderer.svg(chart)),
      SiteFile(path: "figures/\(name).pdf", bytes: try renderer.pdf(chart)),
      SiteFile(path: "figures/\(name).csv", text: table),
    ]
  }

  /// A diagram in both forms.
  private static func files(of learner: LearnerDiagram) throws -> [SiteFile] {
    let renderer = DiagramRenderer()
    return [
      SiteFile(path: "figures/\(learner.id).svg", bytes: try renderer.svg(learner.diagram)),
      SiteFile(path: "figures/\(learner.id).pdf", bytes: try renderer.pdf(learner.diagram)),
    ]
  }

  /// The digests of files in the form that `sha256sum -c` reads.
  static func sums(of files: [SiteFile]) -> SiteFile {
    SiteFile(
      path: SiteManifest.sumsPath, text: files.map { "\($0.digest)  \($0.path)\n" }.joined())
  }

  private static func sorted(_ files: [SiteFile]) -> [SiteFile] {
    files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }
}
