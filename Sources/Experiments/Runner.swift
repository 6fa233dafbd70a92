import Domains
import Foundation
import Reproducibility

/// Runs experiments on all cores and keeps what they found; what is already in the store is not run again.
///
/// The one place of the program that is parallel. Results do not depend on the number of jobs: every experiment draws
/// from its own named random streams. Stopping it loses at most the experiments in flight.
public struct Runner: Sendable {
  /// Where records are kept.
  public let store: RecordStore
  /// What runs an experiment.
  public let laboratory: Laboratory
  /// How many experiments run at once.
  public let jobs: Int
  /// Told about every experiment that was run.
  public let progress: ProgressReport

  /// A runner.
  public init(store: RecordStore, laboratory: Laboratory, jobs: Int, progress: ProgressReport) {
    precondition(jobs >= 1, "\(jobs) jobs")
    (self.store, self.laboratory, self.jobs, self.progress) = (store, laboratory, jobs, progress)
  }

  /// The records of all panels of a preset: clean ones first, since all others refer to them.
  public func study(_ preset: Preset, panels: [Panel]) async throws -> Study {
    var seeds: [[UInt64]] = []
    for panel in panels { seeds.append(try self.seeds(of: panel)) }
    try store.prepare()
    let clean = zip(panels, seeds).map { $0.cleanExperiments(seeds: $1) }
    let treated = zip(panels, seeds).map { $0.treatedExperiments(seeds: $1) }
    let all = (clean + treated).flatMap { $0 }
    var missing: [Experiment] = []
    for experiment in all where !store.contains(try key(experiment)) { missing.append(experiment) }
    await progress.begin(total: all.count, missing: missing.map(Runner.cost))
    let cleanRecords = try await records(of: clean.flatMap { $0 }, clean: [:])
    // One after the other, so that no two of what follows write the same data set.
    for experiment in clean.flatMap({ $0 }) {
      _ = try await store.dataset(of: experiment, in: laboratory)
    }
    let byKey = Dictionary(cleanRecords.map { ($0.key, $0) }) { first, _ in first }
    let treatedRecords = try await records(of: treated.flatMap { $0 }, clean: byKey)
    await progress.end()
    var (firstClean, firstTreated) = (0, 0)
    let parts = panels.indices.map { index in
      let (c, t) = (clean[index].count, treated[index].count)
      defer { (firstClean, firstTreated) = (firstClean + c, firstTreated + t) }
      return PanelRecords(
        panel: panels[index], seeds: seeds[index],
        clean: Array(cleanRecords[firstClean..<firstClean + c]),
        treated: Array(treatedRecords[firstTreated..<firstTreated + t]))
    }
    return Study(preset: preset, panels: parts, sources: laboratory.sources)
  }

  func key(_ experiment: Experiment) throws -> Digest {
    try experiment.key(sources: SourceDigests(of: laboratory.sources))
  }

  /// The seeds of a panel for which the sources suffice.
  func seeds(of panel: Panel) throws -> [UInt64] {
    guard let portfolio = panel.domain as? PortfolioDomain else { return panel.plan.seeds }
    let count = try portfolio.seeds(in: laboratory.sources)
    return panel.plan.seeds.filter { $0 < UInt64(count) }
  }

  /// The records of experiments, in their order; missing ones are run, the costliest first.
  private func records(of experiments: [Experiment], clean: [Digest: Record]) async throws
    -> [Record]
  {
    var found = [Record?](repeating: nil, count: experiments.count)
    var waiting: [Int] = []
    var first: [Digest: Int] = [:]
    var twins: [(Int, Int)] = []
    for (index, experiment) in experiments.enumerated() {
      let key = try key(experiment)
      if let twin = first[key] {
        twins.append((index, twin))
        continue
      }
      first[key] = index
      found[index] = try await store.record(key)
      if found[index] == nil { waiting.append(index) }
    }
    waiting.sort { (Runner.cost(experiments[$0]), $1) > (Runner.cost(experiments[$1]), $0) }
    try await withThrowingTaskGroup(of: (Int, Record).self) { group in
      var next = 0
      func start() {
        guard next < waiting.count else { return }
        let index = waiting[next]
        next += 1
        let experiment = experiments[index]
        group.addTask { (index, try await self.run(experiment, clean: clean)) }
      }
      for _ in 0..<jobs { start() }
      while let (index, record) = try await group.next() {
        found[index] = record
        start()
      }
    }
    for (index, twin) in twins { found[index] = found[twin] }
    return found.compactMap { $0 }
  }

  private func run(_ experiment: Experiment, clean: [Digest: Record]) async throws -> Record {
    do {
      let dataset = try await store.dataset(of: experiment, in: laboratory)
      let reference = clean[try key(experiment.untreated)]
      let result = try laboratory.run(experiment, clean: reference, dataset: dataset)
      let record = try await store.save(result)
      await progress.finished(experiment.label, cost: Runner.cost(experiment))
      return record
    } catch let error where !(error is CancellationError) {
      throw RecordError.experiment(experiment.label, reason: "\(error)")
    }
  }

  /// A rough relative cost, for the order of work and the estimate: trainings, with an attack iteration as five.
  static func cost(_ experiment: Experiment) -> Double {
    let size: Double =
      switch experiment.domain {
      case let synthetic as SyntheticDomain: Double(synthetic.instances) / 250
      case let portfolio as PortfolioDomain:
        Double(portfolio.trainingDates * portfolio.stocks) / 750
      default: 1
      }
    let trainings = Double(experiment.freshWeights * experiment.victims.count)
    switch experiment.treatment {
    case .none: return size * trainings
    case .control(_, let draws): return size * trainings * Double(draws)
    case .attack: return size * (trainings + 200)
    }
  }
}

/// Told how a run goes.
public protocol ProgressReport: Sendable {
  /// Of `total` experiments those of the given costs have to be run.
  func begin(total: Int, missing: [Double]) async
  /// One was run and is stored.
  func finished(_ label: String, cost: Double) async
  /// All are there.
  func end() async
}

/// Says nothing.
public struct SilentProgress: ProgressReport {
  /// Silence.
  public init() {}
  /// Ignores the beginning.
  public func begin(total: Int, missing: [Double]) async {}
  /// Ignores an experiment.
  public func finished(_ label: String, cost: Double) async {}
  /// Ignores the end.
  public func end() async {}
}
