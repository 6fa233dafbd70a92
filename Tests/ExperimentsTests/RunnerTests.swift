import Attacks
import Domains
import Foundation
import Learning
import Reproducibility
import Storage
import Testing

@testable import Experiments

/// A folder that is gone after the test.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    do { try FileManager.default.removeItem(at: url) } catch {}
  }

  /// The bytes of every file below, by path, but for the summary, which holds times of change.
  func files() throws -> [String: Data] {
    var result: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: url.path) {
      var isFolder: ObjCBool = false
      let file = url.appending(path: path)
      _ = FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder)
      if !isFolder.boolValue, path != "data/summary.h5" {
        result[path] = try Data(contentsOf: file)
      }
    }
    return result
  }
}

/// Counts what was run.
actor Tally: ProgressReport {
  private(set) var labels: [String] = []
  func begin(total: Int, missing: [Double]) {}
  func finished(_ step: ProgressStep) { labels.append(step.label) }
  func end() {}
}

/// Settings for tests, which shall not change with the calibration file.
let exampleCalibration = Calibration(domains: [
  "synthetic": .init(
    learners: [
      "two-stage": .init(steps: 100, rate: 0.05, plainStep: 10),
      "decision-focused": .init(steps: 40, rate: 0.5, plainStep: 10),
      "simple-joint": .init(steps: 100, rate: 0.5),
      "decision-regression": .init(steps: 100, rate: 0.1),
    ], referenceBudget: 0.5),
  "portfolio": .init(
    learners: [
      "two-stage": .init(steps: 15, rate: 0.1, plainStep: 0.02),
      "decision-focused": .init(steps: 15, rate: 5, plainStep: 0.002),
      "simple-joint": .init(steps: 15, rate: 5),
    ], referenceBudget: 0.01),
  "matching": exampleMatching, "matching-pair": exampleMatching,
])

private let exampleMatching = Calibration.DomainChoice(
  learners: [
    "two-stage": .init(steps: 10, rate: 0.5, plainStep: 0.3),
    "decision-focused": .init(steps: 10, rate: 0.002, plainStep: 0.3),
    "simple-joint": .init(steps: 10, rate: 0.002),
  ], referenceBudget: 0.05)

/// The given panels alone, of a grid that is otherwise not run.
func selection(_ panels: [Panel], preset: Preset = .quick) -> Selection {
  Selection(Grid(preset, exampleCalibration), panels: panels)
}

/// A synthetic panel that takes a fraction of a second.
func tinyPanel(seeds: [UInt64] = [0, 1], shared: Bool = false) -> Panel {
  var domain = SyntheticDomain(instances: 24, constraints: 3)
  (domain.targets, domain.heldOut, domain.hidden) = (8, 6, 4)
  var plan = Preset.quick.synthetic(instances: 100, exampleCalibration)
  plan.twoStage.training.steps = 10
  plan.decisionFocused.training.steps = 5
  plan.simpleJoint.training.steps = 5
  (plan.budgets, plan.seeds, plan.freshWeights, plan.draws) = ([0.2, 0.5], seeds, 2, 2)
  (plan.iterations, plan.middleBudget) = (2, 0.5)
  var attack = plan.attack(on: plan.twoStage)
  if shared { attack.initialWeights = .shared }
  return Panel(
    id: "5a", title: "tiny", domain: domain, attack: attack, attacked: plan.twoStage, plan: plan,
    budgetsArePrices: false)
}

struct RunnerTests {
  private func runner(_ folder: TemporaryFolder, jobs: Int = 2, _ tally: Tally = Tally()) -> Runner
  {
    Runner(
      store: RecordStore(root: folder.url), laboratory: Laboratory(sources: SourceData()),
      jobs: jobs, progress: tally)
  }

  @Test func aSecondRunFindsEverythingAndChangesNothing() async throws {
    let folder = try TemporaryFolder()
    let (first, second) = (Tally(), Tally())
    let study = try await runner(folder, first).study(selection([tinyPanel()]))
    let files = try folder.files()
    // Per seed one clean cell, and an attack and two controls at each of two budgets; one data set a seed.
    let cells = 14
    #expect(await first.labels.count == cells)
    #expect(files.count == cells + 2)
    let again = try await runner(folder, second).study(selection([tinyPanel()]))
    #expect(await second.labels.isEmpty)
    #expect(try folder.files() == files)
    for (one, other) in zip(study.records, again.records) {
      #expect(one.key == other.key && one.evaluations == other.evaluations)
      #expect(one.contentDigest == other.contentDigest && one.contentDigest != nil)
      #expect(one.trace == other.trace && one.certificate == other.certificate)
      #expect(one.options == other.options && one.learner == other.learner)
    }
    #expect(study.panels[0].clean.map(\.levels) == again.panels[0].clean.map(\.levels))
  }

