public import Reproducibility

extension RecordStore {
  /// One experiment, as listed.
  public struct InventoryEntry: Sendable {
    /// The key of its record, and what it is.
    public var key: Digest, label: String
    /// Whether its record is there, and the bytes of it.
    public var isDone: Bool, bytes: Int
  }

  /// Every experiment once, with whether its record is there.
  public func inventory(of items: [KeyedExperiment]) -> [InventoryEntry] {
    Runner.unique(items).map {
      InventoryEntry(
        key: $0.key, label: $0.experiment.label, isDone: contains($0.key), bytes: size(of: $0.key))
    }
  }
}
