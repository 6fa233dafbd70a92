import ExperimentsSupport
import Foundation
import Reproducibility
import TestSupport
import Testing

@testable import Experiments

struct RunnerTests {
  /// Runs some experiments, each of which gets its key.
  @discardableResult
  private func run(
    _ experiments: [Experiment], in directory: TemporaryDirectory, jobs: Int = 2,
    _ log: RunLog = RunLog()
  ) async throws -> [Digest: Record] {
    let runner = Runner(in: directory, jobs: jobs, telling: log)
    return try await runner.study(of: try runner.keyed(experiments))
  }

  @Test func findsEverythingInASecondRunAndChangesNothing() async throws {
    let directory = try TemporaryDirectory()
    let (first, second) = (RunLog(), RunLog())
    let experiments = SmallStudy.experiments()
    let study = try await run(experiments, in: directory, first)
    let files = try directory.filesOfResults()
    #expect(await first.labels.count == experiments.count)
    #expect(files.count == experiments.count + 2, "one data set per seed")
    let again = try await run(experiments, in: directory, second)
    #expect(await second.labels.isEmpty)
    #expect(try directory.filesOfResults() == files)
    #expect(study.count == experiments.count && study.keys == again.keys)
    for (key, one) in study {
      let other = try #require(again[key])
      #expect(one.key == key && one.evaluations == other.evaluations)
      #expect(one.contentDigest == other.contentDigest && one.contentDigest != nil)
      #expect(one.trace == other.trace && one.certificate == other.certificate)
      #expect(one.options == other.options && one.learner == other.learner)
      #expect(one.attack == other.attack && one.budget == other.budget)
      #expect(one.levels == other.levels)
    }
  }

  @Test func runsOnlyWhatIsMissing() async throws {
    let directory = try TemporaryDirectory()
    let experiments = SmallStudy.experiments()
    try await run(experiments, in: directory)
    let before = try directory.filesOfResults()
    let record = try #require(before.keys.filter { $0.contains("poisons") }.sorted().first)
    try FileManager.default.removeItem(at: directory.file(record))
    let log = RunLog()
    try await run(experiments, in: directory, log)
    #expect(await log.labels.count == 1)
    #expect(try directory.filesOfResults() == before)
  }

  @Test func makesAPoisonBeforeOtherVictimsTakeIt() async throws {
    let maker = SmallStudy.attacked()
    var taker = maker
    (taker.victims, taker.poisonVictims) = ([.longer(SmallStudy.twoStage, by: 40)], maker.victims)
    #expect(taker.cost > maker.cost, "by cost alone it would start first")
    let log = RunLog()
    try await run(
      [maker.untreated, taker.untreated, taker, maker], in: try TemporaryDirectory(), log)
    #expect(await log.labels.suffix(2) == [maker.label, taker.label])
  }

  @Test func goesOnWhereAnotherRunStopped() async throws {
    let (whole, parts) = (try TemporaryDirectory(), try TemporaryDirectory())
    let experiments = SmallStudy.experiments()
    try await run(experiments, in: whole)
    try await run(Array(experiments.prefix(3)), in: parts)
    let log = RunLog()
    try await run(experiments, in: parts, log)
    #expect(await log.labels.count == experiments.count - 3)
    #expect(try parts.filesOfResults() == whole.filesOfResults())
  }

  @Test func givesTheSameBytesWithAnyNumberOfJobs() async throws {
    let (one, three) = (try TemporaryDirectory(), try TemporaryDirectory())
    try await run(SmallStudy.experiments(), in: one, jobs: 1)
    try await run(SmallStudy.experiments(), in: three, jobs: 3)
    let (a, b) = (try one.filesOfResults(), try three.filesOfResults())
    #expect(a.keys.sorted() == b.keys.sorted())
    #expect(a == b)
  }

  /// Results that were handed out by position would go to other experiments here.
  @Test func givesEveryExperimentItsOwnRecordInAnyOrder() async throws {
    let (one, other) = (try TemporaryDirectory(), try TemporaryDirectory())
    let experiments = SmallStudy.experiments()
    var random = SeededGenerator(seed: 1, stream: "order")
    let shuffled = experiments.shuffled(using: &random)
    let (study, mixed) = (
      try await run(experiments, in: one), try await run(shuffled, in: other)
    )
    #expect(try one.filesOfResults() == other.filesOfResults())
    for item in try Runner(in: one).keyed(experiments) {
      let (record, again) = (try #require(study[item.key]), try #require(mixed[item.key]))
      #expect(record.evaluations == again.evaluations)
      #expect(record.seed == item.experiment.seed && record.budget == item.experiment.budget)
      #expect(record.attack?.text == item.experiment.attack?.name)
      #expect(record.options == item.options && again.options == item.options)
    }
  }

  @Test func runsAnExperimentThatOccursTwiceOnceForThePartThatNeedsItFirst() async throws {
    let directory = try TemporaryDirectory()
    let log = RunLog()
    let runner = Runner(in: directory, telling: log)
    let experiments = SmallStudy.experiments(seeds: [0])
    let items =
      try runner.keyed(experiments, part: "first") + runner.keyed(experiments, part: "second")
    let study = try await runner.study(of: items)
    #expect(await log.labels.count == experiments.count)
    #expect(await log.total == experiments.count && study.count == experiments.count)
    #expect(Runner.unique(items).map(\.part) == experiments.map { _ in "first" })
  }

  @Test func namesTheExperimentThatFails() async throws {
    let directory = try TemporaryDirectory()
    var experiment = SmallStudy.untreated()
    experiment.domain = FailingDomain()
    let error = await #expect(throws: RecordError.self) {
      try await run([experiment], in: directory)
    }
    #expect(
      error
        == .experiment("Failing, seed 0, clean", reason: "there are no data for this domain"))
    #expect(try directory.files().isEmpty)
  }

  @Test func saysWhatIsThereWithoutRunningAnything() async throws {
    let directory = try TemporaryDirectory()
    let runner = Runner(in: directory)
    let items = try runner.keyed(SmallStudy.experiments(seeds: [0]))
    #expect(try await runner.recorded(items) == nil)
    #expect(runner.store.inventory(of: items + items).map(\.isDone) == items.map { _ in false })
    let study = try await runner.study(of: items)
    let found = try #require(try await runner.recorded(items))
    #expect(found.mapValues(\.evaluations) == study.mapValues(\.evaluations))
    let inventory = runner.store.inventory(of: items)
    #expect(inventory.allSatisfy { $0.isDone && $0.bytes > 0 })
    #expect(inventory.map(\.key) == items.map(\.key))
  }

  @Test func findsNoDifferenceInWhatItRunsOnceMore() async throws {
    let directory = try TemporaryDirectory()
    let runner = Runner(in: directory)
    let items = try runner.keyed(SmallStudy.experiments(seeds: [0]))
    _ = try await runner.study(of: items)
    let reruns = try await runner.rerun(items.count, of: items, seed: 0)
    #expect(Set(reruns.map(\.label)) == Set(items.map(\.experiment.label)))
    #expect(reruns.allSatisfy { $0.difference == 0 && $0.hasSameContents })
  }
}
