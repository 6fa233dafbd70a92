public import Data
public import Experiments
public import Reproducibility
import Statistics

/// The cells of some panels with the key of each on given sources: what has to be run for them.
///
/// ```swift
/// let selection = try PanelSelection(panels, on: [:])
/// let records = selection.records(in: try await runner.study(of: selection.items))
/// ```
public struct PanelSelection: Sendable {
  struct Part: Sendable {
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

    /// The records of the panel that are known.
    func records(in known: [Digest: Record]) -> PanelRecords {
      PanelRecords(
        panel: panel, seeds: seeds, design: design,
        records: keys.compactMapValues { known[$0] })
    }
  }

  /// Every experiment, untreated ones and treated ones of a panel together, in the order of the
  /// panels; several panels may have the same one.
  public private(set) var items: [KeyedExperiment] = []
  private(set) var parts: [Part] = []

  /// The cells of some panels.
  ///
  /// - Parameters:
  ///   - panels: the panels; of their seeds those are taken for which the sources suffice.
  ///   - sources: the files that domains read.
  /// - Throws: where the sources are too small for a domain, or a component cannot be encoded.
  public init(_ panels: [Panel], on sources: Sources) throws {
    try self.init(panels, on: sources) { "Figure \($0.figure)" }
    stageItems()
  }

  /// The same without stages, for work that may be done last, under the part of a study that is
  /// named.
  init(_ panels: [Panel], on sources: Sources, part label: (Panel) -> String) throws {
    for panel in panels { parts.append(try add(panel, on: sources, part: label(panel))) }
  }

  /// The panels with the records that are known, by key.
  public func records(in known: [Digest: Record]) -> [PanelRecords] {
    parts.map { $0.records(in: known) }
  }

  /// Puts what shows most first: seed by seed the cells at the budget at which a panel is stated,
  /// then the other budgets, the largest one first.
  ///
  /// Variants come last, wherever they leave a core idle.
  private mutating func stageItems() {
    var stages: [Digest: Int] = [:]
    for part in parts {
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

  private mutating func add(_ panel: Panel, on sources: Sources, part label: String) throws -> Part
  {
    // Those for which the sources suffice.
    let count = try panel.domain.seedCount(in: sources)
    let seeds = panel.plan.seeds.filter { seed in count.map { seed < UInt64($0) } ?? true }
    var part = Part(
      panel: panel, seeds: seeds, design: try panel.domain.unitDesign(of: seeds, in: sources))
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
      let item = try KeyedExperiment(experiment, sources: sources, part: label, options: known)
      items.append(item)
      part.keys[cell] = item.key
    }
    return part
  }
}
