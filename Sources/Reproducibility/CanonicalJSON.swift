extension JSONValue {
  /// The one JSON text of a value, from which keys are hashed.
  ///
  /// Names are sorted by their UTF-8 bytes, nothing is put between tokens, 64-bit integers are
  /// written in digits (1.0 is `1`), other numbers in the shortest text that reads back as the same
  /// double, and only what JSON demands is escaped. Foundation's coders say what a value consists
  /// of; the text is settled here, since theirs may differ between versions.
  ///
  /// ```swift
  /// let text = try JSONValue(encoding: ["steps": 60.0, "rate": 0.3]).canonicalText
  /// let key = Digest(of: text)  // of {"rate":0.3,"steps":60}
  /// ```
  public var canonicalText: String {
    switch self {
    case .null: return "null"
    case .bool(let value): return "\(value)"
    case .number(let number): return number.text
    case .string(let text): return Self.quoted(text)
    case .array(let elements): return "[\(elements.map(\.canonicalText).joined(separator: ","))]"
    case .object(let members):
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      let texts = sorted.map { Self.quoted($0.key) + ":" + $0.value.canonicalText }
      return "{\(texts.joined(separator: ","))}"
    }
  }

  private static let escapes: [Unicode.Scalar: String] = [
    "\"": "\\\"", "\\": "\\\\", "\u{8}": "\\b", "\t": "\\t", "\n": "\\n", "\u{c}": "\\f",
    "\r": "\\r",
  ]

  private static func quoted(_ text: String) -> String {
    // Most texts, of which there are many, need no escape.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5c }) { return "\"\(text)\"" }
    var result = "\""
    for scalar in text.unicodeScalars {
      if let escape = escapes[scalar] {
        result += escape
      } else if scalar.value < 0x20 {
        result += (scalar.value < 0x10 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
