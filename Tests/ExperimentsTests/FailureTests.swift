import Attacks
import ExperimentsSupport
import Foundation
import Learning
import Reproducibility
import Storage
import TestSupport
import Testing

@testable import Experiments

/// Trainings that run away, and what is kept of them.
struct FailureTests {
  /// A rate at which the loss of this learner grows beyond all measure, or beyond all numbers.
  private static func wild(_ rate: Double) -> Experiment {
    var experiment = SmallStudy.untreated()
    experiment.victims[0] = Victim(TwoStage(training: Training(steps: 60, rate: rate)))
    return experiment
  }

  @Test(arguments: [1e2, 1e9]) func aDivergedVictimIsAFailureBesideTheOthersResults(
    _ rate: Double
  ) async throws {
    let directory = try TemporaryDirectory()
    let runner = Runner(in: directory)
    let record = try #require(try await runner.record(of: Self.wild(rate)))
    let failure = try #require(record.failures.first)
    #expect(record.failures.count == 1 && failure.victim == "two-stage")
    #expect(failure.reason.contains("two-stage: trained on clean data, the loss goes from"))
    #expect(failure.reason.contains(" by step "))
    #expect(Set(record.evaluations.keys) == ["decision-focused", "simple-joint"])
    #expect(record.evaluations.values.allSatisfy { $0.clean.targets.allSatisfy(\.isFinite) })
    // It is kept: a second run finds it, and one that runs it again finds the same.
    let log = RunLog()
    let again = Runner(in: directory, telling: log)
    let items = try again.keyed([Self.wild(rate)])
    #expect(try await again.study(of: items)[items[0].key]?.failures == record.failures)
    #expect(await log.labels.isEmpty)
    let rerun = try await again.rerun(1, of: items, seed: 0)
    #expect(rerun.first?.hasSameContents == true && rerun.first?.difference == 0)
  }

  @Test func anAttackThatDivergesLeavesNoVictimAndNoPoison() async throws {
    let directory = try TemporaryDirectory()
    var experiment = Self.wild(1e9)
    experiment.treatment = .attack(SmallStudy.attack, on: experiment.victims[0].learner)
    experiment.budget = Budget(features: 0.5)
    let runner = Runner(in: directory)
    let record = try #require(try await runner.record(of: experiment))
    #expect(record.failures.map(\.victim) == [nil] && record.evaluations.isEmpty)
    #expect(record.failures[0].reason.contains("the learner that it is made for fails on clean"))
    // Made by itself, the attack meets numbers that are none.
    let alone = try Laboratory(sources: [:]).run(experiment).record
    #expect(alone.failures.first?.reason.hasPrefix("the attack: ") == true)
    #expect(alone.evaluations.isEmpty)
    #expect(record.trace == nil)
    #expect(try await runner.store.poison(record.key) == nil)
  }

  @Test func aVictimThatFailedOnCleanDataIsNotTrainedAgain() throws {
    let laboratory = Laboratory(sources: [:])
    var control = Self.wild(1e9)
    control.treatment = .control(UniformNoise(), draws: 2)
    control.budget = Budget(features: 0.5)
    let clean = try laboratory.run(Self.wild(1e9)).record
    let treated = try laboratory.run(control, clean: clean).record
    #expect(treated.failures == clean.failures)
    #expect(Set(treated.evaluations.keys) == ["decision-focused", "simple-joint"])
  }

  /// Each is told as the fault it is, instead of ending the program.
  @Test(arguments: ["nan", "infinite", "unequal", "name"]) func refusesWhatNoRecordHolds(
    _ fault: String
  ) async throws {
    let directory = try TemporaryDirectory()
    let runner = Runner(in: directory)
    let record = try #require(try await runner.record(of: SmallStudy.controlled()))
    let url = runner.store.url(of: record.key)
    var file = try await ArrayFile(contentsOf: url)
    let place = "/evaluation/two-stage/fresh/targets/"
    switch fault {
    case "nan": file.arrays[place + "clean"] = NamedArray([1.0, .nan])
    case "infinite":
      file.arrays[place + "poisoned"] = NamedArray([Double.infinity, 1], shape: [2, 1])
    case "unequal": file.arrays[place + "clean"] = NamedArray([1.0, 2, 3])
    default:
      file.arrays["/evaluation/two\nstage/fresh/targets/clean"] = NamedArray([1.0, 2])
    }
    if fault == "unequal" {
      file.arrays[place + "poisoned"] = NamedArray([1.0, 2, 3, 4], shape: [2, 2])
    }
    try await file.write(to: url)
    let error = await #expect(throws: RecordError.self) {
      _ = try await runner.store.record(record.key)
    }
    let message = try #require(error).description
    #expect(message.contains("remove it to have it made anew"), "\(message)")
  }
}
