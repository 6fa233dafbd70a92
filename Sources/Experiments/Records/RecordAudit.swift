import Foundation
import Learning
public import Reproducibility
import Storage

/// What a look at every byte of a stored file found.
public struct AuditEntry: Sendable, Equatable {
  /// How the file is.
  public enum State: Sendable, Equatable {
    /// What it was.
    case same
    /// Not what it was.
    case changed
    /// Not there.
    case missing
  }

  /// Its path below the repository's root, or what is missing.
  public var name: String
  /// How it is.
  public var state: State
  /// What is wrong; empty if nothing is.
  public var reason: String
}

extension RecordStore {
  /// Looks at every byte of records: their contents against digests, their keys against their names, and the files against what this
  /// program writes for such contents.
  ///
  /// - Parameter contents: the digests that the contents had, nil where that is not known, by the records' keys.
  /// - Returns: one entry a record, in the order of the keys.
  public func audit(_ contents: [Digest: Digest?]) async -> [AuditEntry] {
    var entries: [AuditEntry] = []
    for key in contents.keys.sorted() {
      let name = "data/poisons/\(key).h5"
      guard contains(key) else {
        entries.append(AuditEntry(name: name, state: .missing, reason: ""))
        continue
      }
      let found = await StoredFile(path: url(of: key).path).audited()
      var reason = found.reason
      if reason.isEmpty, found.key != key.description {
        reason = "the key in it is not that of its name"
      }
      if reason.isEmpty, let wanted = contents[key] ?? nil, found.content != wanted {
        reason = "its contents are others than those the site was made from"
      }
      entries.append(
        AuditEntry(name: name, state: reason.isEmpty ? .same : .changed, reason: reason))
    }
    return entries
  }

  /// Looks at every byte of the data sets of the given digests, and of those that have no digest.
  ///
  /// - Parameter wanted: the digests of the contents of data sets.
  /// - Throws: an error of the disk.
  /// - Returns: one entry a file, and one for each digest that no file has.
  public func auditDatasets(_ wanted: Set<Digest>) async throws -> [AuditEntry] {
    var entries: [AuditEntry] = []
    var found: Set<Digest> = []
    let names =
      FileManager.default.fileExists(atPath: datasets.path)
      ? try FileManager.default.contentsOfDirectory(atPath: datasets.path).sorted() : []
    for name in names where name.hasSuffix(".h5") {
      let file = StoredFile(path: datasets.appending(path: name).path)
      // Other presets' data sets are none of this site's business.
      if let digest = await file.storedDigest(), !wanted.contains(digest) { continue }
      let audited = await file.audited()
      if audited.reason.isEmpty, let content = audited.content { found.insert(content) }
      entries.append(
        AuditEntry(
          name: "data/datasets/\(name)", state: audited.reason.isEmpty ? .same : .changed,
          reason: audited.reason))
    }
    for digest in wanted.subtracting(found).sorted() {
      entries.append(
        AuditEntry(
          name: "the data set with the contents \("\(digest)".prefix(12))", state: .missing,
          reason: ""))
    }
    return entries
  }
}

/// An HDF5 file of this program, looked at byte by byte.
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

  func audited() async -> Audited {
    var audited = Audited()
    do {
      let file = try await ArrayFile(contentsOf: URL(filePath: path), verifying: true)
      audited.key = file.rootAttributes["key"]?.string
      audited.content = file.contentDigest
      let name = "audit-\(ProcessInfo.processInfo.globallyUniqueString).h5"
      let copy = FileManager.default.temporaryDirectory.appending(path: name).path
      try await file.write(to: URL(filePath: copy))
      if try !takesBytes(of: copy) {
        audited.reason = "its bytes are not those that this program writes for its contents"
      }
    } catch {
      audited.reason = "\(error)"
    }
    return audited
  }

  /// Whether the file has the bytes of a copy, which is removed.
  private func takesBytes(of copy: String) throws -> Bool {
    defer { do { try FileManager.default.removeItem(atPath: copy) } catch {} }
    return try Data(contentsOf: URL(filePath: copy)) == Data(contentsOf: URL(filePath: path))
  }
}

/// An experiment that was run once more.
public struct Rerun: Sendable, Equatable {
  /// What it is.
  public var label: String
  /// The largest difference of a utility, relative to the larger of 1 and its size; infinite where there is none to compare with.
  public var difference: Double
  /// Whether its record would have the same contents to the last bit.
  public var hasSameContents: Bool
}

extension Runner {
  /// The study of a selection as far as it was run before; nil if any record is missing.
  ///
  /// Nothing is run, and nothing is written.
  public func recorded(_ selection: Selection) async throws -> Study? {
    let work = try workload(selection)
    guard work.all.allSatisfy({ store.contains($0.key) }) else { return nil }
    var known = RecordSummary()
    let clean = try await records(of: work.clean, clean: [:], known: &known)
    let treated = try await records(of: work.treated, clean: [:], known: &known)
    return work.study(clean: clean, treated: treated, sources: laboratory.sources)
  }

  /// Runs some experiments of a selection once more, drawn by a seed, and compares what they find with their records.
  ///
  /// - Throws: what an experiment throws.
  public func rerun(_ count: Int, of selection: Selection, seed: UInt64) async throws -> [Rerun] {
    let all = try workload(selection).all
    var random = SeededGenerator(seed: seed, stream: "verify/rerun")
    let drawn = all.shuffled(using: &random).prefix(count)
    return try await Runner.inParallel(Array(drawn), jobs: jobs) { item in
      try await self.rerun(item.experiment, key: item.key)
    }
  }

  private func rerun(_ experiment: Experiment, key: Digest) async throws -> Rerun {
    let stored = try await store.record(key)
    guard let stored else {
      return Rerun(label: experiment.label, difference: .infinity, hasSameContents: false)
    }
    let untreated = try self.key(experiment.untreated)
    let clean = untreated == stored.key ? nil : try await store.record(untreated)
    let result = try laboratory.run(experiment, clean: clean, dataset: stored.dataset)
    let digest = RecordFile.contents(of: result.record, poison: result.poison).contentDigest
    return Rerun(
      label: experiment.label, difference: Runner.difference(result.record, stored),
      hasSameContents: digest == stored.contentDigest)
  }

  /// The largest difference of utilities, relative to the larger of 1 and their size.
  private static func difference(_ new: Record, _ old: Record) -> Double {
    var largest = 0.0
    func compare(_ one: [Double], _ other: [Double]) {
      guard one.count == other.count else {
        largest = .infinity
        return
      }
      for (x, y) in zip(one, other) {
        largest = max(largest, (x - y).magnitude / max(1, y.magnitude))
      }
    }
    for (name, evaluation) in old.evaluations {
      guard let again = new.evaluations[name] else { return .infinity }
      compare(again.clean.targets, evaluation.clean.targets)
      guard again.poisoned.count == evaluation.poisoned.count else { return .infinity }
      for (one, other) in zip(again.poisoned, evaluation.poisoned) {
        compare(one.targets, other.targets)
        compare(one.heldOut, other.heldOut)
      }
    }
    return largest
  }
}
