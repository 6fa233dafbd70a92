public import Experiments
public import TestSupport

/// Keeps what was run.
public actor RunLog: ProgressReport {
  /// What every experiment that was run is called, in the order of their ends.
  public private(set) var labels: [String] = []
  /// How many experiments the last study asked for.
  public private(set) var total = 0

  /// A log of nothing.
  public init() {}

  /// Notes how many experiments are asked for.
  public func begin(total: Int, missing: [ProgressWork], jobs: Int) { self.total = total }
  /// Notes what was run.
  public func finished(_ step: ProgressStep) { labels.append(step.label) }
  /// Notes nothing.
  public func end() {}
}

/// Passes on what it is told, and keeps a directory while anybody may tell it something.
private struct KeepingProgress: ProgressReport {
  let directory: TemporaryDirectory
  let log: RunLog

  func begin(total: Int, missing: [ProgressWork], jobs: Int) async {
    await log.begin(total: total, missing: missing, jobs: jobs)
  }
  func finished(_ step: ProgressStep) async { await log.finished(step) }
  func end() async { await log.end() }
}

extension Runner {
  /// A runner that keeps records below a directory, which it keeps in turn.
  public init(in directory: TemporaryDirectory, jobs: Int = 2, telling log: RunLog = RunLog()) {
    self.init(
      store: RecordStore(root: directory.url), laboratory: Laboratory(sources: [:]), jobs: jobs,
      progress: KeepingProgress(directory: directory, log: log))
  }
}
