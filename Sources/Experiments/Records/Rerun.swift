import Foundation
public import Reproducibility
import Storage

/// An experiment that was run once more.
public struct Rerun: Sendable, Equatable {
  /// What it is.
  public var label: String
  /// The array of its record that differs most, and by how much, relative to the larger of 1 and
  /// the size of a number; infinite where there is nothing to compare with.
  public var place: String, difference: Double
  /// Whether its record would have the same contents to the last bit.
  public var hasSameContents: Bool
}

extension Runner {
  /// The records of some experiments as far as they were run before; nil if any is missing.
  ///
  /// Nothing is run, and nothing is written.
  ///
  /// - Throws: an error that names a file that is not a record.
  public func recorded(_ items: [KeyedExperiment]) async throws -> [Digest: Record]? {
    let items = Runner.unique(items)
    guard items.allSatisfy({ store.contains($0.key) }) else { return nil }
    var known: [Digest: Record] = [:]
    for item in items {
      known[item.key] = try await store.record(item.key)
      try known[item.key]?.check(against: item)
    }
    return known
  }

  /// Runs some of the experiments once more, drawn by a seed, and compares what they find with
  /// their records.
  ///
  /// - Throws: what an experiment throws.
  public func rerun(
    _ count: Int, of items: [KeyedExperiment], seed: UInt64
  ) async throws -> [Rerun] {
    var random = SeededGenerator(seed: seed, stream: "verify/rerun")
    let drawn = Runner.unique(items).shuffled(using: &random).prefix(count)
    return try await inParallel(Array(drawn), jobs: jobs) { try await self.rerun($0) }
  }

  private func rerun(_ item: KeyedExperiment) async throws -> Rerun {
    let label = item.experiment.label
    guard let stored = try await store.record(item.key) else {
      return Rerun(label: label, place: "the record", difference: .infinity, hasSameContents: false)
    }
    let untreated = try keyed([item.experiment.untreated])[0].key
    let clean = untreated == stored.key ? nil : try await store.record(untreated)
    let result = try laboratory.run(item, clean: clean, dataset: stored.dataset)
    let new = RecordFile.contents(of: result.record, poison: result.poison)
    let old = try await ArrayFile(contentsOf: store.url(of: item.key))
    let largest = Runner.largestDifference(new, old)
    return Rerun(
      label: label, place: largest.place, difference: largest.value,
      hasSameContents: new.contentDigest == stored.contentDigest)
  }

  /// The array of a record that differs most, and by how much.
  private static func largestDifference(
    _ new: ArrayFile, _ old: ArrayFile
  ) -> (place: String, value: Double) {
    var largest = (place: "", value: 0.0)
    func note(_ place: String, _ value: Double) {
      if !(value <= largest.value) { largest = (place, value) }
    }
    for group in [RecordFile.failures, RecordFile.divergences]
    where new.attributes[group] != old.attributes[group] { note(group, .infinity) }
    for path in Set(new.arrays.keys).union(old.arrays.keys).sorted() {
      guard let one = new.arrays[path], let other = old.arrays[path], one.shape == other.shape
      else {
        note(path, .infinity)
        continue
      }
      if one == other { continue }
      guard let numbers = one.doubles, let others = other.doubles else {
        note(path, .infinity)
        continue
      }
      for (x, y) in zip(numbers, others) where x != y {
        let value = (x - y).magnitude / max(1, y.magnitude)
        note(path, value.isNaN ? .infinity : value)
      }
    }
    return largest
  }
}
