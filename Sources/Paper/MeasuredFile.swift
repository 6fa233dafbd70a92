public import Foundation
public import Reproducibility

/// A file below `data` with what one command measured or tried, apart from all records: an input of
/// the site, which the manifest names by its digest.
public protocol MeasuredFile: Sendable, Codable {
  /// Where the file is, below a repository's root.
  static var path: String { get }
  /// The command that writes it, as it is typed.
  static var command: String { get }
}

extension MeasuredFile {
  /// The file's text.
  ///
  /// - Throws: `JSONError` where a number is not finite.
  public func text() throws -> String { try JSONValue(encoding: self).canonicalText + "\n" }

  /// The digest of the file's bytes.
  public var digest: Digest { get throws { Digest(of: try text()) } }

  /// Writes the file below a root, as a whole.
  public func write(root: URL) throws {
    try PartialFile.write(Array(try text().utf8), to: root.appending(path: Self.path))
  }

  /// What a repository holds; nil where nothing was measured.
  ///
  /// - Throws: `MeasuredFileError` if the file there is another one.
  public static func ifPresent(root: URL) throws -> Self? {
    let url = root.appending(path: path)
    let kind = FileKind(at: url.path, following: true)
    if kind == .nothing { return nil }
    do {
      // Nothing but a file is opened: a pipe would make its reader wait.
      guard kind == .regular else { throw CocoaError(.fileReadUnknown) }
      return try JSONDecoder().decode(Self.self, from: try Data(contentsOf: url))
    } catch {
      throw MeasuredFileError(path: path, command: command)
    }
  }
}

/// A file is not what its command writes.
public struct MeasuredFileError: Error, Equatable, CustomStringConvertible {
  /// The file below the root, and its command.
  let path: String, command: String

  /// What is wrong, where, and what to do.
  public var description: String {
    """
    \(path) is not what “\(command)” writes: move it away and, if you want its numbers, run \
    that again.
    """
  }
}

extension Array {
  /// Puts elements in the stead of those that have their names, where the first of these is, or
  /// behind all others.
  ///
  /// - Parameters:
  ///   - elements: what is put.
  ///   - name: what an element replaces others by.
  public mutating func put<Name: Hashable>(
    _ elements: [Element], by name: KeyPath<Element, Name>
  ) {
    let names = Set(elements.map { $0[keyPath: name] })
    let isReplaced = { (element: Element) in names.contains(element[keyPath: name]) }
    let place = firstIndex(where: isReplaced) ?? count
    removeAll(where: isReplaced)
    insert(contentsOf: elements, at: place)
  }
}
