import Paper
import Reproducibility

/// The content of the page with the claims of a study: each with its rule, what its cells say, and
/// the verdict that follows.
struct StudyClaimsPage {
  let frame: PageFrame
  let counts: [VerdictTally]
  let claimCount: String
  /// All cells in one plot; nil where no cell has an effect.
  let plot: Picture?
  let all: [LedgerPage.Row]
  /// What unattacked victims and reference decisions reach in a panel.
  let levels: [Table.Row]
  let levelNames = LedgerPage.levelNames
  /// The same for programs.
  let published = PublishedNumbers.ledger

  init(_ ledger: Ledger, _ chart: ClaimChart?, panels: [PanelRecords], frame: PageFrame) {
    self.frame = frame
    counts = VerdictTally.all(of: ledger)
    claimCount = English.counted(ledger.rows.count, "claim")
    plot = chart?.picture
    all = LedgerPage.rows(of: ledger, panels: panels)
    levels = LedgerPage.levels(of: panels)
  }
}
