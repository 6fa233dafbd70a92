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
    try workload(selection).all.map {
      InventoryEntry(
        key: $0.key, label: $0.experiment.label, isDone: store.contains($0.key),
        bytes: store.size(of: $0.key))
    }
  }
}
