import Domains
import Experiments
import ExperimentsSupport
import Learning
import TestSupport
import Testing

@testable import Paper

struct TrainingSearchTests {
  @Test func takesTheShortestOfThoseNearTheBestThenTheSmallestRate() {
    func winner(
      _ candidates: [(Int, Double, Double)], by criterion: TrainingSearch.Criterion = .validation
    ) -> [Double]? {
      TrainingSearch.winner(
        candidates.map {
          .init(trial: 0, length: $0.0, rate: $0.1, utility: $0.2, loss: $0.2)
        }, criterion
      ).map { [Double($0.length), $0.rate] }
    }
    #expect(winner([(40, 1, 100), (20, 2, 99.5), (10, 3, 98)]) == [20, 2])
    #expect(winner([(20, 4, 100), (20, 2, 99.5)]) == [20, 2])
    #expect(winner([(20, 4, -100), (10, 2, -101.5)]) == [20, 4])
    #expect(winner([]) == nil)
    #expect(winner([(20, 4, -100), (20, 2, -101.5)], by: .trainingLoss) == [20, 2])
  }

  @Test func countsNoTrainingThatDiverges() async throws {
    let search = TrainingSearch(
      learner: TwoStage(training: Training(steps: 0, rate: 0)), domain: SyntheticDomain.tiny,
      seeds: [100], draws: 1, rates: [0.05, 1e60], lengths: [5, 10], criterion: .validation)
    let trials = try await search.trials(in: Laboratory(sources: [:]), jobs: 1)
    #expect(trials.map(\.steps) == [5, 10, 20, 40, 5, 10, 20, 40])
    #expect(trials.prefix(4).allSatisfy { $0.outcome != nil })
    #expect(trials.suffix(4).allSatisfy { $0.outcome == nil })
    #expect(
      trials.filter(\.isChosen).count == 1 && trials.first(where: \.isChosen)?.setting == 0.05)
  }
}
