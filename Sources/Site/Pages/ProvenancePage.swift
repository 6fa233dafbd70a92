import Attacks
import Data
import Experiments
import Learning
import Paper
import Reproducibility

/// The content of the page that lists where everything comes from.
struct ProvenancePage {
  struct FileRow {
    let path: String
    let bytes: String
    let digest: String
  }

  /// The seeds, data and records of a panel.
  struct PanelRow {
    let id: String
    let href: String
    let title: String
    let seeds: String
    let budgets: String
    let records: String
  }

  let frame: PageFrame
  let files: [FileRow]
  let fileCount: String
  let sources: [SourceRow]
  let hasSources: Bool
  let sourceCount: String
  /// The kinds of source files that a simulator wrote.
  let simulated: [String]
  let toolchain: [Toolchain.Entry]
  let panels: [PanelRow]
  let recordCount: String

  init(_ study: PaperStudy, _ results: [PanelValues], files: [SiteFile], toolchain: Toolchain) {
    frame = PageFrame(
      of: study, page: SiteMap.provenance, title: "Provenance",
      heading: "Where every number comes from",
      description: """
        Digests of all files of this site and of its sources, library versions, seeds, and how to \
        verify them.
        """
    )
    self.files = files.map {
      FileRow(path: $0.path, bytes: NumberFormat.grouped($0.bytes.count), digest: "\($0.digest)")
    }
    fileCount = English.counted(files.count, "file")
    sources = study.sources.files.map(SourceRow.init)
    hasSources = !sources.isEmpty
    sourceCount = English.counted(sources.count, "source file")
    simulated = SourceFormats.all.filter { study.sources[$0.kind]?.isSimulated == true }
      .map { "\($0.label)s" }
    self.toolchain = toolchain.entries
    panels =
      results.map { result in
        PanelRow(
          id: result.panel.id,
          href: SiteMap.chart(result.panel.id),
          title: result.panel.title, seeds: result.seeds.map { "\($0)" }.joined(separator: ", "),
          budgets: ([0] + result.budgets).map(result.label(ofBudget:)).joined(separator: ", "),
          records: "\(result.records.all.count)")
      } + ProvenancePage.tables(study)
    recordCount = English.counted(study.records.count, "record")
  }

  /// The tables that stand beside the figures.
  private static func tables(_ study: PaperStudy) -> [PanelRow] {
    func seeds(_ records: [Record]?) -> String {
      records?.map { "\($0.seed)" }.joined(separator: ", ") ?? "–"
    }
    var rows: [PanelRow] = []
    for name in study.adversaries.map(\.panel.attack.name).uniqued() {
      let own = study.adversaries.filter { $0.panel.attack.name == name }
      let budgets = own.flatMap(\.all).flatMap { [$0.budget.features, $0.budget.labels] }
      rows.append(
        PanelRow(
          id: "Adversaries", href: "\(SiteMap.attack(AttackID(name)))#adversaries",
          title: "Adversaries with other aims and means, synthetic data",
          seeds: seeds(own.first?.clean),
          budgets: Set(budgets).sorted().map { NumberFormat.exact($0) }.joined(separator: ", "),
          records: "\(own.reduce(0) { $0 + $1.all.count })"
        ))
    }
    if !study.comparisons.isEmpty {
      rows.append(
        PanelRow(
          id: "Regression", href: "\(SiteMap.learner(SimpleJoint.id))#regression",
          title: "Simple joint learner and regression on decisions, synthetic data",
          seeds: seeds(study.comparisons.first?.clean), budgets: "0",
          records: "\(study.comparisons.reduce(0) { $0 + $1.clean.count })"))
    }
    return rows
  }
}
