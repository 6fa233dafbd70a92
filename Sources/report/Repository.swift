import ArgumentParser
import Foundation

/// Where the program works: the directory that holds `Templates`, `data` and `site`.
struct Repository: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The repository's directory. The default is the current directory or the nearest one above it \
      that is a repository.
      """, valueName: "directory"))
  var root: String?

  /// The directory, found or given.
  ///
  /// - Throws: `Refusal` if it is not a repository, or there is none here.
  func directory() throws -> URL {
    if let root {
      let url = URL(filePath: root, directoryHint: .isDirectory).standardizedFileURL
      guard Repository.isRepository(url) else {
        throw Refusal(
          """
          “\(root)” is not the repository, it has no Package.swift with Templates beside it: \
          give its directory with --root.
          """)
      }
      return url
    }
    var url = URL(
      filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory
    ).standardizedFileURL
    while !Repository.isRepository(url) {
      let parent = url.deletingLastPathComponent().standardizedFileURL
      guard parent.path != url.path else {
        throw Refusal(
          """
          This is outside the repository, no directory above holds Package.swift and Templates: go \
          there, or name it with --root.
          """)
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
