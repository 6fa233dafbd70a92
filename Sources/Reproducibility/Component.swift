/// A choice that an experiment is made of: an attack, a learner, a domain, with its options.
///
/// Its encoding is part of the key of every record made with it, and so is `revision`, which is to
/// be raised when the same options come to give other numbers. Pages list the references of the
/// components that were used.
public protocol Component: Sendable, Encodable {
  /// The name on pages, in file names and in keys: lower-case words joined by hyphens.
  static var name: String { get }

  /// Counts the changes of meaning. Default 1.
  static var revision: Int { get }

  /// The publications that the component follows. Default none.
  static var references: [Reference] { get }
}

extension Component {
  /// Unchanged in meaning since it was written.
  public static var revision: Int { 1 }

  /// Follows no publication.
  public static var references: [Reference] { [] }
}
