import Foundation

/// A temporary folder for one test, removed at its end.
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
      print("The folder \(url.path) was left behind: \(error)")
    }
  }

  /// The place of a file in the folder.
  func file(_ name: String = "arrays.h5") -> URL {
    url.appending(path: name)
  }

  /// The names of all files in the folder, hidden ones among them.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
  }
}
