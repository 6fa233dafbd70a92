/// A choice that an experiment is made of: an attack, a learner, a domain, with its options.
///
/// Its encoding is part of the key of every record made with it, and so is `revision`, which is to
/// be raised when the same options come to give other numbers. Pages name, explain and list a
/// component by what it says about itself here, and cite the references of those that were used.
///
/// ```swift
/// struct Halving: Component {
///   static let name = "halving"
///   static let label = "Halving"
///   static let summary = "Divides every label by a constant."
///   var divisor = 2.0
///   var settings: [Setting] { [Setting("Divisor", NumberFormat.exact(divisor))] }
/// }
/// ```
public protocol Component: Sendable, Encodable {
  /// The name in commands, file names and keys: lower-case words joined by hyphens.
  static var name: String { get }

  /// Counts the changes of meaning. The default is 1.
  static var revision: Int { get }

  /// What pages call it at the beginning of a sentence, such as "Two-stage learner".
  static var label: String { get }

  /// What it does, in one sentence that ends with a full stop.
  static var summary: String { get }

  /// The publications that it follows. The default is none.
  static var references: [Reference] { get }

  /// Its options as pages list them, in that order. The default is none.
  var settings: [Setting] { get }
}

extension Component {
  /// Unchanged in meaning since it was written.
  public static var revision: Int { 1 }

  /// Follows no publication.
  public static var references: [Reference] { [] }

  /// Has no options that pages list.
  public var settings: [Setting] { [] }
}

/// What the type says, asked of a value whose type is not known.
extension Component {
  /// The name in commands, file names and keys.
  public var name: String { Self.name }

  /// Counts the changes of meaning.
  public var revision: Int { Self.revision }

  /// What pages call it at the beginning of a sentence.
  public var label: String { Self.label }

  /// What it does, in one sentence.
  public var summary: String { Self.summary }

  /// The publications that it follows.
  public var references: [Reference] { Self.references }
}

/// One option of a component in words.
public struct Setting: Sendable, Hashable {
  /// What is chosen, such as "Learning rate δ".
  public let name: String
  /// What it is, as a page prints it.
  public let value: String
  /// Where the choice comes from, such as "as in the paper"; nil where nothing is to be said.
  public let origin: String?

  /// An option, its value, and where the choice comes from.
  public init(_ name: String, _ value: String, origin: String? = nil) {
    (self.name, self.value, self.origin) = (name, value, origin)
  }
}

/// What a key holds of a component: its name, its revision, and its options as it encodes them.
public struct ComponentDescription: Sendable, Encodable {
  private enum CodingKeys: CodingKey { case name, revision, options }

  private let component: any Component

  /// Describes a component.
  public init(_ component: any Component) { self.component = component }

  /// Writes an object with the members `name`, `revision` and `options`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(component.name, forKey: .name)
    try container.encode(component.revision, forKey: .revision)
    try container.encode(component, forKey: .options)
  }
}
