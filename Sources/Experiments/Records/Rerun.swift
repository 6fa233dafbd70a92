import Foundation
public import Reproducibility

/// An experiment that was run once more.
public struct Rerun: Sendable, Equatable {
  /// What it is.
  public var label: String
  /// The largest difference of a utility, relative to the larger of 1 and its size; infinite where
  /// there is nothing to compare with.
  public var difference: Double
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
      return Rerun(label: label, difference: .infinity, hasSameContents: false)
    }
    let untreated = try keyed([item.experiment.untreated])[0].key
    let clean = untreated == stored.key ? nil : try await store.record(untreated)
    let result = try laboratory.run(item, clean: clean, dataset: stored.dataset)
    let digest = RecordFile.contents(of: result.record, poison: result.poison).contentDigest
    return Rerun(
      label: label, difference: Runner.difference(result.record, stored),
      hasSameContents: digest == stored.contentDigest)
  }

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
