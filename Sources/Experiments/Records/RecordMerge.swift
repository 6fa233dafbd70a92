public import Foundation
import Reproducibility
import Storage

/// Records and data sets of several stores, united in one.
///
/// Nothing is written before everything was read and found to agree.
public struct RecordMerge: Sendable {
  /// What was done.
  public struct Outcome: Sendable, Equatable {
    /// Files that were added, and those that were there already.
    public var added = 0, known = 0

    /// Nothing so far.
    public init() {}
  }

  private let store: RecordStore

  /// A union into a store.
  public init(into store: RecordStore) { self.store = store }

  /// Unites other stores with this one.
  ///
  /// - Parameter folders: repositories, or directories with `poisons` and `datasets` in them.
  /// - Throws: `RecordMergeError` where two files of one key hold different contents, a record
  ///   is not that of its name or a folder holds neither, `StorageError` where a file is damaged
  ///   or another program's; nothing is written then.
  /// - Returns: how many files were added, and how many were known.
  public func add(_ folders: [URL]) async throws -> Outcome {
    try store.prepare()
    var outcome = Outcome()
    // By the place that each is to have: where it comes from, and the digest of its contents.
    var coming: [URL: (from: URL, content: Digest)] = [:]
    for folder in folders {
      for (source, target) in try RecordMerge.directories(in: folder, for: store) {
        for name in try FileManager.default.contentsOfDirectory(atPath: source.path).sorted()
        where name.hasSuffix(".h5") && !name.hasPrefix(".") {
          let (file, place) = (source.appending(path: name), target.appending(path: name))
          let (contents, content) = try await ArrayFile.verified(of: file)
          if let other = coming[place] {
            guard other.content == content else {
              throw RecordMergeError.conflict(file.path, other.from.path)
            }
            outcome.known += 1
          } else if FileManager.default.fileExists(atPath: place.path) {
            guard try await ArrayFile.verifyDigest(of: place) == content else {
              throw RecordMergeError.conflict(file.path, place.path)
            }
            outcome.known += 1
          } else {
            let key = contents.rootAttributes["key"]?.string ?? ""
            guard target != store.poisons || name == "\(key).h5" else {
              throw RecordMergeError.otherKey(file.path)
            }
            coming[place] = (file, content)
          }
        }
      }
    }
    for (place, source) in coming.sorted(by: { $0.key.path < $1.key.path }) {
      try PartialFile.write(Array(Data(contentsOf: source.from)), to: place)
      outcome.added += 1
    }
    return outcome
  }

  /// The directories of a folder that hold records and data sets, with their counterparts.
  private static func directories(
    in folder: URL, for store: RecordStore
  ) throws -> [(source: URL, target: URL)] {
    for base in [folder.appending(path: "data"), folder] {
      let found = [("poisons", store.poisons), ("datasets", store.datasets)].map {
        (base.appending(path: $0.0), $0.1)
      }.filter { FileKind(at: $0.0.path, following: true) == .directory }
      if !found.isEmpty { return found }
    }
    throw RecordMergeError.noStore(folder.path)
  }
}

/// Why stores cannot be united.
public enum RecordMergeError: Error, Equatable, CustomStringConvertible {
  /// Two files of one key with different contents.
  case conflict(String, String)
  /// A record under another one's name.
  case otherKey(String)
  /// A folder without records and data sets.
  case noStore(String)

  /// One sentence: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .conflict(let one, let other):
      "\(one) and \(other) have the same key and different contents: another state of the program "
        + "made one of them; remove that one."
    case .otherKey(let file):
      "\(file) holds the record of another key than its name says: remove it, and run that part "
        + "again."
    case .noStore(let folder):
      "\(folder) holds neither data/poisons nor data/datasets: give a repository, or its directory "
        + "data."
    }
  }
}
