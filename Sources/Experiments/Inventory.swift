public import Reproducibility

extension Runner {
  /// One experiment of a preset, as listed.
  public struct InventoryEntry: Sendable {
    /// The key of its record.
    public var key: Digest
    /// What it is.
    public var label: String
    /// Whether its record is there.
    public var isDone: Bool
    /// The bytes of its record.
    public var bytes: Int
  }

  /// Every experiment of the given panels, once each.
  public func inventory(panels: [Panel]) throws -> [InventoryEntry] {
    var seen: Set<Digest> = []
    var entries: [InventoryEntry] = []
    for panel in panels {
      let seeds = try seeds(of: panel)
      for experiment in panel.cleanExperiments(seeds: seeds)
        + panel.treatedExperiments(seeds: seeds)
      {
        let key = try key(experiment)
        if seen.insert(key).inserted {
          entries.append(
            InventoryEntry(
              key: key, label: experiment.label, isDone: store.contains(key),
              bytes: store.size(of: key)))
        }
      }
    }
    return entries
  }
}
