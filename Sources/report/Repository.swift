import ArgumentParser
import Foundation

/// Where the program works: the folder that holds `Templates`, `data` and `site`.
struct Repository: ParsableArguments {
  @Option(help: "The repository's folder. Default: the current folder or the nearest one above it.")
  var root: String?

  /// The folder, found or given.
  func folder() throws -> URL {
    if let root {
      let url = URL(filePath: root, directoryHint: .isDirectory).standardizedFileURL
      guard Repository.isRepository(url) else {
        throw ValidationError(
          "“\(root)” is not the repository: it has no Package.swift with Templates beside it; give its folder with --root."
        )
      }
      return url
    }
    var url = URL(
      filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory
    ).standardizedFileURL
    while !Repository.isRepository(url) {
      let parent = url.deletingLastPathComponent().standardizedFileURL
      guard parent.path != url.path else {
        throw ValidationError(
          "this is outside the repository: no folder above holds Package.swift and Templates; go there or give it with --root."
        )
      }
      url = parent
    }
    return url
  }

  private static func isRepository(_ url: URL) -> Bool {
    ["Package.swift", "Templates"].allSatisfy {
      FileManager.default.fileExists(atPath: url.appending(path: $0).path)
    }
  }
}
