import Attacks
@testable import Experiments
import ExperimentsSupport
import Foundation
import Learning
import LinearAlgebra
import Reproducibility
import TestSupport
import Testing

@testable import Paper

struct PoisonGalleryTests {
  /// A tiny study that was run, with its store.
  private struct Case {
    let directory: TemporaryDirectory
    let runner: Runner
    let study: PaperStudy

    init() async throws {
      directory = try TemporaryDirectory()
      runner = Runner(in: directory)
      let panels = try await runner.records(of: [.tiny(), .tiny(id: "7a")])
      study = PaperStudy(grid: Grid(.quick, .example), panels: panels, sources: [:])
    }

    var panel: PanelRecords { study.panels[0] }

    func record(_ seed: UInt64, _ budget: Double) throws -> Record {
      try #require(
        panel.record(seed: seed, series: panel.panel.attack.name, budget: budget))
    }
  }

  @Test func showsTheAttackOnTheTwoStageLearnerAlone() async throws {
    let made = try await Case()
    let gallery = try await PoisonGallery(of: made.study, in: made.runner.store)
    #expect(gallery.portraits.map(\.panel) == ["5a"])
    let portrait = try #require(gallery.portraits.first)
    #expect(portrait.budgets == [0.2, 0.5] && portrait.seeds == [0, 1])
    #expect(portrait.missing.isEmpty && portrait.falseAlarms.count == 2)
    let series = Set(portrait.detections.map(\.series))
    #expect(series == [made.panel.panel.attack.name, "uniform-noise", "random-signs"])
    #expect(portrait.detections.count == 2 * 3 * 2)
    #expect(portrait.values(\.rows, series: "random-signs", budget: 0.5)?.count == 2)
    #expect(portrait.values(\.rows, series: "random-signs", budget: 0.3) == nil)
    // With several units at once the same comes out.
    #expect(try await PoisonGallery(of: made.study, in: made.runner.store, jobs: 2) == gallery)
  }

  @Test func looksAtThePoisonThatIsStored() async throws {
    let made = try await Case()
    let gallery = try await PoisonGallery(of: made.study, in: made.runner.store)
    let portrait = try #require(gallery.portraits.first)
    let stored = try await made.runner.store.poison(made.record(0, 0.5).key)
    let ε = try #require(stored).perturbation
    let scenario = try made.panel.panel.domain.scenario(from: [:], seed: 0)
    let clean = try #require(made.panel.panel.domain.received(in: scenario, perturbedBy: nil))
    let detector = try #require(PoisonDetector(clean: clean.values))
    let expected = detector.finding(in: clean.values + ε)
    let found = try #require(
      portrait.detections.first {
        $0.seed == 0 && $0.budget == 0.5 && $0.series == made.panel.panel.attack.name
      })
    #expect(found.rows == expected.rows && found.columns == expected.columns)
    #expect(found.rejected == expected.rejected)
    let mean = ε.values.reduce(0) { $0 + $1.magnitude } / Double(ε.values.count) / 0.5
    #expect(abs(portrait.spending[1].mean - mean) < 1e-12)
    guard case .features(let features) = portrait.specimen else {
      Issue.record("the specimen is \(String(describing: portrait.specimen))")
      return
    }
    #expect(features.clean.reduce(0, +) == ε.values.count)
    #expect(features.poisoned.allSatisfy { $0.reduce(0, +) == ε.values.count })
    let poisoned = (clean.values + ε).values
    let inFirstBin = poisoned.count { $0 < features.edges[1] }
    #expect(abs(features.poisoned[1][0] - inFirstBin) <= 1)
  }

  @Test func drawsTheControlsThatVictimsReceived() async throws {
    let made = try await Case()
    let laboratory = made.runner.laboratory
    let panel = made.panel.panel
    let series = try #require(panel.series.first { $0.name == "random-signs" })
    let experiment = panel.experiment(series, budget: 0.5, seed: 0)
    let scenario = try laboratory.scenario(of: panel.domain, seed: 0)
    let first = try #require(try laboratory.controlPoison(of: experiment, draw: 0, in: scenario))
    let second = try #require(try laboratory.controlPoison(of: experiment, draw: 1, in: scenario))
    #expect(first.perturbation != second.perturbation)
    #expect(first.perturbation.values.allSatisfy { $0.magnitude == 0.5 })
    let attack = panel.experiment(panel.series[0], budget: 0.5, seed: 0)
    #expect(try laboratory.controlPoison(of: attack, draw: 0, in: scenario) == nil)
  }

  @Test func leavesOutUnitsWithoutAPoison() async throws {
    let made = try await Case()
    let store = made.runner.store
    try FileManager.default.removeItem(at: store.url(of: made.record(0, 0.2).key))
    let gallery = try await PoisonGallery(of: made.study, in: store)
    let portrait = try #require(gallery.portraits.first)
    #expect(portrait.seeds == [1] && portrait.missing == [0])
    #expect(Set(portrait.detections.map(\.seed)) == [1])
    try FileManager.default.removeItem(at: store.url(of: made.record(1, 0.5).key))
    #expect(try await PoisonGallery(of: made.study, in: store).portraits.isEmpty)
  }

  @Test func takesFromTheCacheWhatWasMadeOfTheSameRecords() async throws {
    let made = try await Case()
    let (store, file) = (made.runner.store, made.directory.file("portraits.json"))
    let program = Digest(of: "program")
    let first = PoisonCache(file: file, program: program)
    let gallery = try await PoisonGallery(of: made.study, in: store, cache: first)
    try first.write()
    // A file that nobody reads may be anything.
    let url = store.url(of: try made.record(0, 0.5).key)
    let bytes = try Data(contentsOf: url)
    try Data("nothing".utf8).write(to: url)
    let same = PoisonCache(file: file, program: program)
    #expect(try await PoisonGallery(of: made.study, in: store, cache: same) == gallery)
    let other = PoisonCache(file: file, program: Digest(of: "another program"))
    await #expect(throws: (any Error).self) {
      try await PoisonGallery(of: made.study, in: store, cache: other)
    }
    try bytes.write(to: url)
    #expect(try await PoisonGallery(of: made.study, in: store, cache: other) == gallery)
    // One poison less is another portrait.
    try FileManager.default.removeItem(at: url)
    let less = try await PoisonGallery(of: made.study, in: store, cache: same)
    #expect(less.portraits.map(\.seeds) == [[1]])
  }
}
