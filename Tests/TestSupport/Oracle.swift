import Foundation
public import LinearAlgebra

/// A node of a JSON file of reference numbers from an independent implementation (17 digits).
public indirect enum Oracle: Sendable, Decodable {
  /// A number.
  case number(Double)
  /// A text.
  case text(String)
  /// Null or a truth value: nothing that a test reads.
  case nothing
  /// An array.
  case list([Oracle])
  /// An object.
  case object([String: Oracle])

  /// Reads the fixture of the given name, without extension.
  public init(_ name: String) throws {
    let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures")
    // The writer printed an infinite margin as `Infinity`, which JSON does not know.
    let text = try String(contentsOf: fixtures.appending(path: name + ".json"), encoding: .utf8)
      .replacingOccurrences(of: "Infinity", with: "null")
    self = try JSONDecoder().decode(Oracle.self, from: Data(text.utf8))
  }

  /// Decodes whatever is there.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .nothing
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([Oracle].self) {
      self = .list(value)
    } else if let value = try? container.decode([String: Oracle].self) {
      self = .object(value)
    } else {
      self = .nothing
    }
  }

  /// The member of the given name; nothing if there is none.
  public subscript(key: String) -> Oracle {
    if case .object(let members) = self { members[key] ?? .nothing } else { .nothing }
  }

  /// The elements of a list.
  public var elements: [Oracle] { if case .list(let elements) = self { elements } else { [] } }

  /// The text, or an empty one.
  public var text: String { if case .text(let text) = self { text } else { "" } }

  /// The number, or NaN so that a comparison with it fails.
  public var number: Double { if case .number(let number) = self { number } else { .nan } }

  /// The number as an integer.
  public var integer: Int { Int(number) }

  /// All numbers in a nested list, in order.
  public var flat: [Double] {
    switch self {
    case .number(let value): [value]
    case .list(let elements): elements.flatMap(\.flat)
    default: []
    }
  }

  /// A nested list read as a matrix of the given number of rows; a flat list as one row.
  public func matrix(rows: Int? = nil) -> Matrix {
    let values = flat
    let count =
      rows ?? (elements.first.map { if case .list = $0 { elements.count } else { 1 } } ?? 0)
    return Matrix(rows: count, columns: count == 0 ? 0 : values.count / count, values: values)
  }
}

/// The largest deviation from `reference`, relative to its largest entry.
public func deviation(_ value: Matrix, from reference: Matrix) -> Double {
  guard value.values.count == reference.values.count else { return .infinity }
  let worst = zip(value.values, reference.values).reduce(0.0) { max($0, ($1.0 - $1.1).magnitude) }
  return worst.isNaN ? .infinity : worst / max(reference.largestMagnitude, 1e-300)
}
