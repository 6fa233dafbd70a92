public import Foundation

/// Where files are kept that nobody needs for long.
public enum TemporaryFolder {
  /// The folder that the environment names, or, if that is not there, `/tmp`.
  public static var url: URL {
    let named = FileManager.default.temporaryDirectory
    return FileKind(at: named.path, following: true) == .directory
      ? named : URL(filePath: "/tmp", directoryHint: .isDirectory)
  }
}
