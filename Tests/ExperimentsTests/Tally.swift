import Experiments
import TestSupport

/// Counts what was run.
actor Tally: ProgressReport {
  /// What every experiment that was run is called, in the order of their ends.
  private(set) var labels: [String] = []
  /// How many experiments the last study asked for.
  private(set) var total = 0

  func begin(total: Int, missing: [Double]) { self.total = total }
  func finished(_ step: ProgressStep) { labels.append(step.label) }
  func end() {}
}

/// Passes on what it is told, and keeps a directory while anybody may tell it something.
struct KeepingProgress: ProgressReport {
  let directory: TemporaryDirectory
  let tally: Tally

  func begin(total: Int, missing: [Double]) async {
    await tally.begin(total: total, missing: missing)
  }
  func finished(_ step: ProgressStep) async { await tally.finished(step) }
  func end() async { await tally.end() }
}
