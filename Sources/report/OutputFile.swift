import Foundation
import Storage

/// A file that a command is to write.
struct OutputFile {
  let url: URL
  private let path: String

  init(_ path: String) {
    self.path = path
    url = URL(filePath: path)
  }

  /// When a file that is there may be replaced; a directory never is.
  enum Replacement {
    case never
    case always
    /// If it has the same schema, so is a result of the same kind, or no bytes at all.
    case ofSchema(String)
  }

  /// Refuses, before any work is done, what would be refused or regretted after it.
  ///
  /// - Parameters:
  ///   - replacement: when a file that is there may be replaced.
  ///   - input: a file that is read and must not be replaced.
  /// - Throws: `Refusal`.
  func check(replacing replacement: Replacement, keeping input: String? = nil) async throws {
    if let input, OutputFile.place(url) == OutputFile.place(URL(filePath: input)) {
      throw Refusal("\(path) is the problem itself: give another name with --output.")
    }
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) {
      if isDirectory.boolValue {
        throw Refusal("\(path) is a directory: give the name of a file in it.")
      }
      switch replacement {
      case .always: break
      case .never: throw Refusal("\(path) is there already: overwrite it with --force.")
      case .ofSchema(let schema):
        guard try await isReplaceable(schema) else {
          throw Refusal(
            "\(path) is there already and does not have the schema \(schema), so that it is not "
              + "replaced: give another name.")
        }
      }
    }
    guard FileManager.default.isWritableFile(atPath: url.deletingLastPathComponent().path) else {
      throw Refusal(
        "\(path) cannot be written, its directory is missing or not writable: give another name.")
    }
  }

  private static func place(_ url: URL) -> String {
    url.resolvingSymlinksInPath().standardizedFileURL.path
  }

  private func isReplaceable(_ schema: String) async throws -> Bool {
    if try url.resourceValues(forKeys: [.fileSizeKey]).fileSize == 0 { return true }
    do {
      return try await ArrayFile.rootAttributes(of: url)["schema"]?.string == schema
    } catch is StorageError { return false }
  }
}
