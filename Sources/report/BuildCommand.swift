import ArgumentParser
import Data
import Domains
import Experiments
import Foundation
import Paper
import Reproducibility
import Site

/// `report build`: runs what is missing of a preset and writes the site.
struct BuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Run what is missing, and write the site.",
    discussion: """
      Records are kept in data/poisons and data sets in data/datasets; what is there is not run \
      again. Stopping a build loses at most the experiments in flight. An attack or a training \
      that comes to nothing, as one that diverges, is kept as failed: the site shows the gap, and \
      the exit code is 2.
      """)

  @OptionGroup var repository: Repository
  @OptionGroup var sources: SourceOptions
  @OptionGroup var options: GridOptions
  @Option(
    help: """
      The directory that the site is written to. The default is site, and site/quick for the \
      preset quick.
      """)
  var output: String?
  @OptionGroup var jobs: JobsOption
  @Flag(
    help: ArgumentHelp(
      """
      Write the minutes and the memory that this run takes to data/run-time.json, from which the \
      page about verification has them; the store must be empty.
      """))
  var clock = false
  @Flag(help: "Overwrite a site that was made from other sources or by an earlier version.")
  var force = false

  func run() async throws {
    let root = try repository.directory()
    try output.map { try OutputDirectory(path: $0).check(force: force) }
    let grid = try options.presetOptions.grid(root: root)
    let asked = try grid.panels(answering: options.only)
    let data = try sources.load(root: root, for: grid.panels.map(\.domain))
    let bar = ProgressBar(measuringInto: root)
    let runner = jobs.runner(root: root, data, progress: bar)
    let writer = SiteWriter(folder: destination(root: root, isSimulated: data.isSimulated))
    if !force { try writer.check(replacingBy: data) }
    let shown = ShownParts(of: grid, asked: options.only.isEmpty ? nil : asked, in: runner)
    let selection = try Selection(
      grid, panels: try shown.panels(), includesTables: try shown.includesTables(), on: data)
    let start = Date()
    if clock {
      let known = runner.store.inventory(of: selection.items).contains(where: \.isDone)
      guard !known, options.only.isEmpty, !options.presetOptions.coarse else {
        throw Refusal(
          "--clock measures a whole run from an empty store: some records are here, or not all "
            + "figures are asked for.")
      }
    }
    let templates = root.appending(path: "Templates")
    let growing = GrowingSite(of: selection, templates: templates, writer: writer)
    let records = try await runner.study(of: selection.items) { known in
      if let page = try await growing.update(known) { await bar.show(page.path) }
    }
    if clock { try measured(since: start, jobs: runner.jobs).write(root: root) }
    let study = try PaperStudy(selection, records).withMeasuredCosts(root: root)
      .withExpense(in: runner.store, root: root)
    try sources.refuseChanged(since: data, root: root)
    let cache = PartCache(file: root.appending(path: "data/site-parts.json"), folder: writer.folder)
    var builder = SiteBuilder(study: study, templates: templates)
    (builder.cache, builder.measurements) = (cache, try Measurements(root: root))
    let portraits = PoisonCache(file: root.appending(path: "data/poison-portraits.json"))
    builder.poisons = try await PoisonGallery(
      of: study, in: runner.store, jobs: min(2, runner.jobs), cache: portraits)
    let files = try builder.files()
    try output.map { try OutputDirectory(path: $0).check(force: force) }
    let outcome = try writer.write(files, force: force)
    // Both are derived: where they cannot be written, the next build takes longer.
    do {
      try cache.write()
      try portraits.write()
    } catch is PartialFile.Failure {}
    print(
      "\(writer.folder.path): \(outcome.written.count) files written, "
        + "\(outcome.unchanged.count) unchanged, \(outcome.removed.count) removed")
    try Failures.refuse(among: selection.items, records)
  }

  /// The run since a time, with the peak memory of this process.
  private func measured(since start: Date, jobs: Int) -> StudyExpense.Run {
    StudyExpense.Run(
      preset: options.presetOptions.preset,
      minutes: (-start.timeIntervalSinceNow / 6).rounded() / 10, jobs: jobs,
      peakMegabytes: Machine.peakMegabytes().rounded())
  }

  /// The directory asked for; without one, simulated data keep away from a report of genuine data.
  private func destination(root: URL, isSimulated: Bool) -> URL {
    if let output { return URL(filePath: output, directoryHint: .isDirectory) }
    let site = root.appending(path: "site", directoryHint: .isDirectory)
    if options.presetOptions.preset == .quick {
      return site.appending(path: "quick", directoryHint: .isDirectory)
    }
    return isSimulated && !force && DeployedSite(folder: site.path).mayBeGenuine
      ? site.appending(path: "simulated", directoryHint: .isDirectory) : site
  }
}

/// What of a grid a build shows: what was asked for, and whole figures that are known without it.
private struct ShownParts {
  let grid: Grid
  /// Nil for everything.
  let asked: [Panel]?
  let runner: Runner

  init(of grid: Grid, asked: [Panel]?, in runner: Runner) {
    (self.grid, self.asked, self.runner) = (grid, asked, runner)
  }

  private func inventory(
    _ panels: [Panel], includesTables: Bool = false
  ) throws -> [RecordStore.InventoryEntry] {
    let selection = try Selection(
      grid, panels: panels, includesTables: includesTables, on: runner.laboratory.sources)
    return runner.store.inventory(of: selection.items)
  }

  /// The panels asked for, and those that will then be known: figures that were not asked for stay
  /// on the site, whole or not at all.
  func panels() throws -> [Panel] {
    guard let asked else { return grid.panels }
    let coming = Set(try inventory(asked).map(\.key))
    var known: Set<String> = []
    for panel in grid.panels {
      let entries = try inventory([panel])
      if entries.allSatisfy({ $0.isDone || coming.contains($0.key) }) { known.insert(panel.id) }
    }
    let figures = Set(asked.map(\.figure))
    return grid.panels.filter { panel in
      if asked.contains(where: { $0.id == panel.id }) { return true }
      let whole = grid.panels.filter { $0.figure == panel.figure }
      return figures.contains(panel.figure)
        ? known.contains(panel.id) : whole.allSatisfy { known.contains($0.id) }
    }
  }

  /// Whether the tables beside the figures are shown: if all is, or if they are known.
  func includesTables() throws -> Bool {
    guard asked != nil else { return true }
    return try inventory([], includesTables: true).allSatisfy(\.isDone)
  }
}
