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
    return all.uniqued(by: \.key)
  }
}
