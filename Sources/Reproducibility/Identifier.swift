/// A text that names one thing of a kind, and is not mistaken for the name of another kind.
///
/// `Kind` is only a mark: any type will do, and no value of it is ever made. An identifier is coded
/// as its bare text, and a dictionary with identifiers as keys as an object.
///
/// ```swift
/// let victim = Identifier<Victim>("two-stage")
/// let utilities: [Identifier<Victim>: Double] = [victim: 3.9]  // {"two-stage":3.9}
/// ```
public struct Identifier<Kind>: Hashable, Sendable {
  /// The text, as it stands in keys, files and records.
  public let text: String

  /// The identifier of that text; every text will do.
  public init(_ text: String) { self.text = text }
}

extension Identifier: CustomStringConvertible {
  /// The text.
  public var description: String { text }
}

extension Identifier: Comparable {
  /// Orders by UTF-8 bytes, which no locale changes.
  public static func < (left: Identifier, right: Identifier) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

extension Identifier: Codable {
  /// Reads the bare text.
  public init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
  }

  /// Writes the bare text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

extension Identifier: CodingKeyRepresentable {
  /// The text as the name of a member.
  public var codingKey: any CodingKey { JSONName(stringValue: text) }

  /// Reads the name of a member.
  public init?(codingKey: some CodingKey) { text = codingKey.stringValue }
}
