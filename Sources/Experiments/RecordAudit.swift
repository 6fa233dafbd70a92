import Foundation
import Learning
public import Reproducibility
import Storage

/// What is wrong with a stored file, in a few words; nil if nothing is.
public enum AuditResult: Sendable, Equatable {
  /// It is what it was.
  case same
  /// It is not, and this is why.
  case changed(String)
  /// It is not there.
  case missing
}

extension RecordStore {
  /// Looks at every byte of the record of a key: its content against a digest, its key against its name, and the file against what
  /// this program writes for that content.
  ///
  /// - Parameters:
  ///   - key: the key.
  ///   - content: the digest that its content had; nil if that is not known.
  public func audit(_ key: Digest, content: Digest?) async -> AuditResult {
    let url = url(of: key)
    guard contains(key) else { return .missing }
    do {
      let file = try await ArrayFile(contentsOf: url, verifying: true)
      guard file.rootAttributes["key"]?.string == key.description else {
        return .changed("the key in it is not that of its name")
      }
      if let content, file.contentDigest != content {
        return .changed("its contents are others than those the site was made from")
      }
      return try await RecordStore.hasOwnBytes(file, at: url)
    } catch { return .changed("\(error)") }
  }

  /// Looks at every byte of all data sets that are there, and for those of the given digests.
  ///
  /// - Parameter wanted: the digests of the contents of data sets.
  /// - Returns: a result for each wanted digest by its beginning, and for each file that is not what this program writes by its name.
  public func auditDatasets(_ wanted: Set<Digest>) async throws -> [(name: String, AuditResult)] {
    var results: [(name: String, AuditResult)] = []
    var found: Set<Digest> = []
    let names =
      FileManager.default.fileExists(atPath: datasets.path)
      ? try FileManager.default.contentsOfDirectory(atPath: datasets.path).sorted() : []
    for name in names where name.hasSuffix(".h5") {
      let url = datasets.appending(path: name)
      do {
        let stored = try await ArrayFile.rootAttributes(of: url)[ArrayFile.digestName]?.string
        // Other presets' data sets are none of this site's business.
        if let digest = stored.flatMap(Digest.init(hex:)), !wanted.contains(digest) { continue }
        let file = try await ArrayFile(contentsOf: url, verifying: true)
        let result = try await RecordStore.hasOwnBytes(file, at: url)
        if result == .same { found.insert(file.contentDigest) }
        results.append(("data/datasets/\(name)", result))
      } catch { results.append(("data/datasets/\(name)", .changed("\(error)"))) }
    }
    for digest in wanted.subtracting(found).sorted() {
      results.append(("the data set with the contents \("\(digest)".prefix(12))", .missing))
    }
    return results
  }

  /// Whether a file has the bytes that writing its contents gives.
  private static func hasOwnBytes(_ file: ArrayFile, at url: URL) async throws -> AuditResult {
    let copy = FileManager.default.temporaryDirectory
      .appending(path: "audit-\(ProcessInfo.processInfo.globallyUniqueString).h5")
    defer {
      if FileManager.default.fileExists(atPath: copy.path) {
        do { try FileManager.default.removeItem(at: copy) } catch {}
      }
    }
    try await file.write(to: copy)
    return try Data(contentsOf: copy) == Data(contentsOf: url)
      ? .same : .changed("its bytes are not those that this program writes for its contents")
  }
}

extension Runner {
  /// The study of a selection as far as it was run before; nil if any record is missing.
  ///
  /// Nothing is run, and nothing is written.
  public func recorded(_ selection: Selection) async throws -> Study? {
    let work = try Workload(selection, seeds: seeds(of:))
    for experiment in work.clean + work.treated where try !store.contains(key(experiment)) {
      return nil
    }
    let clean = try await records(of: work.clean, clean: [:])
    let treated = try await records(of: work.treated, clean: [:])
    return work.study(clean: clean, treated: treated, sources: laboratory.sources)
  }

  /// Runs some experiments of a selection once more, drawn by a seed, and compares what they find with their records.
  ///
  /// - Returns: for each its label, the largest relative difference of a utility, and whether the record would have the same contents.
  public func rerun(_ count: Int, of selection: Selection, seed: UInt64) async throws
    -> [(label: String, difference: Double, hasSameContents: Bool)]
  {
    let work = try Workload(selection, seeds: seeds(of:))
    var seen: Set<Digest> = []
    let all = try (work.clean + work.treated).filter { seen.insert(try key($0)).inserted }
    var random = SeededGenerator(seed: seed, stream: "verify/rerun")
    let drawn = all.shuffled(using: &random).prefix(count)
    return try await Runner.inParallel(Array(drawn), jobs: jobs) { experiment in
      guard let stored = try await store.record(try key(experiment)) else {
        return (experiment.label, .infinity, false)
      }
      let untreated = try key(experiment.untreated)
      let clean = untreated == stored.key ? nil : try await store.record(untreated)
      let result = try laboratory.run(experiment, clean: clean, dataset: stored.dataset)
      let digest = RecordFile.contents(of: result.record, poison: result.poison).contentDigest
      let old = try await ArrayFile(contentsOf: store.url(of: stored.key)).contentDigest
      return (
        experiment.label, Runner.difference(result.record, stored), digest == old
      )
    }
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
