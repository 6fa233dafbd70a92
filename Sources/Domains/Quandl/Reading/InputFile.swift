#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file to be read, by the path to open it by and the name to call it by in provenance.
struct InputFile: Equatable {
  let path: String
  let name: String

  /// The files that paths stand for: a file for itself, a folder for the files in it whose names end
  /// in .csv, in ASCII order.
  ///
  /// - Throws: `QuandlError.unusable` if there is nothing at a path, or no such file in a folder.
  static func files(at paths: [String]) throws(QuandlError) -> [InputFile] {
    guard !paths.isEmpty else { throw .unusable(path: "", .emptyFolder) }
    var files: [InputFile] = []
    for path in paths {
      let parts = path.split(separator: "/").map(String.init)
      let name = path.hasPrefix("/") ? parts.last ?? path : path
      guard try isFolder(path) else {
        files.append(InputFile(path: path, name: name))
        continue
      }
      let members: [String]
      do {
        members = try FileManager.default.contentsOfDirectory(atPath: path)
      } catch {
        throw .unusable(path: path, .unreadable("the folder cannot be listed"))
      }
      let tables = members.filter { $0.lowercased().hasSuffix(".csv") && !$0.hasPrefix(".") }
      guard !tables.isEmpty else { throw .unusable(path: path, .emptyFolder) }
      let inOrder = tables.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      files += inOrder.map {
        InputFile(path: joined(path, $0), name: joined(name, $0))
      }
    }
    return files
  }

  private static func isFolder(_ path: String) throws(QuandlError) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let problem: QuandlError.PathProblem =
        errno == ENOENT ? .missing : .unreadable(String(cString: strerror(errno)))
      throw .unusable(path: path, problem)
    }
    return status.st_mode & S_IFMT == S_IFDIR
  }

  private static func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }
}
