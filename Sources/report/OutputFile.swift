import Foundation
import Reproducibility
import Site
import Storage

/// A file that a command is to write.
///
/// What stands at its place is looked at before any work is done and again before it is replaced.
/// It is never opened unless it is a regular file, so that no pipe can make a command wait.
struct OutputFile {
  let url: URL
  private let path: String

  /// The file at a path, as it was given.
  init(_ path: String) {
    self.path = path
    url = URL(filePath: path.isEmpty ? "." : path)
  }

  /// When a regular file that is there may be replaced; one without bytes always is.
  enum Replacement {
    case never
    /// If it has the same schema, in this version or another one, and so is a result of the same
    /// kind.
    case ofSchema(String)
  }

  /// Refuses, before any work is done, what would be refused or regretted after it.
  ///
  /// - Parameters:
  ///   - replacement: when a file that is there may be replaced.
  ///   - input: a file that is read and must not be replaced.
  /// - Throws: `Refusal`.
  func check(replacing replacement: Replacement, keeping input: String? = nil) async throws {
    guard !path.isEmpty else { throw Refusal("--output is empty: give the name of a file.") }
    if let input, OutputFile.place(url) == OutputFile.place(URL(filePath: input)) {
      throw Refusal("\(path) is the problem itself: give another name with --output.")
    }
    let there = FileKind(at: path)
    if there == .directory || path.hasSuffix("/") {
      throw Refusal("\(path) is a directory: give the name of a file in it.")
    }
    try OutputFile.refuseUnlessFile(path)
    if there == .regular, try url.resourceValues(forKeys: [.fileSizeKey]).fileSize != 0 {
      switch replacement {
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

  /// Says on standard error that what is to be replaced is a result of another problem, while it
  /// can still be saved.
  func remarkOnOther(than problem: Digest) async {
    guard FileKind(at: path) == .regular,
      let there = try? await ArrayFile.rootAttributes(of: url)["dataset_sha256"]?.string,
      there != problem.description
    else { return }
    let remark =
      "\(path) holds a result of another problem (its contents have the SHA-256 "
      + "\(there.prefix(12))…, these \(problem.description.prefix(12))…), which will be "
      + "replaced.\n"
    StandardStreams.say(remark)
  }

  /// Writes the file, unless something else has come to its place since it was checked.
  ///
  /// What runs that were stopped while they wrote there have left goes away.
  /// - Throws: `Refusal`, or `StorageError` if the disk refuses it.
  func write(_ contents: ArrayFile) async throws {
    try await check(replacing: .ofSchema(contents.rootAttributes["schema"]?.string ?? ""))
    PartialFile.removeLeftovers(of: url)
    try await contents.write(to: url)
  }

  /// Refuses a place at which something stands that is not a regular file: it would become one.
  ///
  /// - Throws: `Refusal`.
  static func refuseUnlessFile(_ path: String) throws {
    let there = FileKind(at: path)
    guard there.mayBeReplaced else {
      throw Refusal(
        "\(path) is \(there.label), which is not replaced by a file: give another name, or remove "
          + "it.")
    }
  }

  private static func place(_ url: URL) -> String {
    url.resolvingSymlinksInPath().standardizedFileURL.path
  }

  private func isReplaceable(_ schema: String) async throws -> Bool {
    func family(_ schema: String) -> Substring { schema.prefix { $0 != "/" } }
    do {
      let there = try await ArrayFile.rootAttributes(of: url)["schema"]?.string
      return there.map { family($0) == family(schema) } ?? false
    } catch is StorageError { return false }
  }
}

/// The directory that a site is to be written into, as `--output` names it.
struct OutputDirectory {
  let path: String

  /// Refuses anything but a directory that a build has written, an empty one, or nothing.
  ///
  /// Hidden files, such as those of a version control system, do not count.
  /// - Parameter force: whether other files may be there. The default is false.
  /// - Throws: `Refusal`.
  func check(force: Bool = false) throws {
    guard !path.isEmpty else { throw Refusal("--output is empty: give the name of a directory.") }
    let bare = String(path.reversed().drop { $0 == "/" }.reversed())
    switch FileKind(at: bare.isEmpty ? "/" : bare) {
    case .nothing: break
    case .directory: if !force { try refuseForeign() }
    case let there:
      throw Refusal(
        "\(path) is \(there.label), not a directory that a site can be written into: give another "
          + "name with --output.")
    }
  }

  private func refuseForeign() throws {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch { throw Refusal("\(path) cannot be listed: give another directory with --output.") }
    func isSite(_ directory: String) -> Bool {
      FileKind(at: "\(directory)/manifest.json") == .regular
    }
    guard !isSite(path), !SiteWriter.isUnfinished(path) else { return }
    // Other builds have their sites inside this one.
    let foreign = names.filter { !$0.hasPrefix(".") && !isSite("\(path)/\($0)") }.min()
    if let foreign {
      throw Refusal(
        "\(path) holds files that no build has written, such as \(foreign): give an empty "
          + "directory with --output, or write into this one with --force.")
    }
  }
}
