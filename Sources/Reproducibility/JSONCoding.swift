import Foundation

extension JSONValue {
  /// The document as which a value encodes itself.
  ///
  /// - Throws: `JSONError.notFinite` for NaN and infinities, `JSONError.unordered` for sets and for
  ///   dictionaries that are encoded in hash order, and what the value itself throws.
  public init(encoding value: some Encodable) throws {
    if let place = UnorderedPlace(in: value) {
      throw JSONError.unordered(type: "\(place.type)", path: place.path)
    }
    self = try JSONValueEncoder.document(of: value)
  }

  /// Reads a JSON text (RFC 8259) as Foundation does: a comma before a closing bracket is forgiven,
  /// and which of two members of the same name counts is not settled.
  ///
  /// - Throws: `JSONError.malformed` with what is wrong and, where Foundation says it, the place.
  public init(parsing text: String) throws {
    let data = Data(text.utf8)
    do {
      self = try JSONDecoder().decode(JSONValue.self, from: data)
    } catch is DecodingError {
      throw JSONError.malformed(Self.complaint(about: data))
    }
  }

  /// What is wrong with a malformed text: the decoder does not say where, the older reader does.
  private static func complaint(about data: Data) -> String {
    do {
      _ = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
    } catch let error as NSError {
      if let text = error.userInfo[NSDebugDescriptionErrorKey] as? String {
        return text.hasSuffix(".") ? String(text.dropLast()) : text
      }
    }
    return "it cannot be read as JSON"
  }
}
