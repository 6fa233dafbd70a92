import Experiments
import Learning
import Reproducibility

/// The content of the page that lists where everything comes from.
struct ProvenancePage {
  /// A file of the site.
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

  init(_ study: Study, _ results: [PanelResults], files: [SiteFile], toolchain: Toolchain) {
    frame = PageFrame(
      of: study, page: "provenance.html", title: "Provenance",
      heading: "Where every number comes from",
      description:
        "Digests of all files of this site and of its sources, library versions, seeds, and how to verify them."
    )
    self.files = files.map {
      FileRow(path: $0.path, bytes: Wording.grouped($0.bytes.count), digest: "\($0.digest)")
    }
    fileCount = Wording.counted(files.count, "file")
    sources = SourceRow.all(study.sources)
    hasSources = !sources.isEmpty
    sourceCount = Wording.counted(sources.count, "source file")
    simulated = [
      study.pricesAreSimulated == true ? "price files" : nil,
      study.citationsAreSimulated == true ? "citation files" : nil,
    ].compactMap { $0 }
    self.toolchain = toolchain.entries
    panels =
      results.map { result in
        PanelRow(
          id: result.panel.id,
          href: "figure-\(result.panel.figure).html#panel-\(result.panel.id)",
          title: result.panel.title, seeds: result.seeds.map { "\($0)" }.joined(separator: ", "),
          budgets: ([0] + result.budgets).map(result.label(ofBudget:)).joined(separator: ", "),
          records: "\(result.records.clean.count + result.records.treated.count)")
      } + ProvenancePage.tables(study)
    recordCount = Wording.counted(study.records.count, "record")
  }

  /// The tables that stand beside the figures.
  private static func tables(_ study: Study) -> [PanelRow] {
    func seeds(_ records: [Record]?) -> String {
      records?.map { "\($0.seed)" }.joined(separator: ", ") ?? "–"
    }
    var rows: [PanelRow] = []
    for name in study.adversaries.map({ type(of: $0.adversary.attack).name }).uniqued() {
      let own = study.adversaries.filter { type(of: $0.adversary.attack).name == name }
      let budgets = own.flatMap { [$0.adversary.budget.features, $0.adversary.budget.labels] }
      rows.append(
        PanelRow(
          id: "Adversaries", href: "\(AttackPage.path(of: name))#adversaries",
          title: "Adversaries with other aims and means, synthetic data",
          seeds: seeds(own.first?.clean),
          budgets: Set(budgets).sorted().map { NumberFormat.exact($0) }.joined(separator: ", "),
          records: "\(own.reduce(0) { $0 + $1.clean.count + $1.attacked.count + $1.control.count })"
        ))
    }
    if !study.comparisons.isEmpty {
      rows.append(
        PanelRow(
          id: "Regression", href: "\(LearnerPage.path(of: SimpleJoint.name))#regression",
          title: "Simple joint learner and regression on decisions, synthetic data",
          seeds: seeds(study.comparisons.first?.clean), budgets: "0",
          records: "\(study.comparisons.reduce(0) { $0 + $1.clean.count })"))
    }
    return rows
  }
}
