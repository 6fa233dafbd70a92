public import Domains

/// Everything that was run for a preset: what a report is made from.
public struct Study: Sendable {
  /// The preset.
  public var preset: Preset
  /// The panels that were run, in the order of the paper.
  public var panels: [PanelRecords]
  /// The files that domains read.
  public var sources: SourceData

  /// A study of the given parts.
  public init(preset: Preset, panels: [PanelRecords], sources: SourceData) {
    (self.preset, self.panels, self.sources) = (preset, panels, sources)
  }
}

/// The records of one panel.
public struct PanelRecords: Sendable {
  /// The panel.
  public var panel: Panel
  /// The seeds that were run; fewer than planned where the source files hold fewer windows.
  public var seeds: [UInt64]
  /// The untreated records, one a seed, in the order of `seeds`.
  public var clean: [Record]
  /// The records with an attack or a control.
  public var treated: [Record]

  /// Records of the given panel.
  public init(panel: Panel, seeds: [UInt64], clean: [Record], treated: [Record]) {
    (self.panel, self.seeds, self.clean, self.treated) = (panel, seeds, clean, treated)
  }

  /// The record of a seed, what was done and a budget.
  public func record(seed: UInt64, attack: String, budget: Double) -> Record? {
    treated.first { $0.seed == seed && $0.attack == attack && $0.budget == budget }
  }
}