  @Test func theSummaryOfRecordsNeverOutlivesThem() async throws {
    let folder = try TemporaryFolder()
    let made = runner(folder)
    let study = try await made.study(selection([tinyPanel()]))
    let first = try #require(study.panels[0].treated.first?.record)
    // Another utility in the file of a record, written as by this program, must come out of the next run.
    let url = made.store.url(of: first.key)
    var file = try await ArrayFile(contentsOf: url)
    let path = try #require(file.arrays.keys.first { $0.hasSuffix("fresh/targets/poisoned") })
    let values = try #require(file.arrays[path])
    file.arrays[path] = NamedArray(try #require(values.doubles).map { $0 + 1 }, shape: values.shape)
    try await file.write(to: url)
    let again = try await made.study(selection([tinyPanel()])).panels[0].treated[0].record
    #expect(again.contentDigest == file.contentDigest && again.contentDigest != first.contentDigest)
    #expect(again.evaluations != first.evaluations)
    // A damaged summary is made anew, and so is one whose records are gone.
    try Data("no HDF5".utf8).write(to: made.store.summary)
    #expect(
      try await made.study(selection([tinyPanel()])).panels[0].treated[0].record.key == first.key)
    try FileManager.default.removeItem(at: url)
    let anew = try await made.study(selection([tinyPanel()])).panels[0].treated[0].record
    #expect(anew.contentDigest == first.contentDigest && anew.evaluations == first.evaluations)
  }

  @Test func resultsDoNotDependOnTheNumberOfJobs() async throws {
    let (one, two) = (try TemporaryFolder(), try TemporaryFolder())
    _ = try await runner(one, jobs: 1).study(selection([tinyPanel()]))
    _ = try await runner(two, jobs: 3).study(selection([tinyPanel()]))
    let (a, b) = (try one.files(), try two.files())
    #expect(a.keys.sorted() == b.keys.sorted())
    #expect(a == b)
  }

  @Test func onlyMissingExperimentsAreRunAgain() async throws {
    let folder = try TemporaryFolder()
    _ = try await runner(folder).study(selection([tinyPanel()]))
    let before = try folder.files()
    let record = try #require(before.keys.filter { $0.contains("poisons") }.sorted().first)
    try FileManager.default.removeItem(at: folder.url.appending(path: record))
    let tally = Tally()
    _ = try await runner(folder, tally).study(selection([tinyPanel()]))
    #expect(await tally.labels.count == 1)
    #expect(try folder.files() == before)
  }

  @Test func aSharedVictimIsRecordedBesideTheFreshOnes() async throws {
    let folder = try TemporaryFolder()
    let study = try await runner(folder).study(selection([tinyPanel(seeds: [0], shared: true)]))
    let treated = study.panels[0].treated
    let attacked = try #require(treated.first { $0.series == "meta-gradient" }).record
    let evaluation = try #require(attacked.evaluations["two-stage"])
    #expect(evaluation.sharedClean?.targets.count == 1)
    #expect(evaluation.sharedPoisoned?.heldOut.count == 1)
    #expect(evaluation.clean.targets.count == 2 && evaluation.poisoned.count == 1)
  }

  @Test(arguments: [VictimKind.longer, .wider])
  func otherVictimsReceiveThePoisonOfTheUsualOnes(_ kind: VictimKind) async throws {
    let folder = try TemporaryFolder()
    var panel = tinyPanel(seeds: [0])
    var series = panel.series[0]
    (series.name, series.budgets, series.victimKind) = ("others", [0.5], kind)
    panel.variants = [series]
    let study = try await runner(folder).study(selection([panel]))
    let made = try #require(study.panels[0].record(seed: 0, series: "others", budget: 0.5))
    let usual = try #require(study.panels[0].record(seed: 0, series: "meta-gradient", budget: 0.5))
    #expect(made.key != usual.key && made.trace == nil && usual.trace != nil)
    // They are compared with clean victims of their own kind.
    let (own, theirs) = (made.evaluations["two-stage"], usual.evaluations["two-stage"])
    #expect(own?.clean.targets.count == 2 && own?.poisoned.first?.targets.count == 2)
    #expect(own?.clean.targets != theirs?.clean.targets)
    #expect(own?.poisoned.first?.targets != theirs?.poisoned.first?.targets)
    // Whether the poison is read or made anew changes nothing.
    let experiment = try #require(panel.cells(seeds: [0]).first { $0.series == "others" })
    let again = try Laboratory(sources: SourceData()).run(
      experiment.experiment, clean: nil, dataset: made.dataset)
    #expect(again.record.evaluations == made.evaluations && again.poison == nil)
    if kind == .longer {
      var learners = panel.plan.victims
      learners[0].training.steps *= 4
      var long = experiment.experiment
      (long.victimKind, long.victims) = (.usual, [learners[0]])
      let direct = try Laboratory(sources: SourceData()).run(
        long, clean: nil, dataset: made.dataset)
      #expect(direct.record.evaluations["two-stage"] == own)
    }
  }

