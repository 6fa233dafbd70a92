extension JSONValue {
  /// Reads a JSON text (RFC 8259); of members with the same name the last one counts.
  ///
  /// - Throws: `JSONError.syntax` with the place where the text is malformed.
  public init(parsing text: String) throws {
    var text = text
    self = try text.withUTF8 { bytes in
      var reader = JSONReader(bytes: bytes)
      return try reader.document()
    }
  }
}

/// A position in a JSON text that moves past what it has read.
private struct JSONReader {
  /// How deeply arrays and objects may be nested.
  static let deepest = 512

  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  var depth = 0

  init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  mutating func document() throws -> JSONValue {
    let value = try value()
    skipSpace()
    guard position == bytes.count else { throw failure("the end of the text") }
    return value
  }

  private mutating func value() throws -> JSONValue {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try nested { try $0.object() }
    case UInt8(ascii: "["): return try nested { try $0.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func nested(
    _ read: (inout JSONReader) throws -> JSONValue
  ) throws -> JSONValue {
    guard depth < Self.deepest else { throw failure("at most \(Self.deepest) nested levels") }
    depth += 1
    position += 1
    skipSpace()
    let value = try read(&self)
    depth -= 1
    return value
  }

  private mutating func object() throws -> JSONValue {
    var members: [String: JSONValue] = [:]
    if skip("}") { return .object(members) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw failure("a name in quotation marks") }
      let name = try string()
      skipSpace()
      guard skip(":") else { throw failure("a colon") }
      members[name] = try value()
      skipSpace()
    } while skip(",")
    guard skip("}") else { throw failure("a comma or a closing brace") }
    return .object(members)
  }

  private mutating func array() throws -> JSONValue {
    var elements: [JSONValue] = []
    if skip("]") { return .array(elements) }
    repeat {
      elements.append(try value())
      skipSpace()
    } while skip(",")
    guard skip("]") else { throw failure("a comma or a closing bracket") }
    return .array(elements)
  }

  private mutating func number() throws -> JSONNumber {
    let start = position
    _ = skip("-")
    if !skip("0") { try skipDigits(orExpect: "a value") }
    if skip(".") { try skipDigits(orExpect: "a digit") }
    if skip("e") || skip("E") {
      if !skip("-") { _ = skip("+") }
      try skipDigits(orExpect: "a digit")
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let number = JSONNumber(syntax: text[...]) else {
      position = start
      throw failure("a number within the range of double precision")
    }
    return number
  }

  private mutating func skipDigits(orExpect expected: String) throws {
    let start = position
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    guard position > start else { throw failure(expected) }
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws -> JSONValue {
    guard bytes[position...].starts(with: word.utf8) else { throw failure("\"\(word)\"") }
    position += word.utf8.count
    return value
  }

  private mutating func string() throws -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = next, byte >= 0x20 {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try appendEscape(to: &text)
      default: text.append(byte)
      }
    }
    throw failure("a closing quotation mark")
  }

  private mutating func appendEscape(to text: inout [UInt8]) throws {
    guard let byte = next else { throw failure("an escaped character") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0c)
    case UInt8(ascii: "n"): text.append(0x0a)
    case UInt8(ascii: "r"): text.append(0x0d)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: String(try scalar()).utf8)
    default:
      position -= 1
      throw failure("one of the escapes \" \\ / b f n r t u")
    }
  }

  /// The character of one `\u` escape, or of two that form a surrogate pair.
  private mutating func scalar() throws -> Character {
    var code = try codeUnit()
    if (0xd800..<0xdc00).contains(code) {
      guard skip("\\"), skip("u") else { throw failure("the second half of a surrogate pair") }
      let low = try codeUnit()
      guard (0xdc00..<0xe000).contains(low) else {
        throw failure("the second half of a surrogate pair")
      }
      code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw failure("a Unicode character") }
    return Character(scalar)
  }

  private mutating func codeUnit() throws -> UInt32 {
    let digits = bytes[position...].prefix(4)
    let isHexadecimal = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    guard digits.count == 4, isHexadecimal,
      let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw failure("four hexadecimal digits") }
    position += 4
    return code
  }

  private var next: UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x0a, 0x0d, 0x09].contains(byte) { position += 1 }
  }

  private func failure(_ expected: String) -> JSONError {
    let before = bytes[..<position]
    let line = before.count { $0 == 0x0a } + 1
    let column = position - (before.lastIndex(of: 0x0a) ?? -1)
    return .syntax(line: line, column: column, expected: expected)
  }
}
