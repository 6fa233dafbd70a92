import ArgumentParser
import Domains
import Experiments
import Foundation
import Reproducibility
import Site

/// `report build`: runs what is missing of a preset and writes the site.
struct BuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Run what is missing, and write the site.",
    discussion: """
      Records are kept in data/poisons and data sets in data/datasets; what is there is not run again. Stopping a build \
      loses at most the experiments in flight.
      """)

  @OptionGroup var repository: Repository
  @OptionGroup var sources: SourceOptions
  @Option(help: "quick, paper or full.") var preset: Preset = .paper
  @Option(help: "Where the site goes. Default: site; site/quick for the preset quick.")
  var output: String?
  @Option(help: "How many experiments run at once. Default: as many as there are cores.")
  var jobs: Int?
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Run only what these figures need, as 5 or 8a.", valueName: "figure"))
  var only: [String] = []
  @Flag(help: "Run only the middle, the reference and the largest budget of each panel.")
  var coarse = false
  @Flag(help: "Overwrite a site that was made from other sources.") var force = false

  func validate() throws {
    if let jobs, jobs < 1 {
      throw ValidationError("--jobs must be at least 1, it is \(jobs).")
    }
  }

  func run() async throws {
    let root = try repository.folder()
    let grid = Grid(preset, try Calibration(root: root), isCoarse: coarse)
    let asked = try grid.panels(answering: only)
    let data = try sources.load(root: root, for: grid.panels.map(\.domain))
    let runner = Runner(
      store: RecordStore(root: root), laboratory: Laboratory(sources: data),
      jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount, progress: ProgressBar())
    let panels = try panels(of: grid, asked: asked, runner)
    let tables = Selection(grid, panels: [], includesTables: true)
    let includesTables = try only.isEmpty || runner.inventory(tables).allSatisfy(\.isDone)
    let study = try await runner.study(
      Selection(grid, panels: panels, includesTables: includesTables))
    try sources.refuseChanged(since: data, root: root)
    let folder = try destination(root: root, simulated: data.isSimulated)
    let templates = root.appending(path: "Templates")
    let files = try SiteBuilder(study: study, templates: templates).files()
    let outcome = try SiteWriter(folder: folder).write(files, force: force)
    try PerformancePage.write(
      study, try PerformanceCommand.measured(root: root), templates: templates, into: folder)
    print(
      "\(folder.path): \(outcome.written.count) files written, \(outcome.unchanged.count) unchanged, \(outcome.removed.count) removed"
    )
  }

  /// The panels asked for, and those that will then be known: figures that were not asked for stay on the site, whole or not at all.
  private func panels(of grid: Grid, asked: [Experiments.Panel], _ runner: Runner) throws
    -> [Experiments.Panel]
  {
    if only.isEmpty { return grid.panels }
    let coming = Set(try runner.inventory(Selection(grid, panels: asked)).map(\.key))
    var known: Set<String> = []
    for panel in grid.panels {
      let entries = try runner.inventory(Selection(grid, panels: [panel]))
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

  /// The folder asked for; without one, simulated data keep away from a published report of real data.
  private func destination(root: URL, simulated: Bool) throws -> URL {
    if let output { return URL(filePath: output, directoryHint: .isDirectory) }
    let site = root.appending(path: "site", directoryHint: .isDirectory)
    if preset == .quick { return site.appending(path: "quick", directoryHint: .isDirectory) }
    let holdsReal = BuildCommand.isReal(site.appending(path: "manifest.json"))
    return simulated && holdsReal && !force
      ? site.appending(path: "simulated", directoryHint: .isDirectory) : site
  }

  /// Whether a manifest is that of a site made from real data.
  private static func isReal(_ manifest: URL) -> Bool {
    do {
      let text = String(decoding: try Data(contentsOf: manifest), as: UTF8.self)
      let inputs = try JSONValue(parsing: text)["inputs"]
      return ["prices_are_simulated", "citations_are_simulated"]
        .contains { inputs?[$0]?.bool == false }
    } catch { return false }
  }
}
