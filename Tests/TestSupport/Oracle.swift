import Foundation
public import LinearAlgebra
import Synchronization
public import Testing

/// A node of a JSON file of reference numbers from an independent implementation (17 digits).
///
/// What a test asks for and does not find fails that test, with the path of what is missing: a
/// comparison with nothing must never pass.
///
///     let instance = try Oracle("qps")["instances"].elements[0]
///     #expect(deviation(x, from: instance["x"].matrix()) <= 1e-9)
public struct Oracle: Sendable {
  /// What a node of a JSON document can be.
  fileprivate indirect enum Content: Sendable {
    case number(Double)
    case text(String)
    case list([Content])
    case object([String: Content])
    /// Null or a truth value: nothing that a test reads.
    case other
    /// Nothing at all, which has been reported.
    case missing
  }

  private let content: Content
  /// The file's name and the keys and positions that lead to this node.
  private let path: String
  /// Where a test asked for this node.
  private let location: SourceLocation

  /// The fixtures that were read: finding out what a node is takes attempts that fail, each of
  /// which a running test records with a trace of its calls.
  private static let read = Mutex<[String: Content]>([:])

  /// Reads the fixture of the given name, without extension; once per process.
  ///
  /// - Throws: what Foundation throws if there is no such file or if it is not a JSON document.
  public init(_ name: String, at location: SourceLocation = #_sourceLocation) throws {
    let content = try Oracle.read.withLock { read in
      if let content = read[name] { return content }
      let text = try String(contentsOf: Fixture.url("\(name).json"), encoding: .utf8)
      let content = try Oracle.content(of: text)
      read[name] = content
      return content
    }
    self.init(content, name, at: location)
  }

  /// Reads a JSON document, which messages call by `name`.
  init(json: String, name: String, at location: SourceLocation = #_sourceLocation) throws {
    self.init(try Oracle.content(of: json), name, at: location)
  }

  private static func content(of json: String) throws -> Content {
    // The writer printed an infinite margin as `Infinity`, which JSON does not know.
    let text = json.replacingOccurrences(of: "Infinity", with: "null")
    return try JSONDecoder().decode(Content.self, from: Data(text.utf8))
  }

  private init(_ content: Content, _ path: String, at location: SourceLocation) {
    (self.content, self.path, self.location) = (content, path, location)
  }

  /// The member of the given name of an object.
  public subscript(key: String, at location: SourceLocation = #_sourceLocation) -> Oracle {
    if case .object(let members) = content, let member = members[key] {
      return Oracle(member, "\(path).\(key)", at: location)
    }
    report("“\(key)” in", at: location)
    return Oracle(.missing, "\(path).\(key)", at: location)
  }

  /// The elements of a list.
  public var elements: [Oracle] {
    guard case .list(let elements) = content else {
      report("list at")
      return []
    }
    return elements.indices.map { Oracle(elements[$0], "\(path)[\($0)]", at: location) }
  }

  /// The text of a node that is one.
  public var text: String {
    guard case .text(let text) = content else {
      report("text at")
      return ""
    }
    return text
  }

  /// The number at a node that is one, otherwise NaN.
  public var number: Double {
    guard case .number(let number) = content else {
      report("number at")
      return .nan
    }
    return number
  }

  /// The integer at a node that is one, otherwise 0.
  public var integer: Int {
    guard case .number(let number) = content, let integer = Int(exactly: number) else {
      report("integer at")
      return 0
    }
    return integer
  }

  /// All numbers in a nested list, in order.
  public var flat: [Double] {
    if case .number(let number) = content { return [number] }
    return elements.flatMap(\.flat)
  }

  /// A nested list read as a matrix of the given number of rows; a flat list as one row.
  public func matrix(rows: Int? = nil) -> Matrix {
    let values = flat
    var count = rows ?? 0
    if rows == nil, case .list(let elements) = content, let first = elements.first {
      if case .list = first { count = elements.count } else { count = 1 }
    }
    return Matrix(rows: count, columns: count == 0 ? 0 : values.count / count, values: values)
  }

  /// Fails the test, unless this node is missing, which was reported before.
  private func report(_ what: String, at location: SourceLocation? = nil) {
    if case .missing = content { return }
    Issue.record("the reference has no \(what) \(path)", sourceLocation: location ?? self.location)
  }
}

extension Oracle.Content: Decodable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .other
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([Oracle.Content].self) {
      self = .list(value)
    } else if let value = try? container.decode([String: Oracle.Content].self) {
      self = .object(value)
    } else {
      self = .other
    }
  }
}
