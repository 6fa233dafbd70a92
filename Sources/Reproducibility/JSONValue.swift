/// A JSON document in memory.
public indirect enum JSONValue: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, kept exactly.
  case number(JSONNumber)
  /// A text.
  case string(String)
  /// Values in order.
  case array([JSONValue])
  /// Values by name.
  case object([String: JSONValue])
}

extension JSONValue {
  /// The value under that name, if this is an object that has it.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[name]
  }

  /// The truth value, if this is one.
  public var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The number, if this is one.
  public var double: Double? {
    guard case .number(let value) = self else { return nil }
    return value.double
  }

  /// The number, if this is one and an `Int` is exactly that.
  public var integer: Int? {
    guard case .number(let value) = self else { return nil }
    return value.integer()
  }

  /// The text, if this is one.
  public var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  /// The elements, if this is an array.
  public var array: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The members, if this is an object.
  public var object: [String: JSONValue]? {
    guard case .object(let members) = self else { return nil }
    return members
  }
}

extension JSONValue: Codable {
  /// Reads whatever stands there.
  public init(from decoder: any Decoder) throws {
    if let members = try Self.members(in: decoder) {
      self = .object(members)
    } else if let elements = try Self.elements(in: decoder) {
      self = .array(elements)
    } else {
      self = try Self.scalar(in: decoder.singleValueContainer())
    }
  }

  private static func members(in decoder: any Decoder) throws -> [String: JSONValue]? {
    let container: KeyedDecodingContainer<JSONName>
    do {
      container = try decoder.container(keyedBy: JSONName.self)
    } catch DecodingError.typeMismatch, DecodingError.valueNotFound {
      return nil
    }
    var members: [String: JSONValue] = [:]
    for key in container.allKeys {
      members[key.stringValue] = try container.decode(JSONValue.self, forKey: key)
    }
    return members
  }

  private static func elements(in decoder: any Decoder) throws -> [JSONValue]? {
    var container: any UnkeyedDecodingContainer
    do {
      container = try decoder.unkeyedContainer()
    } catch DecodingError.typeMismatch, DecodingError.valueNotFound {
      return nil
    }
    var elements: [JSONValue] = []
    while !container.isAtEnd { elements.append(try container.decode(JSONValue.self)) }
    return elements
  }

  private static func scalar(in container: any SingleValueDecodingContainer) throws -> JSONValue {
    func tried<T: Decodable>(_ type: T.Type) -> T? {
      do {
        return try container.decode(type)
      } catch {
        return nil
      }
    }
    if container.decodeNil() { return .null }
    if let value = tried(Bool.self) { return .bool(value) }
    if let value = tried(String.self) { return .string(value) }
    if let value = tried(Int64.self) { return .number(JSONNumber(value)) }
    if let value = tried(UInt64.self) { return .number(JSONNumber(value)) }
    if let number = JSONNumber(try container.decode(Double.self)) { return .number(number) }
    throw DecodingError.dataCorruptedError(
      in: container, debugDescription: "JSON has no number that is not finite.")
  }

  /// Writes the value as it stands.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .object(let members):
      var container = encoder.container(keyedBy: JSONName.self)
      for (name, value) in members {
        try container.encode(value, forKey: JSONName(stringValue: name))
      }
    case .array(let elements):
      var container = encoder.unkeyedContainer()
      for element in elements { try container.encode(element) }
    case .null:
      var container = encoder.singleValueContainer()
      try container.encodeNil()
    case .bool(let value): try value.encode(to: encoder)
    case .string(let value): try value.encode(to: encoder)
    case .number(let number):
      if let value = number.integer(as: Int64.self) {
        try value.encode(to: encoder)
      } else if let value = number.integer(as: UInt64.self) {
        try value.encode(to: encoder)
      } else {
        try number.double.encode(to: encoder)
      }
    }
  }
}

/// The name of a member of an object.
struct JSONName: CodingKey {
  let stringValue: String
  let intValue: Int? = nil

  init(stringValue: String) {
    self.stringValue = stringValue
  }

  init?(intValue: Int) {
    nil
  }
}
