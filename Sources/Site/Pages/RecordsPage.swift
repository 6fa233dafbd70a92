import Data
import Experiments
import Paper
import Reproducibility

/// The content of the page that lists what a figure was made from, down to the bytes: settings,
/// checks of gradients, records with their options and keys, data sets, source files.
struct RecordsPage {
  struct Section {
    let id: String
    let title: String
    let href: String
    let settings: [SettingList.Row]
    /// Whether it is said of any setting where it comes from.
    let hasOrigins: Bool
    let certificates: CertificateTable
    let hasVariants: Bool
    let provenance: Provenance
  }

  let frame: PageFrame
  let figure, title, description: String
  let panels: [Section]
  let sources: [Table.Row]
  let hasSources: Bool
  let sourceCount: String

  init(figure: String, study: PaperStudy, results: [PanelValues]) throws {
    try self.init(
      figure: figure, results, frame: PageFrame(of: study, page: SiteMap.records(figure)),
      sources: study.sources
    ) { SettingList($0, study.grid.calibration) }
  }

  /// The page of a figure's panels in a frame, with the settings that a function finds.
  init(
    figure: String, _ results: [PanelValues], frame: PageFrame, sources: Sources,
    settings: (Panel) -> SettingList
  ) throws {
    let own = results.filter { $0.panel.figure == figure }
    self.frame = frame
    self.figure = SiteMap.figure(figure)
    title = "What figure \(figure) was made from"
    description = """
      Settings, checks of gradients, and every record, data set and source file that figure \
      \(figure) was made from, with digests.
      """
    panels = try own.map {
      let settings = settings($0.panel).settings
      return Section(
        id: $0.panel.id, title: "\($0.panel.id). \($0.panel.title)",
        href: SiteMap.chart($0.panel.id), settings: settings,
        hasOrigins: settings.contains { !$0.origin.isEmpty },
        certificates: CertificateTable($0), hasVariants: !$0.panel.variants.isEmpty,
        provenance: try Provenance($0, sources: sources))
    }
    let kinds = own.flatMap(\.panel.domain.sources)
    self.sources = sources.restricted(to: kinds).files.map { Table.Row($0) }
    hasSources = !self.sources.isEmpty
    sourceCount = English.counted(self.sources.count, "source file")
  }
}
