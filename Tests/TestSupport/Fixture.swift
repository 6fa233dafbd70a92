import Foundation

/// The files of `Tests/Fixtures`.
public enum Fixture {
  /// Where the file of a name is.
  public static func url(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/\(name)")
  }
}
