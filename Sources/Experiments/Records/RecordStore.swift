public import Attacks
public import Data
public import Foundation
import Learning
import LinearAlgebra
public import Reproducibility
import Storage

/// Records and data sets on disk, addressed by the digest of what they were made from.
///
/// A file appears whole or not at all: it is written under a temporary name and renamed.
public struct RecordStore: Sendable {
  /// `data/poisons` and `data/datasets` below the repository's root.
  public let poisons: URL, datasets: URL
  /// `data/summary.h5`, which is derived from the records.
  public let summary: URL
  /// `data/trainings`, where calibrations keep what trainings have reached.
  public let trainings: URL

  /// The store below a repository's root.
  public init(root: URL) {
    poisons = root.appending(path: "data/poisons")
    datasets = root.appending(path: "data/datasets")
    summary = root.appending(path: "data/summary.h5")
    trainings = root.appending(path: "data/trainings")
  }

  /// Makes the directories, and clears what writers that were stopped have left in them.
  public func prepare() throws {
    for directory in [poisons, datasets] {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }
    for directory in [poisons, datasets, trainings, summary.deletingLastPathComponent()] {
      PartialFile.removeLeftovers(in: directory)
    }
  }

  /// Where the record of a key is kept, relative to the repository's root.
  public static func path(of key: Digest) -> String { "data/poisons/\(key).h5" }

  /// Where the record of a key is kept.
  public func url(of key: Digest) -> URL { poisons.appending(path: "\(key).h5") }

  /// Whether the record of a key is there.
  public func contains(_ key: Digest) -> Bool {
    FileManager.default.fileExists(atPath: url(of: key).path)
  }

  /// The bytes that the record of a key takes; 0 if it is not there.
  public func size(of key: Digest) -> Int { Int(state(of: key)?.size ?? 0) }

  /// The bytes that the record of a key takes, and when it was last changed, in seconds; nil if it
  /// is not there.
  func state(of key: Digest) -> (size: Int64, changed: Double)? {
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: url(of: key).path)
      guard let size = attributes[.size] as? NSNumber,
        let changed = attributes[.modificationDate] as? Date
      else { return nil }
      return (size.int64Value, changed.timeIntervalSinceReferenceDate)
    } catch { return nil }
  }

  /// The record of a key, nil if it is not there.
  ///
  /// - Throws: an error that names the file if it is there and not a record.
  public func record(_ key: Digest) async throws -> Record? {
    contains(key) ? try await read(key).record : nil
  }

  /// The record of a key, and the file that it was read from without the poison.
  ///
  /// - Throws: an error that names the file if it is not a record, or not what its digest says.
  func read(_ key: Digest) async throws -> (record: Record, file: ArrayFile) {
    let url = url(of: key)
    // Whoever edited a file is told so, not shown on a page.
    var (file, digest) = try await ArrayFile.verified(of: url)
    // Poisons may be large, and pages that show their entries read them.
    file.arrays = file.arrays.filter { !$0.key.hasPrefix("/perturbation/") }
    return (try record(from: file, at: url, statedDigest: digest), file)
  }

  /// The record in the contents of a file that is named by its key.
  func record(from file: ArrayFile, at url: URL, statedDigest: Digest?) throws -> Record {
    guard let statedDigest else {
      throw RecordError.lacks(ArrayFile.digestName, file: url.lastPathComponent)
    }
    var record = try RecordFile.record(from: file, at: url)
    guard url == self.url(of: record.key) else {
      throw RecordError.otherKey(file: url.lastPathComponent)
    }
    record.contentDigest = statedDigest
    return record
  }

  /// The poison that the record of a key holds; nil if the record is not there or holds none.
  ///
  /// - Throws: an error that names the file if it cannot be read.
  public func poison(_ key: Digest) async throws -> Poison? {
    guard contains(key) else { return nil }
    let file = try await ArrayFile(contentsOf: url(of: key), verifying: true)
    guard file.rootAttributes["key"]?.string == key.description else {
      throw RecordError.otherKey(file: url(of: key).lastPathComponent)
    }
    func matrix(_ name: String) -> Matrix? {
      guard let array = file.arrays["/perturbation/\(name)"], let values = array.doubles,
        array.shape.count == 2
      else { return nil }
      return Matrix(rows: array.shape[0], columns: array.shape[1], values: values)
    }
    return matrix("features").map { Poison(perturbation: $0, labels: matrix("labels")) }
  }

  /// Stores the result of an experiment; returns the record with the digest of its file's content.
  public func save(_ result: Laboratory.Result) async throws -> Record {
    let file = RecordFile.contents(of: result.record, poison: result.poison)
    try await file.write(to: url(of: result.record.key))
    var record = result.record
    record.contentDigest = file.contentDigest
    return record
  }

  /// The digest of the content of the data set of an experiment, which is written if it is not
  /// there.
  public func dataset(of experiment: Experiment, in laboratory: Laboratory) async throws -> Digest {
    let key = try DatasetFile.key(of: experiment, in: laboratory.sources)
    let url = datasets.appending(path: "\(key).h5")
    if FileManager.default.fileExists(atPath: url.path) {
      let stored = try await ArrayFile.rootAttributes(of: url)[ArrayFile.digestName]?.string
      if let stored, let digest = Digest(hex: stored) { return digest }
      throw RecordError.lacks(ArrayFile.digestName, file: url.lastPathComponent)
    }
    let file = try DatasetFile.contents(of: experiment, in: laboratory)
    try await file.write(to: url)
    return file.contentDigest
  }

  /// Writes the data set of an experiment if it is not there.
  func restoreDataset(of experiment: Experiment, in laboratory: Laboratory) async throws {
    let key = try DatasetFile.key(of: experiment, in: laboratory.sources)
    if FileManager.default.fileExists(atPath: datasets.appending(path: "\(key).h5").path) { return }
    _ = try await dataset(of: experiment, in: laboratory)
  }

  /// Where the data set of an experiment is kept, relative to the repository's root.
  ///
  /// - Throws: what the encoding of the domain throws.
  public static func datasetPath(of experiment: Experiment, in sources: Sources) throws -> String {
    "data/datasets/\(try DatasetFile.key(of: experiment, in: sources)).h5"
  }
}
