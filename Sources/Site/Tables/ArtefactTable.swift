import Paper
import Reproducibility

/// What to run for each claim, what that takes, and what has to come out: the table that artefact
/// evaluations ask for.
struct ArtefactTable {
  struct Row {
    let claim, href: String
    /// Its parts, between which a line may end; empty where there is nothing to run.
    let command: [String]
    /// Of the run, and of the room on disk.
    let time, megabytes: String
    let verdict: VerdictMark
    /// What each deciding cell has to come to.
    let expected: [String]
  }

  let rows: [Row]
  /// What times are: minutes of a measured run, or shares of all the work.
  let timeHead: String
  /// How they were come by, in a sentence.
  let timing: String

  init(_ study: PaperStudy, _ ledger: Ledger) {
    let run = study.expense?.run
    timeHead = run == nil ? "Share of the work" : "Minutes"
    timing =
      run.map { run in
        """
        The whole preset took \(NumberFormat.chosen(run.minutes)) minutes by \
        \(English.counted(run.jobs, "job")) at once on one machine, with \
        \(NumberFormat.chosen(run.peakMegabytes)) MB of memory at the peak; a claim’s part of it \
        is taken in proportion to its training steps.
        """
      } ?? """
        No whole run from an empty store was measured with this site; a claim’s part of the work \
        is that of its training steps.
        """
    let shown = Set(study.panels.map(\.panel.id))
    rows = ledger.rows.map { row in
      let panels = row.claim.panels.filter(shown.contains)
      let expense = study.expense(of: panels)
      let time =
        panels.isEmpty
        ? "–"
        : run.map { ArtefactTable.minutes($0.minutes * expense.share) }
          ?? NumberFormat.percent(expense.share)
      return Row(
        claim: row.claim.id, href: "\(SiteMap.ledger)#\(row.claim.id)",
        command: panels.isEmpty
          ? []
          : [
            "report build --preset \(study.preset.rawValue)",
            "--only \(panels.joined(separator: " "))",
          ],
        time: time,
        megabytes: expense.megabytes.map { ArtefactTable.minutes($0) } ?? "–",
        verdict: VerdictMark(row.verdict),
        expected: row.findings.filter(\.isDeciding).map { label, _, finding in
          "\(label): \(ArtefactTable.expected(finding))"
        })
    }
  }

  /// The number that decides a cell, to four digits, or what there is instead.
  private static func expected(_ finding: CellFinding) -> String {
    guard let effect = finding.effect else { return finding.decision.rawValue }
    func text(_ x: Double) -> String { Wording.short(x, digits: 4) }
    let range = effect.interval.bounds.map {
      " [\(text($0.lowerBound)), \(text($0.upperBound))]"
    }
    return text(effect.interval.mean) + (range ?? "")
  }

  private static func minutes(_ x: Double) -> String {
    x < 0.1 ? "< 0.1" : NumberFormat.fixed(x, decimals: x < 10 ? 1 : 0, typographic: true)
  }
}
