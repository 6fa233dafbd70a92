public import Reproducibility

/// One file that source data were read from.
public struct SourceFile: Sendable, Equatable, Codable {
  /// What the file is called on pages and in records; never an absolute path.
  public var name: String
  /// The size of the file.
  public var bytes: Int
  /// The SHA-256 of the file.
  public var digest: Digest

  /// A file of that name, size and digest.
  public init(name: String, bytes: Int, digest: Digest) {
    (self.name, self.bytes, self.digest) = (name, bytes, digest)
  }
}

/// Source data of one kind: the files, and what was read from them.
public struct Source: Sendable {
  /// The kind.
  public let kind: SourceKind
  /// The files, in the order in which they were read.
  public let files: [SourceFile]
  /// Whether the files were written by the kind's simulator.
  ///
  /// The default is false.
  public var isSimulated: Bool
  /// What was read, of the type that the kind's format gives: `PriceHistory`, `CitationGraph`.
  public let content: any Sendable

  /// The digests of the files, in their order.
  public var digests: [Digest] { files.map(\.digest) }

  /// Source data that were read from those files.
  public init(
    kind: SourceKind, files: [SourceFile], isSimulated: Bool = false, content: any Sendable
  ) {
    (self.kind, self.files) = (kind, files)
    (self.isSimulated, self.content) = (isSimulated, content)
  }
}
