import Attacks
import Domains
import Foundation
import Learning
import Reproducibility

/// Runs experiments on all cores and keeps what they found; what is already in the store is not run again.
///
/// The one place where experiments run side by side. Results do not depend on the number of jobs: every experiment draws
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

  /// The records of a selection: clean ones first, since all others refer to them.
  public func study(_ selection: Selection) async throws -> Study {
    let work = try workload(selection)
    try store.prepare()
    let all = work.all
    let missing = all.filter { !store.contains($0.key) }
    await progress.begin(total: all.count, missing: missing.map { Runner.cost($0.experiment) })
    var known = await RecordSummary(of: store)
    let clean = try await records(of: work.clean, clean: [:], known: &known)
    // One after the other, so that no two of what follows write the same data set.
    for item in work.clean { _ = try await store.dataset(of: item.experiment, in: laboratory) }
    let byKey = Dictionary(clean.map { ($0.key, $0) }) { first, _ in first }
    let treated = try await records(of: work.treated, clean: byKey, known: &known)
    for item in missing { _ = try await known.record(item.key, in: store) }
    try await known.write(to: store)
    await progress.end()
    return work.study(clean: clean, treated: treated, sources: laboratory.sources)
  }

  func key(_ experiment: Experiment) throws -> Digest {
    try experiment.key(sources: SourceDigests(of: laboratory.sources))
  }

  func workload(_ selection: Selection) throws -> Workload {
    try Workload(selection, seeds: seeds(of:), items: items)
  }

  /// Experiments with their keys.
  func items(_ experiments: [Experiment], part: String = "") throws -> [Workload.Item] {
    try experiments.map { Workload.Item(experiment: $0, key: try key($0), part: part) }
  }

  /// The seeds of a panel for which the sources suffice.
  func seeds(of panel: Panel) throws -> [UInt64] {
    guard let count = try panel.domain.seedCount(in: laboratory.sources) else {
      return panel.plan.seeds
    }
    return panel.plan.seeds.filter { $0 < UInt64(count) }
  }

  /// The records of experiments, in their order; missing ones are run, the costliest first.
  func records(
    of items: [Workload.Item], clean: [Digest: Record], known: inout RecordSummary
  ) async throws -> [Record] {
    var found = [Record?](repeating: nil, count: items.count)
    var waiting: [Int] = []
    var first: [Digest: Int] = [:]
    var twins: [(Int, Int)] = []
    for (index, item) in items.enumerated() {
      if let twin = first[item.key] {
        twins.append((index, twin))
        continue
      }
      first[item.key] = index
      found[index] = try await known.record(item.key, in: store)
      if found[index] == nil { waiting.append(index) }
    }
    let costs = items.map { Runner.cost($0.experiment) }
    waiting.sort { (costs[$0], $1) > (costs[$1], $0) }
    let made = try await Runner.inParallel(waiting, jobs: jobs) { index in
      try await self.run(items[index], clean: clean)
    }
    for (index, record) in zip(waiting, made) { found[index] = record }
    for (index, twin) in twins { found[index] = found[twin] }
    return found.compactMap { $0 }
  }

  /// Applies `body` to all items, `jobs` at once, beginning with the first ones; the results are in the items' order.
  static func inParallel<Item: Sendable, Result: Sendable>(
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

  private func run(_ item: Workload.Item, clean: [Digest: Record]) async throws -> Record {
    let experiment = item.experiment
    do {
      let start = ContinuousClock.now
      let dataset = try await store.dataset(of: experiment, in: laboratory)
      let reference = clean[try key(experiment.untreated)]
      // Where the poison is there already, it need not be made again for other victims.
      let poison =
        experiment.victimKind == .usual
        ? nil : try await store.poison(try key(experiment.withUsualVictims))
      let result = try laboratory.run(
        experiment, clean: reference, dataset: dataset, poison: poison)
      let record = try await store.save(result)
      await progress.finished(
        ProgressStep(
          label: experiment.label, part: item.part,
          cost: Runner.cost(experiment), seconds: (ContinuousClock.now - start).seconds))
      return record
    } catch let error where !(error is CancellationError) {
      throw RecordError.experiment(experiment.label, reason: "\(error)")
    }
  }

  /// A rough relative cost, for the order of work and the estimate: training steps of 250 instances with features alone, where
  /// an attack iteration counts as five trainings and a solve of a decision problem as five steps of a network.
  static func cost(_ experiment: Experiment) -> Double {
    let size: Double =
      switch experiment.domain {
      case let synthetic as SyntheticDomain: Double(synthetic.instances) / 250
      case let portfolio as PortfolioDomain:
        Double(portfolio.trainingDates * portfolio.stocks) / 120
      case let matching as MatchingDomain:
        // Of the order of 1400 words; large products run at three times the rate of small ones.
        Double(matching.trainingPapers * matching.hidden) / 210
      default: 1
      }
    func steps(_ learner: any Learner) -> Double {
      let solves = learner is DecisionFocused && experiment.domain is SyntheticDomain
      return size * Double(learner.training.steps) * (solves ? 5 : 1)
    }
    let trainings = experiment.victims.reduce(0) { $0 + steps($1) }
    let victims = Double(experiment.freshWeights) * trainings
    // Clean and poisoned, and four times as long; their attacks are there by then.
    if experiment.victimKind != .usual { return 8 * victims }
    switch experiment.treatment {
    case .none: return victims
    case .control(_, let draws): return victims * Double(draws)
    case .attack(let attack as MetaGradientAttack, let learner):
      return victims + 5 * Double(attack.iterations * attack.rounds) * steps(learner)
    case .attack(let attack as MetaPoison, let learner):
      let share = Double(attack.models * attack.unrolledSteps) / Double(learner.training.steps)
      return victims + 5 * Double(attack.craftSteps) * share * steps(learner)
    case .attack: return victims
    }
  }
}

/// One experiment that was run and is stored.
public struct ProgressStep: Sendable {
  /// What it is.
  public var label: String
  /// The part of the grid that it was first needed for: "Figure 5"; empty outside a grid.
  public var part: String
  /// Its rough relative cost, as it was announced.
  public var cost: Double
  /// The seconds that it took one job.
  public var seconds: Double
}

/// Told how a run goes.
public protocol ProgressReport: Sendable {
  /// Of `total` experiments those of the given costs have to be run.
  func begin(total: Int, missing: [Double]) async
  /// One was run and is stored.
  func finished(_ step: ProgressStep) async
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
  public func finished(_ step: ProgressStep) async {}
  /// Ignores the end.
  public func end() async {}
}
