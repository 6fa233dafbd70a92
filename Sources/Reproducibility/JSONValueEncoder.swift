import Foundation

/// The encoder that keeps what a value says of itself as a document, without a text in between.
///
/// What a value becomes is what Foundation's `JSONEncoder` makes of it with its defaults: data is
/// base64, an address its text, a `Decimal` a number, a value that says nothing an empty object.
struct JSONValueEncoder: Encoder {
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  fileprivate let place: Place

  /// The document of a value.
  ///
  /// - Throws: `JSONError.notFinite` for NaN and infinities, and what the value itself throws.
  static func document(of value: some Encodable) throws -> JSONValue {
    try part(of: value, at: []).document
  }

  fileprivate static func part<T: Encodable>(
    of value: T, at path: @autoclosure () -> [any CodingKey]
  ) throws -> Part {
    if T.self == Data.self, let data = value as? Data {
      return .known(.string(data.base64EncodedString()))
    }
    if T.self == URL.self, let address = value as? URL {
      return .known(.string(address.absoluteString))
    }
    if T.self == Decimal.self, let decimal = value as? Decimal {
      return .known(try JSONValue(parsing: "\(decimal)"))
    }
    let place = Place()
    try value.encode(to: JSONValueEncoder(codingPath: path(), place: place))
    return place.part ?? .members(Members())
  }

  /// The number, which has to be finite.
  fileprivate static func number(_ value: Double, at path: [any CodingKey]) throws -> JSONValue {
    guard let number = JSONNumber(value) else {
      let names = path.map { $0.intValue.map(String.init) ?? $0.stringValue }
      throw JSONError.notFinite(
        value: value, path: names.isEmpty ? "the top" : names.joined(separator: "."))
    }
    return .number(number)
  }

  /// The number in its own shortest digits, as a `Double` would read them.
  fileprivate static func number(_ value: Float, at path: [any CodingKey]) throws -> JSONValue {
    try number(Double("\(value)") ?? Double(value), at: path)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(KeyedContainer(codingPath: codingPath, members: place.asMembers()))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    UnkeyedContainer(codingPath: codingPath, elements: place.asElements())
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    SingleValueContainer(codingPath: codingPath, place: place)
  }
}

// What has been said so far. Objects, since containers stay open while others are written to.

/// A part of the document.
private enum Part {
  case known(JSONValue)
  case elements(Elements)
  case members(Members)
  case place(Place)

  var document: JSONValue {
    switch self {
    case .known(let value): value
    case .elements(let elements): .array(elements.parts.map(\.document))
    case .members(let members): .object(members.parts.mapValues(\.document))
    case .place(let place): place.part?.document ?? .object([:])
    }
  }
}

private final class Elements { var parts: [Part] = [] }

private final class Members { var parts: [String: Part] = [:] }

/// Where one value is to stand.
private final class Place {
  var part: Part?

  func asMembers() -> Members {
    if case .members(let members) = part { return members }
    precondition(part == nil, "one value asks for two kinds of container")
    let members = Members()
    part = .members(members)
    return members
  }

  func asElements() -> Elements {
    if case .elements(let elements) = part { return elements }
    precondition(part == nil, "one value asks for two kinds of container")
    let elements = Elements()
    part = .elements(elements)
    return elements
  }
}

private struct KeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let codingPath: [any CodingKey]
  let members: Members

  private func set(_ value: JSONValue, _ key: Key) {
    members.parts[key.stringValue] = .known(value)
  }

  private func nested(_ key: any CodingKey) -> Place {
    let place = Place()
    members.parts[key.stringValue] = .place(place)
    return place
  }

  func encodeNil(forKey key: Key) { set(.null, key) }
  func encode(_ value: Bool, forKey key: Key) { set(.bool(value), key) }
  func encode(_ value: String, forKey key: Key) { set(.string(value), key) }
  func encode(_ value: Double, forKey key: Key) throws {
    set(try JSONValueEncoder.number(value, at: codingPath + [key]), key)
  }
  func encode(_ value: Float, forKey key: Key) throws {
    set(try JSONValueEncoder.number(value, at: codingPath + [key]), key)
  }
  func encode(_ value: Int, forKey key: Key) { set(.number(JSONNumber(value)), key) }
  func encode(_ value: Int8, forKey key: Key) { set(.number(JSONNumber(value)), key) }
  func encode(_ value: Int16, forKey key: Key) { set(.number(JSONNumber(value)), key) }
  func encode(_ value: Int32, forKey key: Key) { set(.number(JSONNumber(value)), key) }
  func encode(_ value: Int64, forKey key: Key) { set(.number(JSONNumber(value)), key) }
  func encode(_ value: UInt, forKey key: Key) { set(.number(JSONNumber(value)), key) }
  func encode(_ value: UInt8, forKey key: Key) { set(.number(JSONNumber(value)), key) }
  func encode(_ value: UInt16, forKey key: Key) { set(.number(JSONNumber(value)), key) }
  func encode(_ value: UInt32, forKey key: Key) { set(.number(JSONNumber(value)), key) }
  func encode(_ value: UInt64, forKey key: Key) { set(.number(JSONNumber(value)), key) }
  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    members.parts[key.stringValue] = try JSONValueEncoder.part(of: value, at: codingPath + [key])
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    superEncoder(at: key).container(keyedBy: type)
  }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    superEncoder(at: key).unkeyedContainer()
  }
  func superEncoder() -> any Encoder { superEncoder(at: JSONName(stringValue: "super")) }
  func superEncoder(forKey key: Key) -> any Encoder { superEncoder(at: key) }

  private func superEncoder(at key: any CodingKey) -> JSONValueEncoder {
    JSONValueEncoder(codingPath: codingPath + [key], place: nested(key))
  }
}

