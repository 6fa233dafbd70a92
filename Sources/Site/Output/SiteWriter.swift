public import Data
public import Foundation
import Reproducibility

/// Puts the files of a site into a directory; computes nothing.
///
/// Only files that differ are written, each under a temporary name that is then replaced. Files
/// that the build before wrote and this one does not are removed, unless somebody has changed them
/// since; files that no build wrote are left alone.
public struct SiteWriter: Sendable {
  /// Where the site stands.
  public let folder: URL

  /// A writer into a directory, which is made if it does not exist.
  public init(folder: URL) { self.folder = folder }

  /// What a call of `write` did: paths relative to the folder, in order.
  public struct Outcome: Sendable, Equatable {
    /// Files that are new or had other bytes.
    public var written: [String] = []
    /// Files that were there with these bytes and were not touched.
    public var unchanged: [String] = []
    /// Files of the build before that this one does not have.
    public var removed: [String] = []
  }

  /// Refuses, before any work is done, to replace the site in place by one made from these sources,
  /// as `write` would refuse it after that.
  ///
  /// - Throws: `SiteError`.
  public func check(replacingBy sources: Sources) throws {
    guard let deployed = try deployed(force: false) else { return }
    try refuse(sources.files.map(\.digest), over: deployed)
  }

  /// Brings the directory into line with the files.
  ///
  /// - Parameters:
  ///   - files: the whole site, as `SiteBuilder` makes it.
  ///   - force: whether a site made from other sources or by another version of the program, and
  ///     foreign files in the way, may be overwritten. The default is false.
  /// - Throws: `SiteError`; nothing is written if the site in place must not be overwritten.
  /// - Returns: what was written, left alone and removed.
  @discardableResult
  public func write(_ files: [SiteFile], force: Bool = false) throws -> Outcome {
    let deployed = try self.deployed(force: force)
    let unfinished = UnfinishedSite(in: folder)
    let noted = unfinished.files
    if !force { try refuse(files, over: deployed, noted: noted) }
    try begin(files, unfinished)
    var outcome = Outcome()
    // The manifest and the sums come last: while they are old, they still name what has to be
    // removed.
    let isLast = { (file: SiteFile) in
      file.path == SiteManifest.path || file.path == SiteManifest.sumsPath
    }
    for file in files.filter({ !isLast($0) }) { try put(file, &outcome) }
    let kept = Set(files.map(\.path))
    let own = (deployed?.files ?? [:]).mapValues { Set([$0]) }.merging(noted) { $0.union($1) }
    for (path, digests) in own.sorted(by: { $0.key < $1.key })
    where !kept.contains(path) && SiteWriter.isInside(path) {
      if try remove(path, ifItIs: digests) { outcome.removed.append(path) }
    }
    for file in files.filter(isLast) { try put(file, &outcome) }
    unfinished.end()
    outcome.written.sort()
    outcome.unchanged.sort()
    return outcome
  }

  /// Whether a build that writes into a folder was stopped before it had ended.
  public static func isUnfinished(_ folder: String) -> Bool {
    FileKind(at: "\(folder)/\(UnfinishedSite.name)") == .regular
  }

  /// Whether the directory has no site, or one whose experiments were still being run.
  func standsForNothingWhole() throws -> Bool {
    let file = url(SiteManifest.path)
    guard try SiteWriter.isFile(at: file) else { return true }
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    return (try? SiteManifest(json: text))?.progress != nil
  }

  // MARK: What is there

  private func url(_ path: String) -> URL { folder.appending(path: path) }

  /// The files of the site in place with their digests, and those of what it was made from.
  private typealias Deployed = (files: [String: Digest], sources: [Digest])

  private func deployed(force: Bool) throws -> Deployed? {
    let file = url(SiteManifest.path)
    guard try SiteWriter.isFile(at: file) else { return nil }
    do {
      let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
      let manifest = try SiteManifest(json: text)
      return (manifest.files, manifest.inputs.digests)
    } catch let other as SiteManifest.OtherFormat {
      if force { return (other.files, []) }
      throw SiteError.otherFormat(folder: folder.path, there: other.format)
    } catch {
      if force { return nil }
      throw SiteError.unreadableManifest(file: file.path, reason: "\(error)")
    }
  }

