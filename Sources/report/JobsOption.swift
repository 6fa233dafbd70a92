import ArgumentParser
import Data
import Experiments
import Foundation

/// How many experiments run at once.
struct JobsOption: ParsableArguments {
  @Option(help: "How many experiments run at once. The default is the number of cores.")
  var jobs: Int?

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1, it is \(jobs).") }
  }

  /// Runs experiments on these sources and keeps their records in a repository.
  func runner(
    root: URL, _ sources: Sources, progress: ProgressBar = ProgressBar()
  ) -> Runner {
    Runner(
      store: RecordStore(root: root), laboratory: Laboratory(sources: sources),
      jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount, progress: progress)
  }
}
