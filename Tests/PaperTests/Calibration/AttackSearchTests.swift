import Domains
import Experiments
import ExperimentsSupport
import Learning
import TestSupport
import Testing

@testable import Paper

struct AttackSearchTests {
  private func search(_ method: AttackMethod, middle: Double) -> AttackSearch {
    AttackSearch(
      method: method, learner: TwoStage(training: Training(steps: 10, rate: 0.1)),
      domain: SyntheticDomain.tiny, units: [100, 101], iterations: 4, craftSteps: 4, models: 2,
      middle: middle, reference: 0.2, largest: 0.5, freshWeights: 2)
  }

  @Test func triesHalfDecadesOnBothSidesOfTheMiddle() {
    let search = search(.plain, middle: 10)
    #expect(
      (-4...4).map(search.step) == [0.1, 0.316, 1, 3.16, 10, 31.6, 100, 316, 1000])
    #expect(self.search(.sign, middle: 0.1).step(halfDecades: -1) == 0.0316)
  }

  @Test func runsEachAttackOnceAndTakesTheLowestUtility() async throws {
    let directory = try TemporaryDirectory()
    let log = RunLog()
    let runner = Runner(in: directory, telling: log)
    let outcome = try await search(.plain, middle: 100).run(runner)
    let steps = outcome.trials.filter { $0.kind == .step }
    let finals = outcome.trials.filter { $0.kind == .final }
    #expect(steps.count == 9 || steps.count == 11)
    #expect(finals.count == 2)
    let chosen = try #require(finals.first { $0.isChosen })
    #expect(chosen.setting == outcome.setting.step && outcome.setting.smoothing == nil)
    #expect(finals.allSatisfy { ($0.outcome ?? .nan) >= (chosen.outcome ?? .nan) })
    let best = steps.compactMap(\.outcome).sorted().prefix(2)
    #expect(Set(finals.map(\.setting)).count == 2)
    for final in finals {
      let trial = try #require(steps.first { $0.setting == final.setting }?.outcome)
      #expect(best.contains(trial))
    }
    let count = await log.labels.count
    let again = try await search(.plain, middle: 100).run(runner)
    #expect(await log.labels.count == count && again.setting == outcome.setting)
  }

  @Test func extendsAnEdgeOnceAndSaysThatItRemains() async throws {
    let directory = try TemporaryDirectory()
    // Steps this small do nothing: the largest of them does most.
    let outcome = try await search(.plain, middle: 1e-7).run(
      Runner(in: directory, telling: RunLog()))
    #expect(outcome.trials.filter { $0.kind == .step }.count == 11)
    #expect(outcome.remarks.count == 1 && outcome.remarks[0].contains("the largest tried"))
  }

  @Test func choosesTheFactorOfASmootherLayerFirst() async throws {
    let directory = try TemporaryDirectory()
    let outcome = try await search(.smoothed, middle: 0.1).run(
      Runner(in: directory, telling: RunLog()))
    let factors = outcome.trials.filter { $0.kind == .smoothing }
    #expect(factors.map(\.setting) == [1, 3, 10, 30])
    #expect(factors.first { $0.isChosen }?.setting == outcome.setting.smoothing)
  }
}
