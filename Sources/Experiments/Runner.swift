import Attacks
import Data
import Foundation
public import Reproducibility

/// Runs experiments on all cores and keeps what they found; what is already in the store is not run
/// again.
///
/// The one place where experiments run side by side. Results do not depend on the number of jobs:
/// every experiment draws from its own named random streams. Stopping it loses at most the
/// experiments in flight.
public struct Runner: Sendable {
  /// Where records are kept, and what runs an experiment.
  public let store: RecordStore, laboratory: Laboratory
  /// How many experiments run at once.
  public let jobs: Int
  /// Told about every experiment that was run; nil for nobody.
  public let progress: (any ProgressReport)?

  /// A runner.
  public init(
    store: RecordStore, laboratory: Laboratory, jobs: Int, progress: (any ProgressReport)?
  ) {
    precondition(jobs >= 1, "\(jobs) jobs")
    (self.store, self.laboratory, self.jobs, self.progress) = (store, laboratory, jobs, progress)
  }

  /// Experiments with their keys on the laboratory's sources.
  ///
  /// - Throws: what a component's encoding throws.
  public func keyed(_ experiments: [Experiment], part: String = "") throws -> [KeyedExperiment] {
    try experiments.map { try KeyedExperiment($0, sources: laboratory.sources, part: part) }
  }

  /// The records of some experiments; missing ones are run, untreated ones first since all others
  /// refer to them, those that take a poison last, and among each of these the costliest first.
  ///
  /// - Parameters:
  ///   - items: the experiments; one that occurs several times is run once.
  ///   - keepsSummary: whether the summary of all records is read and brought up to date. The
  ///     default is true.
  /// - Returns: the records by key.
  /// - Throws: `RecordError`, or an error of the disk.
  public func study(
    of items: [KeyedExperiment], keepsSummary: Bool = true
  ) async throws -> [Digest: Record] {
    let items = Runner.unique(items)
    try store.prepare()
    let missing = items.filter { !store.contains($0.key) }
    await progress?.begin(total: items.count, missing: missing.map(\.experiment.cost))
    var known = keepsSummary ? await RecordSummary(of: store) : RecordSummary()
    let untreated = items.filter(\.experiment.isUntreated)
    let clean = try await records(of: untreated, clean: [:], known: &known)
    // One after the other, so that no two of what follows write the same data set.
    for item in untreated { _ = try await store.dataset(of: item.experiment, in: laboratory) }
    let byKey = Dictionary(uniqueKeysWithValues: clean.map { ($0.key, $0) })
    var study = byKey
    // A poison is made before other victims take it: else both would run the attack.
    for takesPoison in [false, true] {
      let treated = items.filter {
        !$0.experiment.isUntreated && ($0.experiment.poisonVictims != nil) == takesPoison
      }
      for record in try await records(of: treated, clean: byKey, known: &known) {
        study[record.key] = record
      }
    }
    if keepsSummary {
      for item in missing { _ = try await known.record(item.key, in: store) }
      try await known.write(to: store)
    }
    await progress?.end()
    return study
  }

  /// Each experiment once, under the part that needs it first.
  static func unique(_ items: [KeyedExperiment]) -> [KeyedExperiment] { items.uniqued(by: \.key) }

  /// The records of different experiments, in their order; missing ones are run.
  func records(
    of items: [KeyedExperiment], clean: [Digest: Record], known: inout RecordSummary
  ) async throws -> [Record] {
    var found: [Record?] = []
    for item in items { found.append(try await known.record(item.key, in: store)) }
    let costs = items.map(\.experiment.cost)
    let waiting = items.indices.filter { found[$0] == nil }
      .sorted { (costs[$0], $1) > (costs[$1], $0) }
    let made = try await inParallel(waiting, jobs: jobs) { index in
      try await self.run(items[index], clean: clean)
    }
    for (index, record) in zip(waiting, made) { found[index] = record }
    return found.compactMap(\.self)
  }

  private func run(_ item: KeyedExperiment, clean: [Digest: Record]) async throws -> Record {
    let experiment = item.experiment
    do {
      let start = ContinuousClock.now
      let dataset = try await store.dataset(of: experiment, in: laboratory)
      let reference = clean[try keyed([experiment.untreated])[0].key]
      // Where the poison is there already, it need not be made again for other victims.
      let poison =
        experiment.poisonVictims == nil
        ? nil : try await store.poison(try keyed([experiment.poisonCell])[0].key)
      let result = try laboratory.run(item, clean: reference, dataset: dataset, poison: poison)
      let record = try await store.save(result)
      await progress?.finished(
        ProgressStep(
          label: experiment.label, part: item.part, cost: experiment.cost,
          seconds: (ContinuousClock.now - start).seconds))
      return record
    } catch let error where !(error is CancellationError) {
      throw RecordError.experiment(experiment.label, reason: "\(error)")
    }
  }
}

/// Applies `body` to all items, `jobs` at once, beginning with the first ones.
///
/// - Returns: the results in the items' order.
/// - Throws: the first error that `body` throws.
public func inParallel<Item: Sendable, Result: Sendable>(
  _ items: [Item], jobs: Int, _ body: @escaping @Sendable (Item) async throws -> Result
) async throws -> [Result] {
  var results = [Result?](repeating: nil, count: items.count)
  try await withThrowingTaskGroup(of: (Int, Result).self) { group in
    var next = 0
    func start() {
      guard next < items.count else { return }
      let (index, item) = (next, items[next])
      next += 1
      group.addTask { (index, try await body(item)) }
    }
    for _ in 0..<jobs { start() }
    while let (index, result) = try await group.next() {
      results[index] = result
      start()
    }
  }
  return results.compactMap { $0 }
}
