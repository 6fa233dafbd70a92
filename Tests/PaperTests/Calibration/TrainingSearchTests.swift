import Domains
import Experiments
import ExperimentsSupport
import Foundation
import Learning
import TestSupport
import Testing

@testable import Paper

struct TrainingSearchTests {
  @Test func takesTheShortestOfThoseNearTheBestThenTheHighestUtility() {
    func winner(
      _ candidates: [(length: Int, rate: Double, utility: Double, growth: Double)]
    ) -> [Double]? {
      TrainingSearch.winner(
        candidates.map {
          .init(trial: 0, length: $0.length, rate: $0.rate, utility: $0.utility, growth: $0.growth)
        }, stake: 100
      ).map { [Double($0.length), $0.rate] }
    }
    #expect(winner([(40, 1, 50, 2), (20, 2, 49.5, 2), (10, 3, 48, 2)]) == [20, 2])
    #expect(winner([(20, 4, 50, 2), (20, 2, 49.5, 2)]) == [20, 4])
    #expect(winner([(20, 4, 50, 2), (20, 2, 50, 2)]) == [20, 2])
    // 1 % of the stake, not of the utility.
    #expect(winner([(20, 4, -1, 2), (10, 2, -1.9, 2)]) == [10, 2])
    // What grows a hundredfold is not admitted, however good it is.
    #expect(winner([(20, 4, 90, 100), (40, 2, 50, 99)]) == [40, 2])
    // Where nothing is admitted, what grows least.
    #expect(winner([(20, 4, 90, 300), (40, 2, 50, 200)]) == [40, 2])
    #expect(winner([]) == nil)
  }

  @Test func countsNoTrainingThatDiverges() async throws {
    let search = TrainingSearch(
      learner: TwoStage(training: Training(steps: 0, rate: 0)), domain: SyntheticDomain.tiny,
      units: [100, 101], draws: 1, rates: [0.05, 1e60])
    let directory = try TemporaryDirectory()
    let outcome = try await search.run(Runner(in: directory))
    let trials = outcome.trials
    #expect(trials.map(\.steps) == [5, 10, 20, 40, 80, 5, 10, 20, 40, 80])
    #expect(trials.prefix(5).allSatisfy { $0.outcome != nil && ($0.growth ?? 0) >= 1 })
    #expect(trials.suffix(5).allSatisfy { $0.outcome == nil })
    let chosen = trials.filter(\.isChosen)
    #expect(chosen.count == 1 && chosen[0].setting == 0.05 && outcome.rate == 0.05)
    #expect(chosen[0].steps == outcome.steps && outcome.remarks.isEmpty)
  }

  /// One that was stopped loses what is in flight alone; what is damaged is trained anew.
  @Test func trainsWhatIsKeptNoSecondTime() async throws {
    let directory = try TemporaryDirectory()
    func outcome(_ rates: [Double], _ log: RunLog) async throws -> TrainingSearch.Outcome {
      try await TrainingSearch(
        learner: TwoStage(training: Training(steps: 0, rate: 0)), domain: SyntheticDomain.tiny,
        units: [100, 101], draws: 1, rates: rates
      ).run(Runner(in: directory, telling: log))
    }
    let (first, whole, again) = (RunLog(), RunLog(), RunLog())
    _ = try await outcome([0.05], first)
    let all = try await outcome([0.05, 0.1, 1e60], whole)
    #expect(await first.labels.count == 2)
    #expect(await whole.labels.count == 4)
    let folder = directory.file("data/trainings")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    #expect(files.count == 6)
    try Data("{".utf8).write(to: files[0])
    #expect(try await outcome([0.05, 0.1, 1e60], again).trials == all.trials)
    #expect(await again.labels.count == 1)
  }
}
