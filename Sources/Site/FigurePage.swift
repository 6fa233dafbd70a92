import Domains
import Experiments
import Reproducibility

/// The content of the page of one figure number.
struct FigurePage {
  /// One panel with everything that belongs to it.
  struct PanelSection {
    let id: String
    let title: String
    let picture: FrontPage.Picture
    let sentences: [String]
    let statistic: String
    let seeds: String
    let weights: String
    let draws: String
    let controls: String
    let levels: String
    let numbers: NumberTable
    let certificates: CertificateTable
    let settings: [SettingList.Setting]
    let provenance: Provenance
    let csv: String
    let pdf: String
  }

  let frame: PageFrame
  let figure: String
  let path: String
  let panels: [PanelSection]
  let note: PaperNote?
  let columns: [(name: String, meaning: String)]
  let sources: [SourceRow]
  let hasSources: Bool
  let sourceCount: String
  let toolchain: [Toolchain.Entry]

  init(figure: String, study: Study, results: [PanelResults], toolchain: Toolchain) throws {
    let own = results.filter { $0.panel.figure == figure }
    path = "figure-\(figure).html"
    self.figure = figure
    let titles = own.map { "\($0.panel.id), \($0.panel.title)" }.joined(separator: "; ")
    frame = PageFrame(
      of: study, page: path, title: "Figure \(figure)",
      heading: FigurePage.heading(own) ?? "Figure \(figure)",
      description: "Figure \(titles): chart, numbers, checks and provenance.")
    panels = try own.map { try FigurePage.section($0, sources: study.sources) }
    note = PaperNote(figure: figure)
    columns = SeedTable.columns
    let usesPrices = own.contains { type(of: $0.panel.domain).needsPrices }
    sources = usesPrices ? SourceRow.all(study.sources) : []
    hasSources = !sources.isEmpty
    sourceCount = Wording.counted(sources.count, "source file")
    self.toolchain = toolchain.entries
  }

  private static func heading(_ results: [PanelResults]) -> String? {
    guard let first = results.first else { return nil }
    // What the titles of all panels begin with: "Attack on the two-stage learner, synthetic data".
    let parts = results.map { $0.panel.title.split(separator: ", ").map(String.init) }
    let count = parts.map(\.count).min() ?? 0
    let shared = (0..<count).prefix { index in parts.allSatisfy { $0[index] == parts[0][index] } }
    let title =
      shared.isEmpty ? first.panel.title : parts[0][..<shared.count].joined(separator: ", ")
    return "Figure \(first.panel.figure): \(title)"
  }

  private static func section(_ results: PanelResults, sources: SourceData) throws -> PanelSection {
    let id = results.panel.id
    let plan = results.panel.plan
    let count = results.seeds.count
    return PanelSection(
      id: id, title: "\(id). \(results.panel.title)", picture: FrontPage.picture(results),
      sentences: Finding.all(results).map(\.sentence),
      statistic: count > 1
        ? "means over n = \(count) seeds with 95\u{a0}% t-intervals over seeds"
        : "the values of a single seed, which has no interval",
      seeds: results.seeds.map { "\($0)" }.joined(separator: ", "),
      weights: "\(plan.freshWeights)", draws: "\(plan.draws)",
      controls: Wording.joined(
        results.controls.map { Wording.label(ofTreatment: $0).lowercased() }),
      levels: Wording.joined(results.levels.map { Wording.label(ofLevel: $0) }),
      numbers: NumberTable(results), certificates: CertificateTable(results),
      settings: SettingList(results.panel).settings,
      provenance: try Provenance(results, sources: sources), csv: "figures/\(id).csv",
      pdf: "figures/\(id).pdf")
  }
}
