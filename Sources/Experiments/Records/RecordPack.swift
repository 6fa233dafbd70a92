public import Data
import Domains
public import Foundation
public import Reproducibility
import Storage

/// The records of one figure in one file, so that somebody who has neither run the experiments nor
/// has the sources can look at them and check them: a `tar` file with a manifest and one HDF5 file
/// per record.
///
/// Data sets are not in it, since source files may not be passed on; their keys and the digests of
/// their contents are.
public enum RecordPack {
  /// The schema of the manifest, and what it is called in the file.
  public static let schema = "record-pack/1"
  static let manifestName = "manifest.json"

  /// What a pack holds.
  public struct Manifest: Sendable, Codable, Equatable {
    var schema = RecordPack.schema, madeBy = Release.madeBy
    /// What it is for: "Figure 5", and the preset that it is of.
    public var title: String, preset: String
    /// The panels that the records are of, and the calibration that they were made with.
    public var panels: [String], calibration: Digest
    /// The records, ascending by key.
    public var records: [Item]

    /// A manifest of this version.
    public init(
      title: String, preset: String, panels: [String], calibration: Digest, records: [Item]
    ) {
      (self.title, self.preset, self.panels) = (title, preset, panels)
      (self.calibration, self.records) = (calibration, records)
    }

    private enum CodingKeys: String, CodingKey {
      case schema, madeBy = "made_by", title, preset, panels, calibration, records
    }
  }

  /// A record of a pack.
  public struct Item: Sendable, Codable, Equatable {
    /// Its key, the digest of its contents, and that of the bytes of its file.
    public var key: Digest, content: Digest, file: Digest
    /// The key of its data set, and the digest of that one's contents.
    public var datasetKey: Digest, dataset: Digest
    /// The digests of the source files that its key was made from, in the order of their kinds.
    public var sources: [Digest]
    /// What the experiment is.
    public var label: String

    private enum CodingKeys: String, CodingKey {
      case key, content, file = "file_sha256", datasetKey = "dataset_key", dataset, sources, label
    }
  }

  private static func path(of key: Digest) -> String { "poisons/\(key).h5" }

  /// Writes the records of some experiments into one file.
  ///
  /// - Parameters:
  ///   - items: the experiments; each is packed once.
  ///   - store: where their records are.
  ///   - sources: the files that domains read.
  ///   - url: the file, which is written whole or not at all.
  ///   - manifest: makes the manifest of the records.
  /// - Throws: `RecordPackError` where a record is missing or not what its digest says, or an error
  ///   of the disk.
  /// - Returns: the number of records.
  public static func write(
    _ items: [KeyedExperiment], of store: RecordStore, sources: Sources, to url: URL,
    manifest: ([Item]) -> Manifest
  ) async throws -> Int {
    let unique = Runner.unique(items).sorted { $0.key < $1.key }
    let missing = unique.count { !store.contains($0.key) }
    guard missing == 0 else {
      throw RecordPackError.missing(missing, of: unique.count)
    }
    var packed: [Item] = []
    for item in unique {
      let file = try await ArrayFile(contentsOf: store.url(of: item.key), verifying: true)
      let record = try store.record(
        from: file, at: store.url(of: item.key), statedDigest: file.contentDigest)
      packed.append(
        Item(
          key: item.key, content: file.contentDigest,
          file: try Digest(ofFileAt: store.url(of: item.key)),
          datasetKey: try DatasetFile.key(of: item.experiment, in: sources),
          dataset: record.dataset, sources: sources.digests(of: item.experiment.domain.sources),
          label: item.experiment.label))
    }
    PartialFile.removeLeftovers(of: url)
    try PartialFile.write(to: url) { partial in
      let archive = try TapeArchive.Writer(partial)
      let text = try JSONValue(encoding: manifest(packed)).canonicalText + "\n"
      try archive.add(manifestName, Foundation.Data(text.utf8))
      for item in packed {
        try archive.add(path(of: item.key), Foundation.Data(contentsOf: store.url(of: item.key)))
      }
      try archive.close()
    }
    return packed.count
  }

