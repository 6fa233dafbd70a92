import Foundation
import Reproducibility

/// The directory that a simulator writes its files into.
///
/// Each file is written under a temporary name and then renamed; files of the same names are
/// replaced, others stay.
struct SimulatedDirectory {
  private let url: URL
  private let expected: ExpectedFiles
  private static let readme = "README.txt"

  /// The directory at that place, which is made if it does not exist.
  init(_ url: URL, for expected: ExpectedFiles) throws(SourceFileError) {
    (self.url, self.expected) = (url, expected)
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw SourceFileError(url.path, .unwritable("the folder cannot be made"), expected)
    }
  }

  /// Whether `finish` has written its file there.
  static func isComplete(_ url: URL) -> Bool {
    FileManager.default.fileExists(atPath: url.appending(path: readme).path)
  }

  func put(_ bytes: [UInt8], as name: String) throws(SourceFileError) {
    let file = url.appending(path: name)
    let there = FileKind(at: file.path)
    guard there.mayBeReplaced else {
      throw SourceFileError(file.path, .unwritable("\(there.label) stands there"), expected)
    }
    do {
      try Data(bytes).write(to: file, options: .atomic)
    } catch {
      throw SourceFileError(file.path, .unwritable("the file cannot be made or renamed"), expected)
    }
  }

  /// Writes the `README.txt` that says that everything is simulated; without it the files are not
  /// all there.
  func finish(readme: String) throws(SourceFileError) {
    try put(Array(readme.utf8), as: Self.readme)
  }
}
