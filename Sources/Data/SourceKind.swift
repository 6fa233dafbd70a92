/// A kind of source file that domains are made from.
///
/// The set is open: each kind is a static member declared beside its format (`.prices`,
/// `.citations`, `.citeseer`), and `SourceFormats.all` lists the formats in the order that kinds
/// have.
public struct SourceKind: RawRepresentable, Hashable, Sendable, Codable {
  /// The kind's name in manifests and keys of dictionaries, such as "prices".
  public let rawValue: String

  /// The kind of that name, whether or not there is a format for it.
  public init(rawValue: String) { self.rawValue = rawValue }
}

extension SourceKind: CustomStringConvertible {
  /// The name.
  public var description: String { rawValue }
}