  private func refuse(
    _ files: [SiteFile], over deployed: Deployed?, noted: [String: Set<Digest>]
  ) throws {
    if let deployed, let manifest = files.first(where: { $0.path == SiteManifest.path }) {
      let new = try SiteManifest(json: String(decoding: manifest.bytes, as: UTF8.self))
      try refuse(new.inputs.digests, over: deployed)
    }
    let own = [SiteManifest.path, SiteManifest.sumsPath]
    for file in files where deployed?.files[file.path] == nil {
      if deployed != nil && own.contains(file.path) { continue }
      if let there = try bytes(at: file.path), there != file.bytes,
        noted[file.path]?.contains(Digest(ofBytes: there)) != true
      {
        throw SiteError.foreignFile(path: file.path, folder: folder.path)
      }
    }
  }

  private func refuse(_ sources: [Digest], over deployed: Deployed) throws {
    guard deployed.sources == sources else {
      throw SiteError.otherSources(
        folder: folder.path, there: SiteWriter.named(deployed.sources),
        new: SiteWriter.named(sources))
    }
  }

  /// Source digests in a few words: their number and the start of their common digest.
  private static func named(_ sources: [Digest]) -> String {
    sources.isEmpty
      ? "none"
      : "\(English.counted(sources.count, "file")), digest of digests "
        + SourceSummary.common(sources)
  }

  private func bytes(at path: String) throws -> [UInt8]? {
    let file = url(path)
    guard try SiteWriter.isFile(at: file) else { return nil }
    do {
      return Array(try Data(contentsOf: file))
    } catch {
      throw SiteError.unwritable(file: file.path, reason: "what is there cannot be read")
    }
  }

  /// Whether a file is there, and not nothing.
  ///
  /// - Throws: `SiteError.unwritable` if it is something else, which writing would replace.
  static func isFile(at url: URL) throws -> Bool {
    let there = FileKind(at: url.path)
    guard there.mayBeReplaced else {
      throw SiteError.unwritable(
        file: url.path, reason: "\(there.label) stands there, which is not replaced")
    }
    return there == .regular
  }

  /// Whether a path of a manifest stays inside the folder.
  private static func isInside(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/")
      && path.split(separator: "/", omittingEmptySubsequences: false)
        .allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
  }

  // MARK: Changing it

  /// Notes what will be written before anything else is there, makes the folders, and clears what
  /// writers that were stopped have left in them.
  private func begin(_ files: [SiteFile], _ unfinished: UnfinishedSite) throws {
    let folders = Set(files.map { url($0.path).deletingLastPathComponent().path }).sorted()
    do {
      func make(_ path: String) throws {
        let folder = URL(filePath: path, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        PartialFile.removeLeftovers(in: folder)
      }
      try make(folder.path)
      try unfinished.begin(files)
      try folders.forEach(make)
    } catch {
      throw SiteError.unwritable(file: folder.path, reason: SiteWriter.reason(error))
    }
  }

  private static func reason(_ error: any Error) -> String {
    error is PartialFile.Failure ? "\(error)" : error.localizedDescription
  }

  private func put(_ file: SiteFile, _ outcome: inout Outcome) throws {
    precondition(SiteWriter.isInside(file.path), "\(file.path) leaves the site's folder")
    if try bytes(at: file.path) == file.bytes {
      outcome.unchanged.append(file.path)
      return
    }
    let target = url(file.path)
    do {
      try PartialFile.write(file.bytes, to: target)
    } catch {
      throw SiteError.unwritable(file: target.path, reason: SiteWriter.reason(error))
    }
    outcome.written.append(file.path)
  }

  /// Removes a file that is as a build wrote it, and folders that this leaves empty.
  private func remove(_ path: String, ifItIs digests: Set<Digest>) throws -> Bool {
    guard let there = try bytes(at: path), digests.contains(Digest(ofBytes: there)) else {
      return false
    }
    do {
      try FileManager.default.removeItem(at: url(path))
      var parts = path.split(separator: "/").dropLast()
      while !parts.isEmpty {
        let parent = url(parts.joined(separator: "/"))
        let rest = try FileManager.default.contentsOfDirectory(atPath: parent.path)
        guard rest.isEmpty else { break }
        try FileManager.default.removeItem(at: parent)
        parts = parts.dropLast()
      }
    } catch {
      throw SiteError.unwritable(file: url(path).path, reason: error.localizedDescription)
    }
    return true
  }
}
