public import Data
public import Experiments
import Reproducibility
import Statistics

/// The parts of a grid that are to be run, with the key of every cell on given sources.
public struct Selection: Sendable {
  struct PanelPart: Sendable {
    let panel: Panel
    let seeds: [UInt64]
    /// How the seeds' values depend on each other.
    let design: UnitDesign
    var keys: [Panel.Cell: Digest] = [:]

    /// The same for some of the seeds.
    func design(of some: [UInt64]) -> UnitDesign {
      guard case .groups(let groups) = design else { return design }
      return .groups(zip(seeds, groups).filter { some.contains($0.0) }.map(\.1))
    }
  }

  /// The grid.
  public let grid: Grid
  /// The files that domains read.
  public let sources: Sources
  /// Every experiment, untreated ones and treated ones of a panel together, in the order of the
  /// paper; several panels may have the same one.
  public private(set) var items: [KeyedExperiment] = []
  private(set) var panels: [PanelPart] = [], adversaries: [PanelPart] = []
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
    for panel in panels ?? grid.panels {
      self.panels.append(try add(panel, part: "Figure \(panel.figure)"))
    }
    stageItems()
    guard includesTables ?? (panels == nil) else { return }
    for adversary in grid.adversaries { adversaries.append(try add(adversary, part: "Tables")) }
    for comparison in grid.comparisons {
      let keys = try comparison.seeds.map {
        try add(comparison.experiment(seed: $0), part: "Tables")
      }
      comparisons.append((comparison, keys))
    }
  }

  private mutating func add(
    _ experiment: Experiment, part: String, options: JSONValue? = nil
  ) throws -> Digest {
    let item = try KeyedExperiment(experiment, sources: sources, part: part, options: options)
    items.append(item)
    return item.key
  }

  /// Puts what shows most first: seed by seed the cells at the budget at which a panel is stated,
  /// then the other budgets, the largest one first.
  ///
  /// Variants and tables come last, wherever they leave a core idle.
  private mutating func stageItems() {
    var stages: [Digest: Int] = [:]
    for part in panels {
      let stated = part.panel.plan.referenceBudget
      let main = Set(part.panel.series.filter { !part.panel.isVariant($0) }.map(\.name))
      let budgets = part.panel.plan.budgets.filter { $0 != stated }.sorted(by: >)
      for (cell, key) in part.keys where cell.series.map(main.contains) ?? true {
        let isEarly = cell.series == nil || cell.budget == stated
        let stage =
          isEarly
          ? part.seeds.firstIndex(of: cell.seed)
          : budgets.firstIndex(of: cell.budget).map { part.panel.plan.seeds.count + $0 }
        stages[key] = [stages[key], stage].compactMap(\.self).min()
      }
    }
    for index in items.indices { items[index].stage = stages[items[index].key] }
  }

  private mutating func add(_ panel: Panel, part label: String) throws -> PanelPart {
    // Those for which the sources suffice.
    let count = try panel.domain.seedCount(in: sources)
    let seeds = panel.plan.seeds.filter { seed in count.map { seed < UInt64($0) } ?? true }
    var part = PanelPart(
      panel: panel, seeds: seeds,
      design: try panel.domain.unitDesign(of: seeds, in: sources))
    // The cells of a series differ in seeds and budgets, which are encoded in no time; continued
    // ones in the budgets before as well.
    var options: [String?: JSONValue] = [:]
    for (cell, experiment) in panel.cells(of: part.seeds) {
      let isContinued = !experiment.smallerBudgets.isEmpty
      let known =
        try isContinued
        ? experiment.options()
        : options[cell.series]
          ?? experiment.options()
      if !isContinued { options[cell.series] = known }
      part.keys[cell] = try add(experiment, part: label, options: known)
    }
    return part
  }
}