  /// A pack that was read whole.
  public struct Audit: Sendable {
    /// Its manifest.
    public var manifest: Manifest
    /// One entry per record.
    public var entries: [AuditEntry]
  }

  /// Reads a pack whole: every record's contents against its own digest and the manifest's, its key
  /// against its name, its options, its seed and the digests of the sources, its data set's digest
  /// and the bytes of its file against the manifest's.
  ///
  /// - Throws: `TapeArchiveError` or `RecordPackError` where the file is not a pack.
  public static func audit(_ url: URL) async throws -> Audit {
    let name = url.lastPathComponent
    let entries = try TapeArchive.entries(of: url)
    guard let first = entries.first, first.name == manifestName else {
      throw RecordPackError.unreadable(file: name, reason: "it does not begin with a manifest")
    }
    let manifest: Manifest
    do {
      let bytes = try TapeArchive.contents(first, of: url)
      manifest = try JSONDecoder().decode(Manifest.self, from: bytes)
      guard manifest.schema == schema,
        bytes == Foundation.Data((try JSONValue(encoding: manifest).canonicalText + "\n").utf8)
      else { throw RecordPackError.unreadable(file: name, reason: "") }
    } catch {
      throw RecordPackError.unreadable(
        file: name, reason: "its manifest is not one of the schema \(schema)")
    }
    let listed = manifest.records.map { path(of: $0.key) }
    let places = Dictionary(entries.dropFirst().map { ($0.name, $0) }) { first, _ in first }
    var found: [AuditEntry] = []
    for item in manifest.records {
      guard let entry = places[path(of: item.key)] else {
        found.append(AuditEntry(name: path(of: item.key), isThere: false))
        continue
      }
      found.append(
        AuditEntry(name: entry.name, reason: await reason(item, entry, in: url)))
    }
    for entry in entries.dropFirst() where !listed.contains(entry.name) {
      found.append(AuditEntry(name: entry.name, reason: "the manifest does not list it"))
    }
    let isWhole = found.allSatisfy { $0.isThere && $0.reason.isEmpty }
    let isInOrder = listed == Set(listed).sorted() && listed == entries.dropFirst().map(\.name)
    if isWhole && !isInOrder {
      found.append(AuditEntry(name: manifestName, reason: "records stand twice or out of order"))
    }
    return Audit(manifest: manifest, entries: found)
  }

  /// What is wrong with a record of a pack; empty if nothing is.
  private static func reason(
    _ item: Item, _ entry: TapeArchive.Entry, in url: URL
  ) async -> String {
    let copy = TemporaryFolder.url.appending(
      path: "pack-\(ProcessInfo.processInfo.globallyUniqueString)-\(item.key).h5")
    defer { do { try FileManager.default.removeItem(at: copy) } catch {} }
    do {
      try TapeArchive.contents(entry, of: url).write(to: copy)
      let file = try await ArrayFile(contentsOf: copy, verifying: true)
      let record = try RecordFile.record(from: file, at: copy)
      if record.key != item.key { return "the key in it is not that of its name" }
      if file.contentDigest != item.content {
        return "its contents are others than those that the manifest names"
      }
      if record.dataset != item.dataset {
        return "its data set is another than the one that the manifest names"
      }
      let key = try KeyedExperiment.key(
        options: record.options, seed: record.seed, sources: item.sources)
      if key != item.key { return "its key is not that of its options, seed and sources" }
      return try Digest(ofFileAt: copy) == item.file
        ? "" : "its bytes are others than those that were packed"
    } catch {
      return "\(error)"
    }
  }
}

/// Why a pack cannot be made or read.
public enum RecordPackError: Error, Equatable, CustomStringConvertible {
  /// So many records are not in the store.
  case missing(Int, of: Int)
  /// A file that is not a pack.
  case unreadable(file: String, reason: String)

  /// One sentence.
  public var description: String {
    switch self {
    case .missing(let missing, let count): "\(missing) of \(count) records are not here"
    case .unreadable(let file, let reason): "\(file) is not a pack of this program: \(reason)"
    }
  }
}
