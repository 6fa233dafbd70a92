public import Data
public import Experiments
import Reproducibility

/// Everything that was run for a grid, laid out by panel: what a report is made from.
public struct PaperStudy: Sendable {
  /// The preset and its calibration.
  public var grid: Grid
  /// The panels that were run, in the order of the paper.
  public var panels: [PanelRecords]
  /// The table of adversaries; empty if it was not run.
  public var adversaries: [AdversaryRecords]
  /// The comparison of learners on clean data; empty if it was not run.
  public var comparisons: [ComparisonRecords]
  /// The files that domains read.
  public var sources: Sources

  /// The preset.
  public var preset: Preset { grid.preset }

  /// The kinds of source files that the domains of the panels read, in their order.
  public var sourceKinds: [SourceKind] {
    Set(panels.flatMap { type(of: $0.panel.domain).sources }).sorted()
  }

  /// A study of the given parts.
  public init(
    grid: Grid, panels: [PanelRecords], adversaries: [AdversaryRecords] = [],
    comparisons: [ComparisonRecords] = [], sources: Sources
  ) {
    (self.grid, self.panels, self.sources) = (grid, panels, sources)
    (self.adversaries, self.comparisons) = (adversaries, comparisons)
  }

  /// The records of a selection, each looked up by its key.
  public init(_ selection: Selection, _ study: Study) {
    func records(_ keys: [Digest]) -> [Record] { keys.compactMap { study[$0] } }
    self.init(
      grid: selection.grid,
      panels: selection.panels.map { part in
        PanelRecords(
          panel: part.panel, seeds: part.seeds, records: part.keys.compactMapValues { study[$0] })
      },
      adversaries: selection.adversaries.map { adversary, part in
        AdversaryRecords(
          adversary: adversary, clean: records(part.clean), attacked: records(part.attacked),
          control: records(part.control))
      },
      comparisons: selection.comparisons.map { comparison, part in
        ComparisonRecords(comparison: comparison, clean: records(part.clean))
      }, sources: selection.sources)
  }

  /// All records, each once, in order of first use.
  public var records: [Record] {
    var all: [Record] = []
    for panel in panels { all += panel.clean + panel.treated.map(\.record) }
    for adversary in adversaries { all += adversary.records }
    for comparison in comparisons { all += comparison.clean }
    var seen: Set<Digest> = []
    return all.filter { seen.insert($0.key).inserted }
  }
}

/// The records of one panel.
public struct PanelRecords: Sendable {
  /// A record with the series that it belongs to.
  public struct Treated: Sendable {
    /// The series.
    public var series: Panel.Series
    /// The budget as on the panel's axis.
    public var budget: Double
    /// The record.
    public var record: Record
  }

  /// The panel.
  public let panel: Panel
  /// The seeds that were run; fewer than planned where the source files hold fewer windows.
  public let seeds: [UInt64]
  private var records: [Selection.Cell: Record]

  init(panel: Panel, seeds: [UInt64], records: [Selection.Cell: Record]) {
    (self.panel, self.seeds, self.records) = (panel, seeds, records)
  }

  /// The records that a function gives for the cells of a panel; cells without one are missing.
  public init(
    panel: Panel, seeds: [UInt64], record: (Experiment, _ series: String?) throws -> Record?
  ) rethrows {
    self.init(panel: panel, seeds: seeds, records: [:])
    for seed in seeds {
      records[Selection.Cell(seed: seed, series: nil, budget: 0)] = try record(
        panel.cleanExperiment(seed: seed), nil)
      for series in panel.series {
        for budget in series.budgets {
          records[Selection.Cell(seed: seed, series: series.name, budget: budget)] = try record(
            panel.experiment(series, budget: budget, seed: seed), series.name)
        }
      }
    }
  }

  /// The untreated records that there are, in the order of the seeds.
  public var clean: [Record] { seeds.compactMap { cleanRecord(seed: $0) } }

  /// The records with an attack or a control that there are: by seed, then series, then budget.
  public var treated: [Treated] {
    seeds.flatMap { seed in
      panel.series.flatMap { series in
        series.budgets.compactMap { budget in
          record(seed: seed, series: series.name, budget: budget)
            .map { Treated(series: series, budget: budget, record: $0) }
        }
      }
    }
  }

  /// The untreated record of a seed.
  public func cleanRecord(seed: UInt64) -> Record? {
    records[Selection.Cell(seed: seed, series: nil, budget: 0)]
  }

  /// The record of a seed, a series and a budget.
  public func record(seed: UInt64, series: String, budget: Double) -> Record? {
    records[Selection.Cell(seed: seed, series: series, budget: budget)]
  }
}

/// The records of one adversary, one per seed in each list.
public struct AdversaryRecords: Sendable {
  /// The adversary.
  public var adversary: AdversaryCase
  /// Untreated, attacked, and with uniform noise of the same budgets.
  public var clean: [Record], attacked: [Record], control: [Record]

  /// Records of the given adversary.
  public init(
    adversary: AdversaryCase, clean: [Record], attacked: [Record], control: [Record]
  ) {
    (self.adversary, self.clean) = (adversary, clean)
    (self.attacked, self.control) = (attacked, control)
  }

  /// All of them.
  public var records: [Record] { clean + attacked + control }
}

/// The untreated records of a comparison, one per seed.
public struct ComparisonRecords: Sendable {
  /// The comparison.
  public var comparison: LearnerComparison
  /// The records.
  public var clean: [Record]

  /// Records of the given comparison.
  public init(comparison: LearnerComparison, clean: [Record]) {
    (self.comparison, self.clean) = (comparison, clean)
  }
}
