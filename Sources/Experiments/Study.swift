public import Domains
import Reproducibility

/// Everything that was run for a grid: what a report is made from.
public struct Study: Sendable {
  /// The preset and its calibration.
  public var grid: Grid
  /// The panels that were run, in the order of the paper.
  public var panels: [PanelRecords]
  /// The table of adversaries; empty if it was not run.
  public var adversaries: [AdversaryRecords]
  /// The comparison of learners on clean data; empty if it was not run.
  public var comparisons: [ComparisonRecords]
  /// The files that domains read.
  public var sources: SourceData

  /// The preset.
  public var preset: Preset { grid.preset }

  /// Whether the prices that panels read were written by the simulator; nil if no panel reads any.
  public var pricesAreSimulated: Bool? {
    panels.contains { type(of: $0.panel.domain).needsPrices } ? sources.pricesAreSimulated : nil
  }

  /// Whether the citations that panels read were written by the simulator; nil if no panel reads any.
  public var citationsAreSimulated: Bool? {
    panels.contains { type(of: $0.panel.domain).needsCitations }
      ? sources.citationsAreSimulated : nil
  }

  /// A study of the given parts.
  public init(
    grid: Grid, panels: [PanelRecords], adversaries: [AdversaryRecords] = [],
    comparisons: [ComparisonRecords] = [], sources: SourceData
  ) {
    (self.grid, self.panels, self.sources) = (grid, panels, sources)
    (self.adversaries, self.comparisons) = (adversaries, comparisons)
  }

  /// All records, each once, in order of first use.
  public var records: [Record] {
    var all: [Record] = []
    for panel in panels { all += panel.clean + panel.treated.map(\.record) }
    for adversary in adversaries { all += adversary.clean + adversary.attacked + adversary.control }
    for comparison in comparisons { all += comparison.clean }
    var seen: Set<Digest> = []
    return all.filter { seen.insert($0.key).inserted }
  }
}

/// The records of one panel.
public struct PanelRecords: Sendable {
  /// A record with the series that it belongs to.
  public struct Treated: Sendable {
    /// The name of the series in the panel.
    public var series: String
    /// The record.
    public var record: Record

    /// A record of the given series.
    public init(series: String, record: Record) { (self.series, self.record) = (series, record) }
  }

  /// The panel.
  public var panel: Panel
  /// The seeds that were run; fewer than planned where the source files hold fewer windows.
  public var seeds: [UInt64]
  /// The untreated records, one a seed, in the order of `seeds`.
  public var clean: [Record]
  /// The records with an attack or a control.
  public var treated: [Treated] { didSet { places = PanelRecords.places(of: treated) } }
  /// Where the first record of a cell is in `treated`.
  private var places: [Cell: Int]

  private struct Cell: Hashable {
    var seed: UInt64
    var series: String
    var budget: Double
  }

  /// Records of the given panel.
  public init(panel: Panel, seeds: [UInt64], clean: [Record], treated: [Treated]) {
    (self.panel, self.seeds, self.clean, self.treated) = (panel, seeds, clean, treated)
    places = PanelRecords.places(of: treated)
  }

  /// The record of a seed, a series and a budget.
  public func record(seed: UInt64, series: String, budget: Double) -> Record? {
    places[Cell(seed: seed, series: series, budget: budget)].map { treated[$0].record }
  }

  private static func places(of treated: [Treated]) -> [Cell: Int] {
    let cells = treated.enumerated().map { place, one in
      (Cell(seed: one.record.seed, series: one.series, budget: one.record.budget), place)
    }
    return Dictionary(cells) { first, _ in first }
  }
}

/// The records of one adversary, one a seed in each list.
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
}

/// The untreated records of a comparison, one a seed.
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
