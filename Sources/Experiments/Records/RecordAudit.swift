import Foundation
import Learning
public import Reproducibility
import Storage

/// What a look at every byte of a stored file found.
public struct AuditEntry: Sendable, Equatable {
  /// Its path below the repository's root, or what is missing.
  public let name: String
  /// Whether it is there.
  public var isThere = true
  /// What is wrong with it; empty if nothing is.
  public var reason = ""
}

extension RecordStore {
  /// Reads records whole: their contents against digests, and their keys against their names.
  ///
  /// - Parameters:
  ///   - contents: the digests that the contents had, nil where that is not known, by the records'
  ///     keys.
  ///   - isDeep: whether every file is also compared, byte by byte, with what this program writes
  ///     for such contents, which takes about ten times as long. The default is false.
  /// - Returns: one entry per record, in the order of the keys.
  public func audit(_ contents: [Digest: Digest?], isDeep: Bool = false) async -> [AuditEntry] {
    var entries: [AuditEntry] = []
    for key in contents.keys.sorted() {
      let name = RecordStore.path(of: key)
      guard contains(key) else {
        entries.append(AuditEntry(name: name, isThere: false))
        continue
      }
      let found = await StoredFile(path: url(of: key).path).audited(isDeep: isDeep)
      var reason = found.reason
      if reason.isEmpty, found.key != key.description {
        reason = "the key in it is not that of its name"
      }
      if reason.isEmpty, let wanted = contents[key] ?? nil, found.content != wanted {
        reason = "its contents are others than those the site was made from"
      }
      entries.append(AuditEntry(name: name, reason: reason))
    }
    return entries
  }

  /// Reads the data sets of the given digests whole, and those that have no digest.
  ///
  /// - Parameters:
  ///   - wanted: the digests of the contents of data sets.
  ///   - isDeep: as of records. The default is false.
  /// - Throws: an error of the disk.
  /// - Returns: one entry per file, and one for each digest that no file has.
  public func auditDatasets(
    _ wanted: Set<Digest>, isDeep: Bool = false
  ) async throws -> [AuditEntry] {
    var entries: [AuditEntry] = []
    var found: Set<Digest> = []
    let names =
      FileManager.default.fileExists(atPath: datasets.path)
      ? try FileManager.default.contentsOfDirectory(atPath: datasets.path).sorted() : []
    for name in names where name.hasSuffix(".h5") {
      let file = StoredFile(path: datasets.appending(path: name).path)
      // Other presets' data sets are none of this site's business.
      if let digest = await file.storedDigest(), !wanted.contains(digest) { continue }
      let audited = await file.audited(isDeep: isDeep)
      if audited.reason.isEmpty, let content = audited.content { found.insert(content) }
      entries.append(AuditEntry(name: "data/datasets/\(name)", reason: audited.reason))
    }
    for digest in wanted.subtracting(found).sorted() {
      let name = "the data set with the contents \("\(digest)".prefix(12))"
      entries.append(AuditEntry(name: name, isThere: false))
    }
    return entries
  }
}

/// An HDF5 file of this program, read whole.
private struct StoredFile {
  let path: String

  /// What was found: an empty reason if nothing is wrong.
  struct Audited {
    var reason = ""
    var key: String?
    var content: Digest?
  }

  /// The digest that the file states of its contents; nil where it cannot be read.
  func storedDigest() async -> Digest? {
    do {
      let root = try await ArrayFile.rootAttributes(of: URL(filePath: path))
      return root[ArrayFile.digestName]?.string.flatMap(Digest.init(hex:))
    } catch { return nil }
  }

  func audited(isDeep: Bool) async -> Audited {
    var audited = Audited()
    do {
      let file = try await ArrayFile(contentsOf: URL(filePath: path), verifying: true)
      audited.key = file.rootAttributes["key"]?.string
      audited.content = file.contentDigest
      guard isDeep else { return audited }
      if try await file.bytes() != Array(Data(contentsOf: URL(filePath: path))) {
        audited.reason = "its bytes are not those that this program writes for its contents"
      }
    } catch {
      audited.reason = "\(error)"
    }
    return audited
  }
}
