public import Reproducibility

extension Runner {
  /// One experiment of a grid, as listed.
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

  /// Every experiment of the given parts of a grid, once each.
  public func inventory(_ selection: Selection) throws -> [InventoryEntry] {
    let work = try Workload(selection, seeds: seeds(of:))
    var seen: Set<Digest> = []
    var entries: [InventoryEntry] = []
    for experiment in work.clean + work.treated {
      let key = try key(experiment)
      if seen.insert(key).inserted {
        entries.append(
          InventoryEntry(
            key: key, label: experiment.label, isDone: store.contains(key),
            bytes: store.size(of: key)))
      }
    }
    return entries
  }
}
