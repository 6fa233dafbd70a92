/// The one JSON text of a value, from which keys are hashed.
///
/// Names are sorted by their UTF-8 bytes, nothing is put between tokens, 64-bit integers are
/// written in digits (1.0 is `1`), other numbers in the shortest text that reads back as the same
/// double, and only what JSON demands is escaped. Foundation's coders say what a value consists of;
/// the text is settled here, since theirs may differ between versions.
///
/// ```swift
/// let text = try CanonicalJSON.text(of: ["steps": 60.0, "rate": 0.3])  // {"rate":0.3,"steps":60}
/// let key = Digest(of: text)
/// ```
public enum CanonicalJSON {
  /// The text of a value, whichever way it encodes itself.
  ///
  /// - Throws: `JSONError.notFinite` for NaN and infinities, `JSONError.unordered` for sets and for
  ///   dictionaries that are encoded in hash order, and what the value itself throws.
  public static func text(of value: some Encodable) throws -> String {
    try JSONValue(encoding: value).canonicalText
  }
}

extension JSONValue {
  /// The canonical text: no white space, names sorted by their UTF-8 bytes.
  public var canonicalText: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func append(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let number): bytes.append(contentsOf: number.text.utf8)
    case .string(let text): Self.append(quoted: text, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      for (index, member) in sorted.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.append(quoted: member.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func append(quoted text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes.append(contentsOf: "\\\"".utf8)
      case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
      case 0x08: bytes.append(contentsOf: "\\b".utf8)
      case 0x09: bytes.append(contentsOf: "\\t".utf8)
      case 0x0a: bytes.append(contentsOf: "\\n".utf8)
      case 0x0c: bytes.append(contentsOf: "\\f".utf8)
      case 0x0d: bytes.append(contentsOf: "\\r".utf8)
      case ..<0x10: bytes.append(contentsOf: "\\u000\(String(byte, radix: 16))".utf8)
      case ..<0x20: bytes.append(contentsOf: "\\u00\(String(byte, radix: 16))".utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
