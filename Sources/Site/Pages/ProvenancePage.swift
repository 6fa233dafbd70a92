import Attacks
import Data
import Experiments
import Learning
import Paper
import Reproducibility

/// The content of the page that lists where everything comes from.
struct ProvenancePage {
  let frame: PageFrame
  let files: [Table.Row]
  let fileCount: String
  let sources: [Table.Row]
  let hasSources: Bool
  let sourceCount: String
  /// The kinds of source files that a simulator wrote.
  let simulated: [String]
  /// The digest of the calibration, and of the measured costs of iterations with where and when
  /// they were measured; nil where there are none.
  let calibration: String
  let costs: (digest: String, machine: String, day: String)?
  let toolchain: [Toolchain.Entry]
  /// The seeds, data and records of each panel and table.
  let panels: [Table.Row]
  let recordCount: String

  init(
    _ study: PaperStudy, _ results: [PanelValues], files: [SiteFile], toolchain: Toolchain
  ) throws {
    calibration = "\(try study.grid.calibration.digest)"
    costs = study.costFile.map {
      ("\($0.digest)", "\($0.machine), \($0.instructions) instructions", $0.day)
    }
    frame = PageFrame(of: study, page: SiteMap.provenance)
    self.files = files.map { Table.Row($0.path, bytes: $0.bytes.count, $0.digest) }
    fileCount = English.counted(files.count, "file")
    sources = study.sources.files.map { Table.Row($0) }
    hasSources = !sources.isEmpty
    sourceCount = English.counted(sources.count, "source file")
    simulated = SourceFormats.all.filter { study.sources[$0.kind]?.isSimulated == true }
      .map { "\($0.label)s" }
    self.toolchain = toolchain.entries
    panels =
      results.map { result in
        ProvenancePage.row(
          result.panel.id, SiteMap.chart(result.panel.id), result.panel.title,
          seeds: result.seeds, budgets: ([0] + result.budgets).map(result.label(ofBudget:)),
          records: result.records.all)
      } + ProvenancePage.tables(study)
    recordCount = English.counted(study.records.count, "record")
  }

  private static func row(
    _ id: String, _ href: String, _ title: String, seeds: [UInt64], budgets: [String],
    records: [Record]
  ) -> Table.Row {
    let seeds = seeds.map { "\($0)" }.joined(separator: ", ")
    return Table.Row(
      label: id, href: href,
      cells: [title, seeds, budgets.joined(separator: ", ")].map { Table.Cell(words: $0) }
        + [Table.Cell("\(records.count)")])
  }

  /// The tables that stand beside the figures.
  private static func tables(_ study: PaperStudy) -> [Table.Row] {
    var rows: [Table.Row] = []
    for name in study.adversaries.map(\.panel.attack.name).uniqued() {
      let own = study.adversaries.filter { $0.panel.attack.name == name }
      let records = own.flatMap(\.all)
      let budgets = Set(records.flatMap { [$0.budget.features, $0.budget.labels] }).sorted()
      rows.append(
        row(
          "Adversaries", "\(SiteMap.attack(AttackID(name)))#adversaries",
          "Adversaries with other aims and means, synthetic data", seeds: own[0].seeds,
          budgets: budgets.map { NumberFormat.exact($0) }, records: records))
    }
    if let first = study.comparisons.first {
      rows.append(
        row(
          "Regression", "\(SiteMap.learner(SimpleJoint.id))#regression",
          "Simple joint learner and regression on decisions, synthetic data",
          seeds: first.clean.map(\.seed), budgets: ["0"],
          records: study.comparisons.flatMap(\.clean)))
    }
    return rows
  }
}
