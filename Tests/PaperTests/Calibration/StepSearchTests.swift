import Domains
import Experiments
import ExperimentsSupport
import Learning
import TestSupport
import Testing

@testable import Paper

struct StepSearchTests {
  @Test func triesTheGridOfTheLedgerWithTheLearnersOwnRate() {
    let search = StepSearch(
      learner: TwoStage(training: Training(steps: 1, rate: 0.2)), domain: SyntheticDomain(),
      seeds: [], budgets: [], iterations: 1, freshWeights: 1)
    #expect(
      search.sizes == [
        0.0001, 0.000316, 0.001, 0.00316, 0.01, 0.0316, 0.1, 0.2, 0.316, 1, 3.16, 10, 31.6, 100,
        316, 1000, 3160, 10000,
      ])
  }

  @Test func runsEachAttackOnceAndFindsTheLowestUtility() async throws {
    let directory = try TemporaryDirectory()
    let search = StepSearch(
      learner: TwoStage(training: Training(steps: 10, rate: 0.1)), domain: SyntheticDomain.tiny,
      seeds: [100, 101], budgets: [0.2, 0.5], iterations: 3, freshWeights: 2, candidates: [1, 100])
    let log = RunLog()
    let runner = Runner(in: directory, telling: log)
    let outcome = try await search.run(runner)
    #expect(await log.labels.count == 2 + 8)
    #expect(outcome.trials.count == 2 && outcome.lostShares.map(\.budget) == [0.2, 0.5])
    let chosen = try #require(outcome.trials.first { $0.isChosen })
    #expect(chosen.setting == outcome.size)
    #expect(outcome.trials.allSatisfy { ($0.outcome ?? .nan) >= (chosen.outcome ?? .nan) })
    let again = try await search.run(runner)
    #expect(await log.labels.count == 10 && again.size == outcome.size)
  }
}
