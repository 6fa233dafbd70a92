public import Data
public import Experiments
import Reproducibility

/// The parts of a grid that are to be run, with the key of every cell on given sources.
public struct Selection: Sendable {
  /// The grid.
  public let grid: Grid
  /// The files that domains read.
  public let sources: Sources
  /// Every experiment, untreated ones and treated ones of a panel together, in the order of the
  /// paper; several panels may have the same one.
  public private(set) var items: [KeyedExperiment]
  let panels: [PanelSelection.Part]
  private(set) var adversaries: [PanelSelection.Part] = []
  private(set) var comparisons: [(comparison: LearnerComparison, keys: [Digest])] = []

  /// The given panels of a grid, by default all of it with the tables beside them.
  ///
  /// - Parameters:
  ///   - grid: the grid.
  ///   - panels: some of its panels. The default is all.
  ///   - includesTables: whether the tables of adversaries and of learners on clean data are run,
  ///     too. The default is whether all panels are.
  ///   - sources: the files that domains read.
  /// - Throws: where the sources are too small for a domain, or a component cannot be encoded.
  public init(
    _ grid: Grid, panels: [Panel]? = nil, includesTables: Bool? = nil, on sources: Sources
  ) throws {
    (self.grid, self.sources) = (grid, sources)
    let shown = try PanelSelection(panels ?? grid.panels, on: sources)
    (self.panels, items) = (shown.parts, shown.items)
    guard includesTables ?? (panels == nil) else { return }
    let tables = try PanelSelection(grid.adversaries, on: sources) { _ in "Tables" }
    adversaries = tables.parts
    items += tables.items
    for comparison in grid.comparisons {
      let cells = try comparison.seeds.map {
        try KeyedExperiment(comparison.experiment(seed: $0), sources: sources, part: "Tables")
      }
      items += cells
      comparisons.append((comparison, cells.map(\.key)))
    }
  }
}
