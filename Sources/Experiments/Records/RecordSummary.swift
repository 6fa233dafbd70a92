import Foundation
import Reproducibility
import Storage

/// What pages need of all records, in one file beside them, so that a build need not open
/// thousands.
///
/// It is derived and may be removed at any time: an entry counts only as long as the record's file
/// has the size and the time of change that it had when it was read. Verification reads the records
/// themselves.
struct RecordSummary: Sendable {
  private static let schema = "record-summary/1"
  /// Attributes that a record's file has not: its size in bytes, when it was last changed, and the
  /// digest that it states.
  private static let size = "file_size", changed = "file_changed", digest = "file_digest"

  private var packed = PackedFiles()
  private var isComplete = true

  init() {}

  /// What is known of a store's records; nothing where the file is missing or was damaged.
  init(of store: RecordStore) async {
    guard FileManager.default.fileExists(atPath: store.summary.path) else { return }
    do {
      let file = try await ArrayFile(contentsOf: store.summary, verifying: true)
      guard file.rootAttributes["schema"]?.string == RecordSummary.schema,
        file.rootAttributes["made_by"]?.string == Release.madeBy
      else { return }
      packed = PackedFiles(packed: file) ?? PackedFiles()
    } catch {}
  }

  /// The record of a key as `RecordStore.record` reads it, which is done only where the file is
  /// another than the one known.
  mutating func record(_ key: Digest, in store: RecordStore) async throws -> Record? {
    guard let state = store.state(of: key) else { return nil }
    let url = store.url(of: key)
    let name = key.description
    if let file = packed.files[name],
      file.rootAttributes[RecordSummary.size] == .integer(state.size),
      file.rootAttributes[RecordSummary.changed] == .double(state.changed),
      let digest = file.rootAttributes[RecordSummary.digest]?.string.flatMap(Digest.init(hex:))
    {
      return try store.record(from: file, at: url, statedDigest: digest)
    }
    let (record, file) = try await store.read(key)
    packed.files[name] = file
    packed.files[name]?.rootAttributes.merge(
      [
        RecordSummary.size: .integer(state.size), RecordSummary.changed: .double(state.changed),
        RecordSummary.digest: .string(record.contentDigest?.description ?? ""),
      ]) { _, new in new }
    isComplete = false
    return record
  }

  /// Keeps it for the next build, if it has come to know more.
  func write(to store: RecordStore) async throws {
    guard !isComplete else { return }
    var current = packed
    for name in packed.files.keys {
      if let key = Digest(hex: name), store.contains(key) { continue }
      current.files[name] = nil
    }
    let file = current.packed(schema: RecordSummary.schema, title: "What pages need of all records")
    try await file.write(to: store.summary)
  }
}