private struct UnkeyedContainer: UnkeyedEncodingContainer {
  let codingPath: [any CodingKey]
  let elements: Elements

  var count: Int { elements.parts.count }
  private var path: [any CodingKey] { codingPath + [JSONIndex(count)] }

  private func append(_ value: JSONValue) { elements.parts.append(.known(value)) }

  func encodeNil() { append(.null) }
  func encode(_ value: Bool) { append(.bool(value)) }
  func encode(_ value: String) { append(.string(value)) }
  func encode(_ value: Double) throws { append(try JSONValueEncoder.number(value, at: path)) }
  func encode(_ value: Float) throws { append(try JSONValueEncoder.number(value, at: path)) }
  func encode(_ value: Int) { append(.number(JSONNumber(value))) }
  func encode(_ value: Int8) { append(.number(JSONNumber(value))) }
  func encode(_ value: Int16) { append(.number(JSONNumber(value))) }
  func encode(_ value: Int32) { append(.number(JSONNumber(value))) }
  func encode(_ value: Int64) { append(.number(JSONNumber(value))) }
  func encode(_ value: UInt) { append(.number(JSONNumber(value))) }
  func encode(_ value: UInt8) { append(.number(JSONNumber(value))) }
  func encode(_ value: UInt16) { append(.number(JSONNumber(value))) }
  func encode(_ value: UInt32) { append(.number(JSONNumber(value))) }
  func encode(_ value: UInt64) { append(.number(JSONNumber(value))) }
  func encode<T: Encodable>(_ value: T) throws {
    elements.parts.append(try JSONValueEncoder.part(of: value, at: path))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    nested().container(keyedBy: type)
  }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }
  func superEncoder() -> any Encoder { nested() }

  private func nested() -> JSONValueEncoder {
    let encoder = JSONValueEncoder(codingPath: path, place: Place())
    elements.parts.append(.place(encoder.place))
    return encoder
  }
}

private struct SingleValueContainer: SingleValueEncodingContainer {
  let codingPath: [any CodingKey]
  let place: Place

  private func set(_ value: JSONValue) { place.part = .known(value) }

  func encodeNil() { set(.null) }
  func encode(_ value: Bool) { set(.bool(value)) }
  func encode(_ value: String) { set(.string(value)) }
  func encode(_ value: Double) throws { set(try JSONValueEncoder.number(value, at: codingPath)) }
  func encode(_ value: Float) throws { set(try JSONValueEncoder.number(value, at: codingPath)) }
  func encode(_ value: Int) { set(.number(JSONNumber(value))) }
  func encode(_ value: Int8) { set(.number(JSONNumber(value))) }
  func encode(_ value: Int16) { set(.number(JSONNumber(value))) }
  func encode(_ value: Int32) { set(.number(JSONNumber(value))) }
  func encode(_ value: Int64) { set(.number(JSONNumber(value))) }
  func encode(_ value: UInt) { set(.number(JSONNumber(value))) }
  func encode(_ value: UInt8) { set(.number(JSONNumber(value))) }
  func encode(_ value: UInt16) { set(.number(JSONNumber(value))) }
  func encode(_ value: UInt32) { set(.number(JSONNumber(value))) }
  func encode(_ value: UInt64) { set(.number(JSONNumber(value))) }
  func encode<T: Encodable>(_ value: T) throws {
    place.part = try JSONValueEncoder.part(of: value, at: codingPath)
  }
}

/// The position of an element in an array.
private struct JSONIndex: CodingKey {
  let intValue: Int?
  var stringValue: String { "\(intValue ?? 0)" }

  init(_ index: Int) { intValue = index }
  init?(intValue: Int) { self.init(intValue) }
  init?(stringValue: String) { nil }
}
