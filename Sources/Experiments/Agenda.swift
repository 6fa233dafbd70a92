import Data
import Reproducibility

/// Experiments in the order in which they are run.
///
/// Those of an early stage go first, in the order in which they are listed; then those without a
/// stage, the costliest first, so that no long one is left for the end. An experiment waits for the
/// untreated one that it refers to and for the cell that it takes its poison from or goes on from,
/// if they are to be run as well.
struct Agenda {
  private struct Entry {
    let item: KeyedExperiment
    /// The untreated cell, and that whose poison it takes or goes on from.
    let clean: Digest?
    let source: Digest?
  }

  private var waiting: [Entry] = []
  private var unfinished: Set<Digest>
  private let clean: [Digest: Digest]
  /// How many have been started and have not ended.
  private(set) var running = 0

  /// All of some different experiments; those they wait for have keys on the same sources.
  ///
  /// - Throws: what a component's encoding throws.
  init(_ items: [KeyedExperiment], on sources: Sources) throws {
    unfinished = Set(items.map(\.key))
    func key(_ experiment: Experiment) throws -> Digest {
      try KeyedExperiment(experiment, sources: sources).key
    }
    let entries = try items.map { item in
      let experiment = item.experiment
      return Entry(
        item: item, clean: experiment.isUntreated ? nil : try key(experiment.untreated),
        source: try experiment.sourceCell.map(key))
    }
    clean = Dictionary(
      uniqueKeysWithValues: entries.compactMap { entry in
        entry.clean.map { (entry.item.key, $0) }
      })
    let costs = items.map(\.experiment.cost)
    func kind(_ entry: Entry) -> Int { entry.clean == nil ? 0 : entry.source == nil ? 1 : 2 }
    let order = entries.indices.sorted { first, second in
      let (one, other) = (items[first].stage, items[second].stage)
      if one != other { return (one ?? .max) < (other ?? .max) }
      let (early, late) = (kind(entries[first]), kind(entries[second]))
      if early != late { return early < late }
      return one == nil ? (costs[first], second) > (costs[second], first) : first < second
    }
    waiting = order.map { entries[$0] }
  }

  /// The key of the untreated experiment that an experiment refers to.
  func clean(of item: KeyedExperiment) -> Digest? { clean[item.key] }

  /// The first experiment that waits for nothing; nil where all that are left do.
  mutating func next() -> KeyedExperiment? {
    let first = waiting.firstIndex { entry in
      ![entry.clean, entry.source].contains { $0.map(unfinished.contains) ?? false }
    }
    guard let first else { return nil }
    running += 1
    return waiting.remove(at: first).item
  }

  /// Notes that an experiment has ended.
  mutating func finish(_ key: Digest) {
    running -= 1
    unfinished.remove(key)
  }

  /// Notes that an experiment has failed: what waits for it is never run.
  mutating func fail() { running -= 1 }
}
