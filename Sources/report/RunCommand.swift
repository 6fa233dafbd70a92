import ArgumentParser
import Experiments
import Foundation
import Reproducibility

/// `report run`: the experiments of a preset, or of one part of it, without a site.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run what is missing of a preset, or of one part of it, and write no site.",
    discussion: """
      With --shard i/n only the experiments whose key falls into part i of n: each is in exactly \
      one part, and every machine divides alike. Parts need nothing of each other. Records go to \
      data/poisons; where parts were run in other directories, “report merge” unites them, and \
      then “report build” finds everything. \
      The exit code is 2 if an attack or a training came to nothing.
      """)

  @OptionGroup var repository: Repository
  @OptionGroup var sources: SourceOptions
  @OptionGroup var options: GridOptions
  @Option(help: ArgumentHelp("Which part of how many, such as 2/8.", valueName: "i/n"))
  var shard: Shard?
  @OptionGroup var jobs: JobsOption

  func run() async throws {
    let root = try repository.directory()
    let selection = try options.selection(root: root, sources)
    let items = Runner.unique(selection.items).filter { shard?.contains($0.key) ?? true }
    let runner = jobs.runner(
      root: root, selection.sources, progress: ProgressBar(measuringInto: root))
    let records = try await runner.study(of: items, keepsSummary: shard == nil)
    try sources.refuseChanged(since: selection.sources, root: root)
    let part = shard.map { " of part \($0)" } ?? ""
    print("\(English.counted(records.count, "experiment"))\(part): all are there")
    try Failures.refuse(among: items, records)
  }
}

extension Shard: ExpressibleByArgument {
  /// Reads `i/n`.
  public init?(argument: String) { self.init(argument) }
}

/// Experiments of which something came to nothing.
enum Failures {
  /// Names the first of them on standard error.
  ///
  /// - Throws: the exit code 2 if there is one.
  static func refuse(among items: [KeyedExperiment], _ records: [Digest: Record]) throws {
    let failed = Runner.unique(items).filter { records[$0.key]?.failures.isEmpty == false }
    guard let first = failed.first, let failure = records[first.key]?.failures.first else { return }
    StandardStreams.say(
      """
      Failed: \(failed.count) of \(records.count) experiments lack a result; the figures' pages \
      name them. The first is “\(first.experiment.label)”: \(failure.reason).

      """)
    throw ExitCode(2)
  }
}
