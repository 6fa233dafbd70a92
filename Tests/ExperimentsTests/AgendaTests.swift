import ExperimentsSupport
import Learning
import Reproducibility
import TestSupport
import Testing

@testable import Experiments

struct AgendaTests {
  private func agenda(_ items: [KeyedExperiment]) throws -> Agenda {
    try Agenda(items, on: [:])
  }

  /// Takes everything from an agenda, one at a time.
  private func order(_ items: [KeyedExperiment]) throws -> [Digest] {
    var agenda = try agenda(items)
    var keys: [Digest] = []
    while let item = agenda.next() {
      keys.append(item.key)
      agenda.finish(item.key)
    }
    return keys
  }

  private func keyed(_ experiments: [Experiment]) throws -> [KeyedExperiment] {
    try experiments.map { try KeyedExperiment($0, sources: [:]) }
  }

  @Test func takesEarlyStagesAsTheyAreListedAndTheRestByCost() throws {
    var items = try keyed(SmallStudy.experiments())
    items[3].stage = 1
    items[1].stage = 1
    items[6].stage = 0
    items[0].stage = 0
    items[5].stage = 0
    let order = try order(items)
    #expect(Array(order.prefix(5)) == [0, 5, 6, 1, 3].map { items[$0].key })
    let costs = order.dropFirst(5).compactMap { key in
      items.first { $0.key == key }?.experiment.cost
    }
    #expect(costs.count == items.count - 5 && costs == costs.sorted(by: >))
  }

  @Test func waitsForWhatAnExperimentRefersTo() throws {
    let maker = SmallStudy.attacked()
    var taker = maker
    (taker.victims, taker.poisonVictims) = ([.longer(SmallStudy.twoStage)], maker.victims)
    var items = try keyed([taker, maker, maker.untreated])
    // Stages do not overrule it.
    items[0].stage = 0
    var agenda = try agenda(items)
    #expect(agenda.clean(of: items[1]) == items[2].key)
    #expect(agenda.next()?.key == items[2].key)
    #expect(agenda.next() == nil && agenda.running == 1)
    agenda.finish(items[2].key)
    #expect(agenda.next()?.key == items[1].key && agenda.next() == nil)
    agenda.finish(items[1].key)
    #expect(agenda.next()?.key == items[0].key)
    // What waits for something that failed is never run.
    var failing = try self.agenda(items)
    _ = failing.next()
    failing.fail()
    #expect(failing.next() == nil && failing.running == 0)
  }

  @Test func doesNotWaitForWhatIsKnown() throws {
    let items = try keyed([SmallStudy.attacked()])
    #expect(try order(items) == [items[0].key])
  }

  @Test func goesOnAfterAFailure() async throws {
    let directory = try TemporaryDirectory()
    var failing = SmallStudy.untreated()
    failing.domain = FailingDomain()
    let log = RunLog()
    let runner = Runner(in: directory, jobs: 1, telling: log)
    let others = SmallStudy.experiments(seeds: [0])
    await #expect(throws: RecordError.self) {
      try await runner.study(of: try runner.keyed([failing] + others))
    }
    #expect(await log.labels.count == others.count)
  }
}

struct ProgressEstimateTests {
  @Test func learnsWhatEachKindTakes() {
    let work = [("a", 10.0), ("a", 10), ("b", 1), ("b", 1), ("c", 3)].map {
      ProgressWork(kind: $0.0, cost: $0.1)
    }
    var estimate = ProgressEstimate(work)
    #expect(estimate.secondsLeft == nil && estimate.share == 0)
    estimate.finish(work[0], seconds: 5)
    // Of b and c nothing is known: half a second per unit, as of a.
    #expect(estimate.secondsLeft == 5 + 1 + 1.5)
    estimate.finish(work[2], seconds: 8)
    // c takes as long as a and b together: 13 seconds for 11 units.
    #expect(abs((estimate.secondsLeft ?? 0) - (5 + 8 + 3 * 13 / 11)) <= 1e-12)
    for (part, seconds) in zip([work[1], work[3], work[4]], [5.0, 8, 2]) {
      estimate.finish(part, seconds: seconds)
    }
    #expect(estimate.secondsLeft == 0 && estimate.share == 1)
  }
}
