import Attacks
import Data
import Foundation
import Learning
import Reproducibility
import Storage
import TestSupport
import Testing

@testable import Experiments

struct RecordFileTests {
  private let url = URL(filePath: "/records/one.h5")

  /// The contents of a file, with changes.
  private func contents(
    of record: Record, poison: Poison? = nil, _ change: (inout ArrayFile) -> Void = { _ in }
  ) -> ArrayFile {
    var file = RecordFile.contents(of: record, poison: poison)
    change(&file)
    return file
  }

  private var empty: Record {
    Record(
      key: Digest(of: "key"), options: "{}", domain: "synthetic", attack: "meta-gradient",
      learner: "two-stage", seed: 3, budget: Budget(features: 0.25, labels: 0.5),
      dataset: Digest(of: "data"))
  }

  @Test func holdsTheBudgetForLabelsBesideThatForFeatures() throws {
    let file = contents(of: empty)
    #expect(file.rootAttributes["budget"] == .double(0.25))
    #expect(file.rootAttributes["label_budget"] == .double(0.5))
    let record = try RecordFile.record(from: file, at: url)
    #expect(record.budget == Budget(features: 0.25, labels: 0.5))
    #expect(record.seed == 3 && record.attack == "meta-gradient" && record.learner == "two-stage")
  }

  @Test func readsBackWhatWasWrittenAboutAPoisonOfLabelsAlone() async throws {
    let directory = try TemporaryDirectory()
    let store = RecordStore(root: directory.url)
    try store.prepare()
    let budget = Budget(features: 0, labels: 0.4)
    let attack = MetaGradientAttack(iterations: 2, rule: .sign, stepSize: 0.3, checkedEntries: 1)
    let result = try Laboratory(sources: [:]).run(
      SmallStudy.attacked(by: attack, within: budget))
    let saved = try await store.save(result)
    let file = try await ArrayFile(contentsOf: store.url(of: saved.key), verifying: true)
    #expect(file.rootAttributes["budget"] == .double(0))
    #expect(file.rootAttributes["label_budget"] == .double(0.4))
    let read = try #require(try await store.record(saved.key))
    #expect(read.budget == budget && read.contentDigest == saved.contentDigest)
    #expect(read.evaluations == result.record.evaluations)
    #expect(read.trace == result.record.trace && read.certificate == result.record.certificate)
    let poison = try #require(try await store.poison(saved.key))
    #expect(poison.labels == result.poison?.labels && poison.labels != nil)
    #expect(poison.perturbation == result.poison?.perturbation)
  }

  @Test func keepsDataThatNobodyTreatedWithoutAttackAndLearner() throws {
    var record = empty
    (record.attack, record.learner, record.budget) = (nil, nil, Budget(features: 0))
    record.levels = [
      Record.Level(id: .static, targets: 1, heldOut: nil),
      Record.Level(id: .perfect, targets: 2, heldOut: 3),
    ]
    let read = try RecordFile.record(from: contents(of: record), at: url)
    #expect(read.attack == nil && read.learner == nil && read.budget == Budget(features: 0))
    #expect(read.levels == record.levels, "in their order")
  }

  @Test func keepsDrawsSharedVictimsAndVictimsOfOneLearnerApart() throws {
    var record = empty
    func utility(_ base: Double) -> VictimUtility {
      VictimUtility(
        targets: [base, base + 1], heldOut: [base + 2, base + 3], distance: [base + 4, base + 5])
    }
    var clean = utility(0)
    clean.training = [7, 8]
    record.evaluations = [
      "two-stage": Record.Evaluation(
        clean: clean, poisoned: [utility(10), utility(20)], sharedClean: utility(30),
        sharedPoisoned: [utility(40)]),
      "two-stage-wider": Record.Evaluation(clean: utility(50), poisoned: [utility(60)]),
    ]
    let read = try RecordFile.record(from: contents(of: record), at: url)
    #expect(read.evaluations == record.evaluations)
  }

  /// What is wrong with a file, and what the error names.
  private static let damages: [(AttributeValue?, String)] = [
    (.integer(-1), "seed"), (.double(3), "seed"), (nil, "seed"), (nil, "label_budget"),
    (.string("0.5"), "label_budget"), (.double(-0.5), "label_budget"), (.double(.nan), "budget"),
    (nil, "budget"), (.string("poison/0"), "schema"), (nil, "schema"), (nil, "key"),
    (.string("abc"), "key"), (.string("abc"), "dataset_sha256"), (nil, "options"),
    (nil, "domain"), (nil, "attack"), (.integer(1), "learner"),
  ]

  @Test(arguments: damages.indices)
  func refusesMalformedAttributes(_ index: Int) throws {
    let (value, name) = Self.damages[index]
    let file = contents(of: empty) { $0.rootAttributes[name] = value }
    let error = #expect(throws: RecordError.self) {
      try RecordFile.record(from: file, at: url)
    }
    #expect(error == .lacks(name, file: "one.h5"))
    #expect(
      error?.description
        == "one.h5 is not a record of this program: it lacks \(name); "
        + "remove it to have it made anew"
    )
  }

  @Test func refusesALevelWithoutAUtility() throws {
    var record = empty
    record.levels = [Record.Level(id: .perfect, targets: 2, heldOut: 3)]
    let file = contents(of: record) { $0.arrays["/levels/perfect/targets"] = nil }
    #expect(throws: RecordError.lacks("/levels/perfect/targets", file: "one.h5")) {
      try RecordFile.record(from: file, at: url)
    }
  }

  @Test func everyFileKeepsItsContract() async throws {
    let directory = try TemporaryDirectory()
    let runner = Runner(in: directory)
    let store = runner.store
    let study = try await runner.study(
      of: try runner.keyed(SmallStudy.experiments(seeds: [0])))
    for record in study.values {
      let file = try await ArrayFile(contentsOf: store.url(of: record.key), verifying: true)
      #expect(file.rootAttributes["schema"]?.string == "poison/1")
      #expect(file.rootAttributes["key"]?.string == record.key.description)
      #expect(file.arrays["/evaluation/two-stage/fresh/targets/clean"]?.shape == [2])
      let isAttack = record.attack == "meta-gradient"
      #expect((file.arrays["/perturbation/features"] != nil) == isAttack)
      #expect((file.arrays["/certificate/largest_error"] != nil) == isAttack)
      if !isAttack, record.attack != nil {
        #expect(file.arrays["/evaluation/two-stage/fresh/targets/poisoned"]?.shape == [2, 1])
      }
      #expect((file.rootAttributes["attack"]?.string == "none") == (record.attack == nil))
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: store.datasets.path) {
      let file = try await ArrayFile(
        contentsOf: store.datasets.appending(path: name), verifying: true)
      #expect(file.rootAttributes["schema"]?.string == "data-set/1")
      #expect(file.arrays["/train/features"]?.shape == [24, 10])
      #expect(file.arrays["/problem/inequality_matrix"]?.shape == [23, 10])
    }
  }
}
