import Domains
import Reproducibility

/// The parts of a grid that are to be run.
public struct Selection: Sendable {
  /// The grid.
  public var grid: Grid
  /// Its panels.
  public var panels: [Panel]
  /// Whether the tables of adversaries and of learners on clean data are run, too.
  public var includesTables: Bool

  /// The given panels of a grid; by default all of it.
  public init(_ grid: Grid, panels: [Panel]? = nil, includesTables: Bool? = nil) {
    self.grid = grid
    self.panels = panels ?? grid.panels
    self.includesTables = includesTables ?? (panels == nil)
  }

  var adversaries: [AdversaryCase] { includesTables ? grid.adversaries : [] }
  var comparisons: [LearnerComparison] { includesTables ? grid.comparisons : [] }
}

/// The experiments of a selection in order, the untreated ones apart since all others refer to them.
struct Workload {
  private let selection: Selection
  private let seeds: [[UInt64]]
  private let cells: [[Panel.Cell]]
  private(set) var clean: [Experiment] = []
  private(set) var treated: [Experiment] = []

  init(_ selection: Selection, seeds seedsOf: (Panel) throws -> [UInt64]) rethrows {
    self.selection = selection
    seeds = try selection.panels.map(seedsOf)
    cells = zip(selection.panels, seeds).map { $0.cells(seeds: $1) }
    for (panel, seeds) in zip(selection.panels, seeds) {
      clean += panel.cleanExperiments(seeds: seeds)
    }
    for part in cells { treated += part.map(\.experiment) }
    for adversary in selection.adversaries {
      clean += adversary.plan.seeds.map(adversary.cleanExperiment)
      treated += adversary.plan.seeds.map(adversary.attackExperiment)
      treated += adversary.plan.seeds.map(adversary.controlExperiment)
    }
    for comparison in selection.comparisons {
      clean += comparison.seeds.map(comparison.experiment)
    }
  }

  /// The figure or table that each experiment is first needed for, by its key.
  func parts(_ key: (Experiment) throws -> Digest) rethrows -> [Digest: String] {
    var parts: [Digest: String] = [:]
    func add(_ experiments: [Experiment], _ part: String) throws {
      for experiment in experiments {
        let key = try key(experiment)
        if parts[key] == nil { parts[key] = part }
      }
    }
    for (index, panel) in selection.panels.enumerated() {
      let own = panel.cleanExperiments(seeds: seeds[index]) + cells[index].map(\.experiment)
      try add(own, "Figure \(panel.figure)")
    }
    try add(clean + treated, "Tables")
    return parts
  }

  /// The records of all experiments, in order, as the study of the selection.
  func study(clean: [Record], treated: [Record], sources: SourceData) -> Study {
    var (untreated, others) = (clean[...], treated[...])
    func take(_ count: Int, _ records: inout ArraySlice<Record>) -> [Record] {
      defer { records = records.dropFirst(count) }
      return Array(records.prefix(count))
    }
    let panels = selection.panels.indices.map { index in
      PanelRecords(
        panel: selection.panels[index], seeds: seeds[index],
        clean: take(seeds[index].count, &untreated),
        treated: zip(cells[index], take(cells[index].count, &others)).map {
          PanelRecords.Treated(series: $0.series, record: $1)
        })
    }
    let adversaries = selection.adversaries.map { adversary in
      let count = adversary.plan.seeds.count
      return AdversaryRecords(
        adversary: adversary, clean: take(count, &untreated), attacked: take(count, &others),
        control: take(count, &others))
    }
    let comparisons = selection.comparisons.map {
      ComparisonRecords(comparison: $0, clean: take($0.seeds.count, &untreated))
    }
    return Study(
      grid: selection.grid, panels: panels, adversaries: adversaries, comparisons: comparisons,
      sources: sources)
  }
}
