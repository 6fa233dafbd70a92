public import Foundation

/// A directory for one test, removed with the last reference to it.
public final class TemporaryDirectory: Sendable {
  /// Where it is.
  public let url: URL

  /// Makes an empty directory among the system's temporary files.
  public init() throws {
    url = URL.temporaryDirectory.appending(
      path: "report-test-\(UUID())", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    do {
      try FileManager.default.removeItem(at: url)
    } catch {
      print("the temporary directory \(url.path) was not removed: \(error)")
    }
  }

  /// The place of a file in it.
  public func file(_ name: String) -> URL { url.appending(path: name) }

  /// Writes a file and gives its path.
  @discardableResult
  public func put(_ bytes: some Sequence<UInt8>, as name: String) throws -> String {
    try Data(bytes).write(to: file(name))
    return file(name).path
  }

  /// Writes a text as a file and gives its path.
  @discardableResult
  public func put(_ text: String, as name: String) throws -> String {
    try put(Array(text.utf8), as: name)
  }

  /// The names of everything directly in it, hidden files among them, in order.
  public func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
  }

  /// The bytes of every file below it, by path.
  public func files() throws -> [String: Data] { try Self.files(below: url) }

  /// The bytes of every file below a directory, by path.
  public static func files(below directory: URL) throws -> [String: Data] {
    var result: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: directory.path) {
      var isDirectory: ObjCBool = false
      let file = directory.appending(path: path)
      _ = FileManager.default.fileExists(atPath: file.path, isDirectory: &isDirectory)
      if !isDirectory.boolValue { result[path] = try Data(contentsOf: file) }
    }
    return result
  }
}
