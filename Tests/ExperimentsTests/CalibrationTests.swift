import Domains
import Foundation
import Learning
import Testing

@testable import Experiments

struct CalibrationTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test func theCommittedFileHoldsAllThatTheGridNeeds() throws {
    let calibration = try Calibration(root: Self.root)
    for preset in Preset.allCases { #expect(!Grid(preset, calibration).panels.isEmpty) }
    let text = try String(
      contentsOf: Self.root.appending(path: Calibration.path), encoding: .utf8)
    #expect(try calibration.text() == text, "the file is canonical")
    for (name, domain) in calibration.domains {
      #expect(!domain.trials.isEmpty, "\(name): what was tried is kept")
      for (learner, choice) in domain.learners {
        let chosen = domain.trials.filter { $0.isChosen && $0.learner == learner }
        let training = try #require(chosen.first { $0.kind == "training" })
        #expect(training.steps == choice.steps && training.setting == choice.rate)
        #expect(chosen.first { $0.kind == "plain-step" }?.setting == choice.plainStep)
      }
      #expect(
        domain.trials.first { $0.kind == "budget" && $0.isChosen }?.setting
          == domain.referenceBudget)
    }
  }

  @Test func aMissingOrDamagedFileIsNamed() throws {
    let folder = try TemporaryFolder()
    #expect(throws: CalibrationError.self) { try Calibration(root: folder.url) }
    let data = folder.url.appending(path: "data")
    try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
    let file = folder.url.appending(path: Calibration.path)
    try Data("{".utf8).write(to: file)
    #expect(throws: CalibrationError.self) { try Calibration(root: folder.url) }
    var incomplete = exampleCalibration
    incomplete.domains["portfolio"]?.learners["simple-joint"] = nil
    try Data(try incomplete.text().utf8).write(to: file)
    let error = #expect(throws: CalibrationError.self) { try Calibration(root: folder.url) }
    #expect(error?.description.contains("simple-joint") == true)
    try Data(try exampleCalibration.text().utf8).write(to: file)
    #expect(try Calibration(root: folder.url) == exampleCalibration)
  }

  @Test func theShortestOfThoseNearTheBestWinsThenTheSmallestRate() {
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

  @Test func stepsAreTheGridOfTheLedgerWithTheLearnersOwnRate() {
    let search = StepSearch(
      learner: TwoStage(training: Training(steps: 1, rate: 0.2)), domain: SyntheticDomain(),
      seeds: [], budgets: [], iterations: 1, freshWeights: 1)
    #expect(
      search.sizes == [
        0.0001, 0.000316, 0.001, 0.00316, 0.01, 0.0316, 0.1, 0.2, 0.316, 1, 3.16, 10, 31.6, 100,
        316, 1000, 3160, 10000,
      ])
  }

  @Test func aSearchRunsEachAttackOnceAndFindsTheLowestUtility() async throws {
    let folder = try TemporaryFolder()
    var domain = SyntheticDomain(instances: 20, constraints: 3)
    (domain.targets, domain.heldOut, domain.hidden) = (8, 6, 4)
    let search = StepSearch(
      learner: TwoStage(training: Training(steps: 10, rate: 0.1)), domain: domain,
      seeds: [100, 101], budgets: [0.2, 0.5], iterations: 3, freshWeights: 2, candidates: [1, 100])
    let tally = Tally()
    let runner = Runner(
      store: RecordStore(root: folder.url), laboratory: Laboratory(sources: SourceData()), jobs: 2,
      progress: tally)
    let outcome = try await search.run(runner)
    #expect(await tally.labels.count == 2 + 8)
    #expect(outcome.trials.count == 2 && outcome.lostShares.map(\.budget) == [0.2, 0.5])
    let chosen = try #require(outcome.trials.first { $0.isChosen })
    #expect(chosen.setting == outcome.size)
    #expect(outcome.trials.allSatisfy { ($0.outcome ?? .nan) >= (chosen.outcome ?? .nan) })
    let again = try await search.run(runner)
    #expect(await tally.labels.count == 10 && again.size == outcome.size)
  }

  @Test func trainingThatDivergesIsNoOutcome() async throws {
    var domain = SyntheticDomain(instances: 20, constraints: 3)
    (domain.targets, domain.heldOut, domain.hidden) = (8, 6, 4)
    let search = TrainingSearch(
      learner: TwoStage(training: Training(steps: 0, rate: 0)), domain: domain, seeds: [100],
      draws: 1, rates: [0.05, 1e60], lengths: [5, 10], criterion: .validation)
    let trials = try await search.trials(in: Laboratory(sources: SourceData()), jobs: 1)
    #expect(trials.map(\.steps) == [5, 10, 20, 40, 5, 10, 20, 40])
    #expect(trials.prefix(4).allSatisfy { $0.outcome != nil })
    #expect(trials.suffix(4).allSatisfy { $0.outcome == nil })
    #expect(
      trials.filter(\.isChosen).count == 1 && trials.first(where: \.isChosen)?.setting == 0.05)
  }
}
