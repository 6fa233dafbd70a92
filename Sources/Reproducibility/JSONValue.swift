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
  public subscript(name: String) -> JSONValue? { object?[name] }

  /// The truth value, if this is one.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The number, if this is one.
  public var double: Double? {
    if case .number(let value) = self { value.double } else { nil }
  }

  /// The number, if this is one and an `Int` is exactly that.
  public var integer: Int? {
    if case .number(let value) = self { value.integer() } else { nil }
  }

  /// The text, if this is one.
  public var string: String? { if case .string(let value) = self { value } else { nil } }

  /// The elements, if this is an array.
  public var array: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

  /// The members, if this is an object.
  public var object: [String: JSONValue]? {
    if case .object(let members) = self { members } else { nil }
  }
}

extension JSONValue: Decodable {
  /// Reads whatever stands there.
  ///
  /// A number is kept exactly if it is a 64-bit integer, whichever way it is written; otherwise as
  /// the nearest double.
  public init(from decoder: any Decoder) throws {
    let here = try decoder.singleValueContainer()
    func tried<T: Decodable>(_ type: T.Type) -> T? {
      do {
        return try here.decode(type)
      } catch {
        return nil
      }
    }
    // What is frequent comes first: an attempt that fails takes longer than one that succeeds.
    if here.decodeNil() {
      self = .null
    } else if let value = tried(Double.self), let number = JSONNumber(value) {
      // From 2⁵³ on not every integer is a double.
      let isLarge = value.magnitude >= 0x1p53
      let signed = isLarge ? tried(Int64.self).map { JSONNumber($0) } : nil
      let unsigned = isLarge && signed == nil ? tried(UInt64.self).map { JSONNumber($0) } : nil
      self = .number(signed ?? unsigned ?? number)
    } else if let text = tried(String.self) {
      self = .string(text)
    } else if let value = tried(Bool.self) {
      self = .bool(value)
    } else if let members = tried([String: JSONValue].self) {
      self = .object(members)
    } else {
      self = .array(try here.decode([JSONValue].self))
    }
  }
}

/// The name of a member of an object.
struct JSONName: CodingKey {
  let stringValue: String
  let intValue: Int? = nil

  init(stringValue: String) { self.stringValue = stringValue }

  init?(intValue: Int) { nil }
}
