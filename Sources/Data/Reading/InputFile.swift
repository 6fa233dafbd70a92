import Foundation

/// A file to be read, by the path to open it by and the name to call it by in provenance.
struct InputFile: Equatable {
  let path: String
  let name: String

  /// The files that paths stand for: a file for itself, a directory for the files in it whose names
  /// have that ending, in ASCII order.
  ///
  /// - Throws: `SourceFileError` if there is nothing at a path, or no such file in a directory.
  static func files(
    at paths: [String], ending: String, _ expected: ExpectedFiles
  ) throws(SourceFileError) -> [InputFile] {
    guard !paths.isEmpty else { throw SourceFileError("", .notGiven, expected) }
    var files: [InputFile] = []
    for path in paths {
      let parts = path.split(separator: "/").map(String.init)
      let name = path.hasPrefix("/") ? parts.last ?? path : path
      guard try isDirectory(path, expected) else {
        files.append(InputFile(path: path, name: name))
        continue
      }
      let members = try members(ofDirectory: path, ending: ending, expected)
      guard !members.isEmpty else {
        throw SourceFileError(path, .withoutFile(ending: ending), expected)
      }
      files += members.map { InputFile(path: joined(path, $0), name: joined(name, $0)) }
    }
    return files
  }

  /// Whether a directory is at that path, and not a file; throws if there is neither.
  static func isDirectory(
    _ path: String, _ expected: ExpectedFiles
  ) throws(SourceFileError) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let problem: SourceFileError.PathProblem =
        errno == ENOENT ? .missing : .unreadable(String(cString: strerror(errno)))
      throw SourceFileError(path, problem, expected)
    }
    return status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names of the files in a directory that have that ending in either case, in ASCII order;
  /// hidden files are passed over.
  static func members(
    ofDirectory path: String, ending: String, _ expected: ExpectedFiles
  ) throws(SourceFileError) -> [String] {
    let members: [String]
    do {
      members = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw SourceFileError(path, .unreadable("the folder cannot be listed"), expected)
    }
    return members.filter { isMember($0, ending: ending) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether a file with one of those endings is in a directory; false if it cannot be listed.
  static func isAny(ending endings: [String], inDirectory path: String) -> Bool {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).contains { name in
        endings.contains { isMember(name, ending: $0) }
      }
    } catch { return false }
  }

  private static func isMember(_ name: String, ending: String) -> Bool {
    name.lowercased().hasSuffix(ending) && !name.hasPrefix(".")
  }

  static func joined(_ directory: String, _ name: String) -> String {
    directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
  }
}
