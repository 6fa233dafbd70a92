public import Data
public import Foundation
public import Paper
import Reproducibility

/// The site of a study of one's own: its panels, its claims and its figures as pages, with a
/// manifest that names the digest of everything.
///
/// It holds a front page, a page per figure with the numbers and checks of its panels, a page per
/// figure with the records that it was made from, and a page of claims with their verdicts. The
/// same records give the same bytes.
///
/// ```swift
/// let site = StudySite(
///   title: "Can a battery be fooled?", lead: "A battery buys and sells by predicted prices.",
///   panels: selection.records(in: known), claims: claims)
/// try SiteWriter(folder: folder).write(site.files(templates: templates))
/// ```
public struct StudySite: Sendable {
  /// What the study asks, as the title of every page.
  public var title: String
  /// What it is about, in a sentence or two.
  public var lead: String
  /// What else the front page says, a paragraph each; the default is nothing.
  public var paragraphs: [String]
  /// The panels with their records, in the order of the figures.
  public var panels: [PanelRecords]
  /// The claims, in the order of their page.
  public var claims: [Claim]
  /// Figures that the study draws itself; the default is none.
  public var figures: [StudyFigure]
  /// The files that its domains read; the default is none.
  public var sources: Sources

  /// A site of the given parts.
  ///
  /// - Precondition: panels begin with the number of their figure, which no figure of `figures`
  ///   has, and no two claims have the same identifier.
  public init(
    title: String, lead: String, paragraphs: [String] = [], panels: [PanelRecords],
    claims: [Claim], figures: [StudyFigure] = [], sources: Sources = Sources()
  ) {
    let numbers = panels.map(\.panel.figure).uniqued() + figures.map(\.number)
    precondition(!panels.isEmpty && !numbers.contains(""), "panels without a number: \(numbers)")
    precondition(Set(numbers).count == numbers.count, "two figures of one number: \(numbers)")
    precondition(
      Set(claims.map(\.id)).count == claims.count, "two claims of one name: \(claims.map(\.id))")
    (self.title, self.lead, self.paragraphs) = (title, lead, paragraphs)
    (self.panels, self.claims, self.figures) = (panels, claims, figures)
    self.sources = sources
  }

  /// All files of the site in the order of their paths.
  ///
  /// - Parameters:
  ///   - templates: the directory `Templates` of this program's repository, or one like it.
  ///   - toolchain: library versions to print. The default is those in use.
  /// - Returns: the files, for a `SiteWriter`.
  /// - Throws: `SiteError` where a template is missing or malformed, `ChartError` where a chart
  ///   cannot be drawn.
  public func files(templates: URL, toolchain: Toolchain = .current) throws -> [SiteFile] {
    try files(with: TemplateFolder(contentsOf: templates), toolchain: toolchain)
  }

  /// The same with templates that were read before.
  func files(with templates: TemplateFolder, toolchain: Toolchain) throws -> [SiteFile] {
    let results = panels.map { PanelValues($0) }
    let ledger = Ledger(claims, on: Evidence(panels, planned: panels.map(\.panel)))
    var files = [SiteFile(path: TemplateFolder.styleSheet, bytes: templates.style)]
    files += try figurePages(results, templates) + claimPages(ledger, templates)
    for figure in figures {
      let path = SiteMap.figure(figure.number)
      files += try figure.files()
      files.append(
        try templates.file(path, "study-figure", StudyFigurePage(figure, frame: frame(path))))
    }
    let page = StudyPage(
      title, lead: lead, paragraphs: paragraphs, ledger, results, figures,
      frame: frame(SiteMap.front))
    files.append(try templates.file(SiteMap.front, "study", page))
    let records = panels.flatMap(\.all).uniqued(by: \.key)
    files.append(
      try SiteManifest(
        of: title, files: files, sources: sources, records: records, toolchain: toolchain
      ).file())
    files.append(SiteBuilder.sums(of: SiteBuilder.sorted(files)))
    return SiteBuilder.sorted(files)
  }

  /// Of every figure with panels its charts, its page, and the page of its records.
  private func figurePages(
    _ results: [PanelValues], _ templates: TemplateFolder
  ) throws -> [SiteFile] {
    let exhibits = Exhibit.all(results)
    var files = try exhibits.flatMap { exhibit in
      try SiteFile.drawn(
        of: exhibit.chart, at: SiteMap.image(exhibit.id), table: SeedTable(exhibit.members).text)
    }
    for number in exhibits.map(\.figure).uniqued() {
      let (path, records) = (SiteMap.figure(number), SiteMap.records(number))
      let page = try FigurePage(
        figure: number, exhibits.filter { $0.figure == number }, frame: frame(path))
      files.append(try templates.file(path, "figure", page))
      let list = try RecordsPage(
        figure: number, results, frame: frame(records), sources: sources
      ) { SettingList($0) }
      files.append(try templates.file(records, "figure-records", list))
    }
    return files
  }

  /// The page of claims, its plot, and the claims for programs.
  private func claimPages(_ ledger: Ledger, _ templates: TemplateFolder) throws -> [SiteFile] {
    let chart = ClaimChart(ledger)
    let page = StudyClaimsPage(ledger, chart, panels: panels, frame: frame(SiteMap.ledger))
    var files = [
      try templates.file(SiteMap.ledger, "study-claims", page),
      SiteFile(path: PublishedNumbers.ledger, text: try LedgerFile(panels, ledger).text()),
    ]
    if let chart {
      files += try SiteFile.drawn(
        of: chart.drawing, at: SiteMap.image(ClaimChart.name), table: chart.table)
    }
    return files
  }

  private func frame(_ path: String) -> PageFrame {
    let shown = panels.map(\.panel.figure).uniqued().map {
      SiteMap.Entry(href: SiteMap.figure($0), label: "Figure \($0)", below: [SiteMap.records($0)])
    }
    let own = figures.map {
      SiteMap.Entry(href: SiteMap.figure($0.number), label: "Figure \($0.number)")
    }
    let claims = [SiteMap.Entry(href: SiteMap.ledger, label: "Claims")]
    return PageFrame(
      title, page: path, in: [SiteMap.Group(name: "Results", entries: shown + own + claims)],
      sources: sources, verify: "\(SiteMap.front)#check", checks: "\(SiteMap.front)#checks")
  }
}
