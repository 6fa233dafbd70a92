/// Why a path is refused, whatever kind of source files was looked for there.
public struct SourceFileError: Error, Equatable, Sendable {
  /// The path, as it was given.
  public let path: String
  /// What is wrong with it.
  public let problem: PathProblem
  let expected: ExpectedFiles

  init(_ path: String, _ problem: PathProblem, _ expected: ExpectedFiles) {
    (self.path, self.problem, self.expected) = (path, problem, expected)
  }

  /// What is wrong with a path.
  public enum PathProblem: Equatable, Sendable {
    /// No path was given at all.
    case notGiven
    /// Nothing is there.
    case missing
    /// It is a file where a directory is wanted.
    case notDirectory
    /// The system refuses to read, for this reason.
    case unreadable(String)
    /// The system refuses to write, for this reason.
    case unwritable(String)
    /// The directory holds no file whose name has this ending.
    case withoutFile(ending: String)
    /// The directory holds that many files of this ending, where one is wanted.
    case severalFiles(ending: String, found: Int)
    /// The file has no bytes, or no lines but empty ones.
    case empty
    /// The file is an archive (zip or gzip).
    case compressed
    /// The file holds bytes that no text has.
    case notText
    /// The made-up files of the directory are not all there, or one, if it is known which, is not
    /// what was written.
    case altered(String?)
    /// The directory of made-up files holds files that are not made up, such as this one.
    case foreign(String)
  }
}

/// What one format calls its files where a path is refused.
struct ExpectedFiles: Equatable, Sendable {
  /// One file, such as "price file".
  let label: String
  /// What to give, such as "the path of a price file".
  let place: String
  /// What to do about a file without contents.
  let renewal: String
  /// What a file is, such as "a CSV text".
  let text: String
  /// What an archive may hold, such as "the CSV file inside".
  let contents: String
}

extension SourceFileError: CustomStringConvertible {
  /// One sentence: what is wrong, where, and what to do.
  public var description: String {
    switch problem {
    case .notGiven:
      "No \(expected.label)s were given: give the path of at least one file or folder."
    case .missing: "\(path) does not exist: give \(expected.place)."
    case .notDirectory: "\(path) is not a folder: give \(expected.place)."
    case .unreadable(let reason):
      "\(path) cannot be read (\(reason)): check what it is and its permissions."
    case .unwritable(let reason):
      "\(path) cannot be written (\(reason)): choose a folder that may be written to."
    case .withoutFile(let ending):
      "\(path) holds no file whose name ends in \(ending): give a folder that does, "
        + "folders inside it are not searched."
    case .severalFiles(let ending, let found):
      "\(path) holds \(found) files whose names end in \(ending): leave one of them there."
    case .altered(let name):
      "The \(expected.label)s in \(path) are not those that the simulator wrote"
        + "\(name.map { ", such as \($0)" } ?? ""): build again, which makes them anew."
    case .foreign(let name):
      "\(path) holds \(name), which is none of the made-up \(expected.label)s: "
        + "move it elsewhere and give its path."
    case .empty: "\(path) is empty: \(expected.renewal)."
    case .compressed: "\(path) is a compressed archive: unpack it and give \(expected.contents)."
    case .notText:
      "\(path) is not \(expected.text), its beginning holds bytes that no text has: "
        + "give a \(expected.label) in UTF-8 or ASCII."
    }
  }
}

extension ExpectedFiles {
  /// Made-up files in place of those of a format.
  static func simulated(_ label: String) -> ExpectedFiles {
    ExpectedFiles(
      label: label, place: "a folder", renewal: "remove it to have it made anew", text: "a text",
      contents: "what is in it")
  }
}

/// A format's own error, one case of which is that a path is refused.
protocol SourceFormatError: Error {
  /// The refusal of a path as an error of this format.
  static func file(_ error: SourceFileError) -> Self
}

extension SourceFormatError {
  /// What `work` gives; the refusal of a path becomes an error of this format.
  static func naming<Value: ~Copyable>(
    _ work: @autoclosure () throws(SourceFileError) -> Value
  ) throws(Self) -> Value {
    do {
      return try work()
    } catch {
      throw .file(error)
    }
  }
}
