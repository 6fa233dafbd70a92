extension JSONValue {
  /// The document as which a value encodes itself.
  ///
  /// - Throws: as `CanonicalJSON.text(of:)`.
  public init(encoding value: some Encodable) throws {
    let place = JSONPlace()
    try place.fill(with: value, path: [])
    self = place.value
  }
}

/// A place in a document that is being written; containers hold on to it until they are filled.
private final class JSONPlace {
  private enum Content {
    case empty
    case scalar(JSONValue)
    case array([JSONPlace])
    case object([String: JSONPlace])
  }

  private var content = Content.empty

  /// What was written; a value that wrote nothing is an empty object.
  var value: JSONValue {
    switch content {
    case .empty: .object([:])
    case .scalar(let value): value
    case .array(let places): .array(places.map(\.value))
    case .object(let places): .object(places.mapValues(\.value))
    }
  }

  var count: Int {
    guard case .array(let places) = content else { return 0 }
    return places.count
  }

  func fill(with value: JSONValue) {
    content = .scalar(value)
  }

  func fill(with number: JSONNumber?, insteadOf value: Double, path: [any CodingKey]) throws {
    guard let number else { throw JSONError.notFinite(value: value, path: text(of: path)) }
    content = .scalar(.number(number))
  }

  func fill(with value: some Encodable, path: [any CodingKey]) throws {
    if let value = value as? any HashOrdered, value.isEncodedInHashOrder {
      throw JSONError.unordered(type: "\(type(of: value))", path: text(of: path))
    }
    try value.encode(to: JSONTreeEncoder(place: self, codingPath: path))
  }

  func beArray() {
    if case .array = content { return }
    content = .array([])
  }

  func beObject() {
    if case .object = content { return }
    content = .object([:])
  }

  func newElement() -> JSONPlace {
    let place = JSONPlace()
    if case .array(var places) = content {
      content = .empty  // so that the array is not copied
      places.append(place)
      content = .array(places)
    }
    return place
  }

  func newMember(_ name: String) -> JSONPlace {
    let place = JSONPlace()
    if case .object(var places) = content {
      content = .empty
      places[name] = place
      content = .object(places)
    }
    return place
  }

  private func text(of path: [any CodingKey]) -> String {
    path.isEmpty ? "the top" : path.map(\.stringValue).joined(separator: ".")
  }
}

/// A collection whose order of elements differs between runs.
private protocol HashOrdered: Encodable {
  var isEncodedInHashOrder: Bool { get }
}

extension Set: HashOrdered where Element: Encodable {
  var isEncodedInHashOrder: Bool { count > 1 }
}

extension Dictionary: HashOrdered where Key: Encodable, Value: Encodable {
  /// Dictionaries with names or `Int`s as keys become objects; all others arrays in hash order.
  var isEncodedInHashOrder: Bool {
    count > 1 && Key.self != String.self && Key.self != Int.self
      && !(Key.self is any CodingKeyRepresentable.Type)
  }
}

private struct JSONTreeEncoder: Encoder {
  let place: JSONPlace
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    place.beObject()
    return KeyedEncodingContainer(JSONObjectContainer(place: place, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    place.beArray()
    return JSONArrayContainer(place: place, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    JSONScalarContainer(place: place, codingPath: codingPath)
  }
}

private struct JSONObjectContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let place: JSONPlace
  let codingPath: [any CodingKey]

  func encodeNil(forKey key: Key) {
    place.newMember(key.stringValue).fill(with: .null)
  }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    try place.newMember(key.stringValue).fill(with: value, path: codingPath + [key])
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    encoder(forKey: key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder(forKey: key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    encoder(forKey: JSONName(stringValue: "super"))
  }

  func superEncoder(forKey key: Key) -> any Encoder {
    encoder(forKey: key)
  }

  private func encoder(forKey key: some CodingKey) -> JSONTreeEncoder {
    JSONTreeEncoder(place: place.newMember(key.stringValue), codingPath: codingPath + [key])
  }
}

private struct JSONArrayContainer: UnkeyedEncodingContainer {
  let place: JSONPlace
  let codingPath: [any CodingKey]
  var count: Int { place.count }

  func encodeNil() {
    place.newElement().fill(with: .null)
  }

  func encode(_ value: some Encodable) throws {
    let path = codingPath + [JSONName(stringValue: "\(count)")]
    try place.newElement().fill(with: value, path: path)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    nextEncoder().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    nextEncoder().unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    nextEncoder()
  }

  private func nextEncoder() -> JSONTreeEncoder {
    let path = codingPath + [JSONName(stringValue: "\(count)")]
    return JSONTreeEncoder(place: place.newElement(), codingPath: path)
  }
}

private struct JSONScalarContainer: SingleValueEncodingContainer {
  let place: JSONPlace
  let codingPath: [any CodingKey]

  func encodeNil() { place.fill(with: .null) }
  func encode(_ value: Bool) { place.fill(with: .bool(value)) }
  func encode(_ value: String) { place.fill(with: .string(value)) }
  func encode(_ value: Int) { place.fill(with: .number(JSONNumber(value))) }
  func encode(_ value: Int8) { place.fill(with: .number(JSONNumber(value))) }
  func encode(_ value: Int16) { place.fill(with: .number(JSONNumber(value))) }
  func encode(_ value: Int32) { place.fill(with: .number(JSONNumber(value))) }
  func encode(_ value: Int64) { place.fill(with: .number(JSONNumber(value))) }
  func encode(_ value: UInt) { place.fill(with: .number(JSONNumber(value))) }
  func encode(_ value: UInt8) { place.fill(with: .number(JSONNumber(value))) }
  func encode(_ value: UInt16) { place.fill(with: .number(JSONNumber(value))) }
  func encode(_ value: UInt32) { place.fill(with: .number(JSONNumber(value))) }
  func encode(_ value: UInt64) { place.fill(with: .number(JSONNumber(value))) }

  func encode(_ value: Double) throws {
    try place.fill(with: JSONNumber(value), insteadOf: value, path: codingPath)
  }

  func encode(_ value: Float) throws {
    try place.fill(with: JSONNumber(value), insteadOf: Double(value), path: codingPath)
  }

  func encode(_ value: some Encodable) throws {
    try place.fill(with: value, path: codingPath)
  }
}
