public import Reproducibility

/// The source data that domains are made from, one per kind.
public typealias Sources = [SourceKind: Source]

extension Sources {
  /// Those source data, of which no two may be of one kind.
  public init(_ sources: Source...) {
    self.init(uniqueKeysWithValues: sources.map { ($0.kind, $0) })
  }

  /// The digests of the files of those kinds, in the order of kinds, whatever order they are given
  /// in; kinds that are not here have none.
  public func digests(of kinds: [SourceKind]) -> [Digest] {
    Set(kinds).sorted().flatMap { self[$0]?.digests ?? [] }
  }

  /// All files, in the order of kinds.
  public var files: [SourceFile] { keys.sorted().flatMap { self[$0]?.files ?? [] } }

  /// Whether any of them was written by a simulator.
  public var isSimulated: Bool { values.contains(where: \.isSimulated) }

  /// The source data of those kinds, as far as they are here.
  public func restricted(to kinds: [SourceKind]) -> Sources { filter { kinds.contains($0.key) } }
}
