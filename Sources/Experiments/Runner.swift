import Attacks
import Data
import Foundation
public import Reproducibility
import Storage

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

  /// An experiment's record beside that of the same victims on clean data; nil for what came to
  /// nothing.
  public struct Pair: Sendable {
    /// The experiment.
    public let item: KeyedExperiment
    /// The records.
    public let clean, treated: Record?
  }

  /// The records of some experiments, each beside that of its victims on clean data.
  ///
  /// - Parameter experiments: the experiments; what is missing of either kind is run.
  /// - Returns: a pair for each, in their order.
  /// - Throws: what `study` throws.
  public func pairs(of experiments: [Experiment]) async throws -> [Pair] {
    let items = try keyed(experiments)
    let untreated = try keyed(experiments.map(\.untreated))
    let records = try await study(of: untreated + items, keepsSummary: false)
    return zip(untreated, items).map {
      Pair(item: $1, clean: records[$0.key], treated: records[$1.key])
    }
  }

  /// The records of some experiments; missing ones are run in the order of an `Agenda`.
  ///
  /// - Parameters:
  ///   - items: the experiments; one that occurs several times is run once.
  ///   - keepsSummary: whether the summary of all records is read and brought up to date. The
  ///     default is true.
  ///   - observer: told what is known whenever an experiment has been run. The default is nobody.
  /// - Returns: the records by key.
  /// - Throws: `RecordError`, or an error of the disk. An experiment that cannot be run does not
  ///   keep the others from being run, unless they need it; one that comes to nothing has a record.
  public func study(
    of items: [KeyedExperiment], keepsSummary: Bool = true,
    observer: (([Digest: Record]) async throws -> Void)? = nil
  ) async throws -> [Digest: Record] {
    let items = Runner.unique(items)
    try store.prepare()
    var summary = keepsSummary ? await RecordSummary(of: store) : RecordSummary()
    var study: [Digest: Record] = [:]
    for item in items {
      study[item.key] = try await summary.record(item.key, in: store)
      try study[item.key]?.check(against: item)
    }
    let missing = items.filter { study[$0.key] == nil }
    await progress?.begin(
      total: items.count, missing: missing.map { ProgressWork($0.experiment) }, jobs: jobs)
    for item in items where item.experiment.isUntreated && study[item.key] != nil {
      try await store.restoreDataset(of: item.experiment, in: laboratory)
    }
    try await run(Agenda(missing, on: laboratory.sources), adding: &study, observer: observer)
    if keepsSummary {
      for item in missing { _ = try await summary.record(item.key, in: store) }
      // It is derived: where it cannot be written, the next build takes longer.
      do { try await summary.write(to: store) } catch is StorageError {}
    }
    await progress?.end()
    return study
  }

  /// The records of those experiments that do not fail, missing ones run as for a study; for
  /// trials whose failure is an outcome.
  ///
  /// - Parameter items: the experiments; one that occurs several times is run once.
  /// - Returns: the records by key.
  /// - Throws: an error of the disk.
  public func attempts(of items: [KeyedExperiment]) async throws -> [Digest: Record] {
    do { return try await study(of: items, keepsSummary: false) } catch let error as RecordError {
      guard case .experiment = error else { throw error }
      var known: [Digest: Record] = [:]
      for item in Runner.unique(items) { known[item.key] = try await store.record(item.key) }
      return known
    }
  }

  /// What became of an experiment: a record, or an error.
  private struct Outcome: Sendable {
    let key: Digest
    var record: Record?
    var error: (any Error)?
  }

  /// Runs everything on an agenda, as many at once as there are jobs.
  private func run(
    _ agenda: Agenda, adding study: inout [Digest: Record],
    observer: (([Digest: Record]) async throws -> Void)?
  ) async throws {
    var agenda = agenda
    var failures: [any Error] = []
    try await withThrowingTaskGroup(of: Outcome.self) { group in
      func start() {
        while agenda.running < jobs, let item = agenda.next() {
          let clean = agenda.clean(of: item).flatMap { study[$0] }
          group.addTask {
            do {
              return Outcome(key: item.key, record: try await self.run(item, clean: clean))
            } catch let error where !(error is CancellationError) {
              return Outcome(key: item.key, error: error)
            }
          }
        }
      }
      start()
      while let outcome = try await group.next() {
        study[outcome.key] = outcome.record
        if let error = outcome.error {
          failures.append(error)
          agenda.fail()
        } else {
          agenda.finish(outcome.key)
        }
        start()
        try await observer?(study)
      }
    }
    if let first = failures.first { throw first }
  }

  /// Each experiment once, under the part that needs it first.
  public static func unique(_ items: [KeyedExperiment]) -> [KeyedExperiment] {
    items.uniqued(by: \.key)
  }

  private func run(_ item: KeyedExperiment, clean: Record?) async throws -> Record {
    let experiment = item.experiment
    do {
      let start = ContinuousClock.now
      let dataset = try await store.dataset(of: experiment, in: laboratory)
      // Where a poison is there already, it need not be made again.
      var source: Poison?
      if let cell = experiment.sourceCell {
        source = try await store.poison(try keyed([cell])[0].key)
      }
      let isFinished = experiment.poisonVictims != nil
      let result = try laboratory.run(
        item, clean: clean, dataset: dataset, poison: isFinished ? source : nil,
        from: isFinished ? nil : source)
      let record = try await store.save(result)
      await progress?.finished(
        ProgressStep(
          label: experiment.label, part: item.part, work: ProgressWork(experiment),
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
