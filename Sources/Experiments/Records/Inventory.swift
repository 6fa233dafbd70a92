public import Reproducibility

extension RecordStore {
  /// One experiment, as listed.
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

  /// Every experiment once, with whether its record is there.
  public func inventory(of items: [KeyedExperiment]) -> [InventoryEntry] {
    Runner.unique(items).map {
      InventoryEntry(
        key: $0.key, label: $0.experiment.label, isDone: contains($0.key), bytes: size(of: $0.key))
    }
  }
}
