import Charts
public import Experiments
public import Paper
public import Foundation
import Reproducibility

/// Computes a site from the records of a study; writes nothing.
///
/// The same study, templates and toolchain give the same bytes: there is no clock, host name or absolute path in them.
public struct SiteBuilder: Sendable {
  /// What the site is made from.
  public let study: PaperStudy
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
  public init(study: PaperStudy, templates: URL, toolchain: Toolchain = .current) {
    (self.study, self.templates, self.toolchain) = (study, templates, toolchain)
  }

  /// All files of the site in the order of their paths.
  ///
  /// Figures, pages, then the page that lists these with their digests, the research crate, the manifest of all, and the list of sums.
  /// - Throws: `SiteError` where a template is missing or malformed, `ChartError` where a chart cannot be drawn.
  public func files() throws -> [SiteFile] {
    let templates = try TemplateFolder(contentsOf: templates)
    let results = study.panels.map(PanelValues.init)
    let style = SiteFile(path: TemplateFolder.styleSheet, bytes: templates.style)
    let parts = charts(results) + pages(results, templates)
    var files = try [style] + parts.mapInParallel { try $0() }.flatMap { $0 }
    let listed = SiteBuilder.sorted(files)
    let provenance = ProvenancePage(study, results, files: listed, toolchain: toolchain)
    files.append(try templates.file("provenance.html", "provenance", provenance))
    let crate = ResearchCrate(
      study: study, files: SiteBuilder.sorted(files), toolchain: toolchain)
    files.append(try crate.file())
    files.append(try SiteManifest(study, files: files, toolchain: toolchain).file())
    files.append(SiteBuilder.sums(of: SiteBuilder.sorted(files)))
    return SiteBuilder.sorted(files)
  }

  /// Some files of a site, which depend on no others.
  private typealias Part = @Sendable () throws -> [SiteFile]

  /// Every chart and diagram.
  private func charts(_ results: [PanelValues]) -> [Part] {
    var parts: [Part] = Exhibit.all(results).map { exhibit in { try figureFiles(exhibit) } }
    parts += LearnerDiagram.all.map { learner in { try SiteBuilder.files(of: learner) } }
    for (name, choice) in CalibrationPage.used(in: study) {
      guard let chart = StepChart(domain: name, choice) else { continue }
      parts.append {
        try SiteBuilder.files(of: chart.chart, named: chart.name, table: chart.table(choice))
      }
    }
    return parts
      + AttackPage.sweeps(results).map { sweep in
        { try SiteBuilder.files(of: sweep.chart, named: sweep.name, table: sweep.table) }
      }
  }

  /// Every page but the one that lists the others' digests.
  private func pages(_ results: [PanelValues], _ templates: TemplateFolder) -> [Part] {
    let study = study
    var parts: [Part] = []
    func add(_ path: String, _ template: String, _ content: @escaping @Sendable () throws -> Any) {
      parts.append { [try templates.file(path, template, content())] }
    }
    parts.append {
      let ledger = Ledger(study)
      return [
        try templates.file("index.html", "index", FrontPage(study, results, ledger)),
        try templates.file(LedgerPage.path, "ledger", LedgerPage(study, ledger)),
      ]
    }
    for figure in PageFrame.figures(of: study) {
      parts.append {
        let page = try FigurePage(
          figure: figure, study: study, results: results, toolchain: toolchain)
        return [try templates.file(page.path, "figure", page)]
      }
    }
    add(ComponentsPage.path, "learners-and-attacks") { ComponentsPage(study) }
    let learners = study.panels.flatMap { $0.panel.plan.victims }
    for name in ComponentsPage.learners(of: study) {
      guard let learner = learners.first(where: { type(of: $0).name == name }) else { continue }
      parts.append {
        let page = try LearnerPage(learner: learner, study, results)
        return [try templates.file(page.path, "learner-\(name)", page)]
      }
    }
    for name in ComponentsPage.attacks(of: study) {
      parts.append {
        let page = try AttackPage(attack: name, study, results)
        return [try templates.file(page.path, "attack-\(name)", page)]
      }
    }
    add(ControlsPage.path, "controls") { ControlsPage(study, results) }
    add(CalibrationPage.path, "calibration") { CalibrationPage(study) }
    add("data.html", "data") { try DataPage(study, results) }
    add("methods.html", "methods") { MethodsPage(study, results) }
    add(VerifyPage.path, "verify") { VerifyPage(study) }
    add(FormatsPage.path, "formats") { FormatsPage(study) }
    return parts
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