  @Test func cleanVictimsAreTheSameInEveryRecordOfASeed() async throws {
    let folder = try TemporaryFolder()
    let panel = try await runner(folder).study(selection([tinyPanel()])).panels[0]
    for record in panel.treated.map(\.record) {
      let clean = try #require(panel.clean.first { $0.seed == record.seed })
      for (name, evaluation) in record.evaluations {
        let reference = try #require(clean.evaluations[name]?.clean)
        #expect(evaluation.clean.targets == reference.targets)
        #expect(evaluation.clean.heldOut == reference.heldOut)
        #expect(reference.training.count == 2 && evaluation.clean.training.isEmpty)
      }
      #expect(record.dataset == clean.dataset)
    }
    let levels = Dictionary(uniqueKeysWithValues: panel.clean[0].levels.map { ($0.name, $0) })
    let perfect = try #require(levels["perfect"]).targets
    for evaluation in panel.clean[0].evaluations.values {
      #expect(evaluation.clean.targets.allSatisfy { $0 <= perfect })
    }
  }

  @Test func everyFileKeepsItsContract() async throws {
    let folder = try TemporaryFolder()
    let panel = try await runner(folder).study(selection([tinyPanel(seeds: [0])])).panels[0]
    let store = RecordStore(root: folder.url)
    for record in panel.clean + panel.treated.map(\.record) {
      let file = try await ArrayFile(contentsOf: store.url(of: record.key), verifying: true)
      #expect(file.rootAttributes["schema"]?.string == "poison/1")
      #expect(file.rootAttributes["key"]?.string == record.key.description)
      #expect(file.arrays["/evaluation/two-stage/fresh/targets/clean"]?.shape == [2])
      let isAttack = record.attack == "meta-gradient"
      #expect((file.arrays["/perturbation/features"] != nil) == isAttack)
      #expect((file.arrays["/certificate/largest_error"] != nil) == isAttack)
      if !isAttack, record.attack != "none" {
        #expect(file.arrays["/evaluation/two-stage/fresh/targets/poisoned"]?.shape == [2, 2])
      }
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: store.datasets.path) {
      let file = try await ArrayFile(
        contentsOf: store.datasets.appending(path: name), verifying: true)
      #expect(file.rootAttributes["schema"]?.string == "data-set/1")
      #expect(file.arrays["/train/features"]?.shape == [24, 10])
      #expect(file.arrays["/problem/inequality_matrix"]?.shape == [23, 10])
    }
  }

  @Test func aKeyChangesWithEveryOptionAndOnlyWithThem() throws {
    let panel = tinyPanel()
    let base = panel.cells(seeds: [0])[0].experiment
    func key(_ change: (inout Experiment) -> Void) throws -> Digest {
      var copy = base
      change(&copy)
      return try copy.key(sources: SourceDigests())
    }
    let original = try key { _ in }
    #expect(try key { _ in } == original)
    #expect(try key { $0.seed = 1 } != original)
    #expect(try key { $0.budget.features = 0.21 } != original)
    #expect(try key { $0.freshWeights = 3 } != original)
    #expect(try key { $0.victims.removeLast() } != original)
    #expect(try key { $0.domain = SyntheticDomain(instances: 25, constraints: 3) } != original)
    #expect(
      try key {
        var plan = panel.plan
        plan.plainSteps["two-stage"] = 11
        $0.treatment = .attack(plan.attack(on: panel.attacked), on: panel.attacked)
      } != original)
    let prices = SourceDigests(prices: [Digest(of: "a file")])
    #expect(try base.key(sources: prices) == original, "the synthetic domain reads no file")
  }
}
