import Foundation

/// A temporary directory for one test, removed at its end.
final class Folder: Sendable {
  let url: URL

  init() throws {
    url = URL.temporaryDirectory.appending(path: "storage-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    do {
      try FileManager.default.removeItem(at: url)
    } catch {
      print("The directory \(url.path) was left behind: \(error)")
    }
  }

  /// The place of a file in the directory.
  func file(_ name: String = "arrays.h5") -> URL {
    url.appending(path: name)
  }

  /// The names of all files in the directory, hidden ones included.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
  }
}
