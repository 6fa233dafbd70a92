public import Experiments
public import Statistics

/// The records of one panel.
public struct PanelRecords: Sendable {
  /// A record with the series that it belongs to.
  public struct Treated: Sendable {
    /// The series, and the budget as on the panel's axis.
    public var series: Panel.Series, budget: Double
    /// The record.
    public var record: Record
  }

  /// The panel.
  public let panel: Panel
  /// The seeds that were run; fewer than planned where the source files hold fewer windows.
  public let seeds: [UInt64]
  /// What is done in the panel.
  public let series: [Panel.Series]
  /// How the seeds' values depend on each other.
  public let design: UnitDesign
  private var records: [Panel.Cell: Record]

  init(
    panel: Panel, seeds: [UInt64], design: UnitDesign = .independent,
    records: [Panel.Cell: Record]
  ) {
    (self.panel, self.seeds, self.records, series) = (panel, seeds, records, panel.series)
    self.design = design
  }

  /// The records that a function gives for the cells of a panel; cells without one are missing.
  public init(
    panel: Panel, seeds: [UInt64], design: UnitDesign = .independent,
    record: (Experiment, _ series: String?) throws -> Record?
  ) rethrows {
    self.init(panel: panel, seeds: seeds, design: design, records: [:])
    for (cell, experiment) in panel.cells(of: seeds) {
      records[cell] = try record(experiment, cell.series)
    }
  }

  /// The untreated records that there are, in the order of the seeds.
  public var clean: [Record] { seeds.compactMap { cleanRecord(seed: $0) } }

  /// The records with an attack or a control that there are: by seed, then series, then budget.
  public var treated: [Treated] {
    seeds.flatMap { seed in
      self.series.flatMap { series in
        series.budgets.compactMap { budget in
          record(seed: seed, series: series.name, budget: budget)
            .map { Treated(series: series, budget: budget, record: $0) }
        }
      }
    }
  }

  /// All records: untreated, then treated ones.
  public var all: [Record] { clean + treated.map(\.record) }

  /// The records of a series that there are, by seed, then budget.
  public func records(of series: Panel.Series) -> [Record] {
    treated.filter { $0.series.name == series.name }.map(\.record)
  }

  /// The series of a name; nil for an unknown one.
  public func series(_ name: String) -> Panel.Series? { series.first { $0.name == name } }

  /// The untreated record of a seed.
  public func cleanRecord(seed: UInt64) -> Record? {
    records[Panel.Cell(seed: seed, series: nil, budget: 0)]
  }

  /// The record of a seed, a series and a budget.
  public func record(seed: UInt64, series: String, budget: Double) -> Record? {
    records[Panel.Cell(seed: seed, series: series, budget: budget)]
  }
}
