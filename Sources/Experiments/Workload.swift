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
  /// One of them.
  struct Item: Sendable {
    var experiment: Experiment
    /// The key of its record.
    var key: Digest
    /// The figure or table that it belongs to; empty outside a grid.
    var part = ""
  }

  private let selection: Selection
  private let seeds: [[UInt64]]
  private let cells: [[Panel.Cell]]
  private(set) var clean: [Item] = []
  private(set) var treated: [Item] = []

  init(
    _ selection: Selection, seeds seedsOf: (Panel) throws -> [UInt64],
    items: ([Experiment], _ part: String) throws -> [Item]
  ) rethrows {
    self.selection = selection
    seeds = try selection.panels.map(seedsOf)
    cells = zip(selection.panels, seeds).map { $0.cells(seeds: $1) }
    for (index, panel) in selection.panels.enumerated() {
      let part = "Figure \(panel.figure)"
      clean += try items(panel.cleanExperiments(seeds: seeds[index]), part)
      treated += try items(cells[index].map(\.experiment), part)
    }
    for adversary in selection.adversaries {
      let seeds = adversary.plan.seeds
      clean += try items(seeds.map(adversary.cleanExperiment), "Tables")
      treated += try items(seeds.map(adversary.attackExperiment), "Tables")
      treated += try items(seeds.map(adversary.controlExperiment), "Tables")
    }
    for comparison in selection.comparisons {
      clean += try items(comparison.seeds.map(comparison.experiment), "Tables")
    }
  }

  /// All of it, each experiment once, under the part that needs it first.
  var all: [Item] {
    var seen: Set<Digest> = []
    return (clean + treated).filter { seen.insert($0.key).inserted }
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
