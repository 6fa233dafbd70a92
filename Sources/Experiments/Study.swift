public import Data
public import Reproducibility

/// The records of some experiments, looked up by key: what a report is made from.
///
/// ```swift
/// let study = try await runner.study(of: items)
/// let record = study[items[0].key]
/// ```
public struct Study: Sendable {
  /// The files that domains read.
  public let sources: Sources
  /// The records by the keys of their experiments.
  public private(set) var records: [Digest: Record]

  /// A study of some records.
  ///
  /// - Precondition: no two records have the same key.
  public init(_ records: some Sequence<Record>, sources: Sources) {
    self.sources = sources
    self.records = Dictionary(uniqueKeysWithValues: records.map { ($0.key, $0) })
  }

  /// The record of a key; nil if it was not asked for or could not be made.
  public subscript(key: Digest) -> Record? { records[key] }
}
