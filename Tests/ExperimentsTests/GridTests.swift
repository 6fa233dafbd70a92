import Attacks
import Domains
import Foundation
import Learning
import LinearAlgebra
import Testing

@testable import Experiments

struct GridTests {
  @Test func holdsThePanelsOfThePapersFiguresInOrder() {
    let grid = Grid(.paper, exampleCalibration)
    #expect(
      grid.panels.map(\.id) == [
        "4a", "4b", "5a", "5b", "6-3", "6-5", "6-7", "6-9", "6-11", "7a", "7b", "8a", "8b", "9a",
        "9b", "10a", "10b", "10c",
      ])
    #expect(grid.figures == ["4", "5", "6", "7", "8", "9", "10"])
    for panel in grid.panels {
      #expect(Set(panel.series.map(\.name)).count == panel.series.count, "\(panel.id)")
      #expect(panel.variants.isEmpty)
      #expect(panel.plan.victims.map { type(of: $0).name }.contains(type(of: panel.attacked).name))
    }
  }

  @Test func everyPresetTrainsAllThreeLearnersOnEveryPoison() {
    for preset in Preset.allCases {
      for panel in Grid(preset, exampleCalibration).panels {
        for cell in panel.cells(seeds: [0]) {
          #expect(
            cell.experiment.victims.map { type(of: $0).name } == [
              "two-stage", "decision-focused", "simple-joint",
            ])
        }
      }
    }
  }

  @Test func theFullPresetAddsVariantsWhereTheLedgerNeedsThem() throws {
    let panels = Dictionary(
      uniqueKeysWithValues: Grid(.full, exampleCalibration).panels.map { ($0.id, $0) })
    func variants(_ id: String) throws -> [String: [Double]] {
      let panel = try #require(panels[id])
      return Dictionary(uniqueKeysWithValues: panel.variants.map { ($0.name, $0.budgets) })
    }
    let all = [0.1, 0.25, 0.5, 0.75, 1]
    func starts(_ budget: Double) -> [String: [Double]] {
      Dictionary(uniqueKeysWithValues: (2...4).map { ("meta-gradient-start-\($0)", [budget]) })
    }
    func victims(_ attack: String, _ budget: Double) -> [String: [Double]] {
      ["\(attack)-longer-victims": [budget], "\(attack)-wider-victims": [budget]]
    }
    #expect(
      try variants("5a")
        == [
          "meta-gradient-sign": all, "meta-gradient-shared": [0.5], "meta-gradient-long": [0.5],
        ].merging(starts(0.5)) { one, _ in one }
        .merging(victims("meta-gradient", 0.5)) { one, _ in one })
    #expect(
      try variants("6-3") == ["meta-gradient-sign": all, "meta-gradient-shared": [0.5]])
    #expect(
      try variants("4b")
        == ["metapoison-strong": all, "metapoison-shared": [0.5]]
        .merging(victims("metapoison", 0.5)) { one, _ in one })
    #expect(
      try variants("8b")
        == [
          "meta-gradient-sign": [0.01, 0.02], "meta-gradient-shared": [0.01],
        ].merging(starts(0.01)) { one, _ in one }
        .merging(victims("meta-gradient", 0.01)) { one, _ in one })
    #expect(
      try variants("10b")
        == ["meta-gradient-sign": [0.05, 0.25], "meta-gradient-shared": [0.05]]
        .merging(starts(0.05)) { one, _ in one }
        .merging(victims("meta-gradient", 0.05)) { one, _ in one })
    #expect(try variants("10c") == [:])
    #expect(
      try variants("9a")
        == ["metapoison-strong": [0.01], "metapoison-shared": [0.01]]
        .merging(victims("metapoison", 0.01)) { one, _ in one })
  }

  @Test func furtherStartsAreExperimentsOfTheirOwnAndTheFirstKeepsItsKey() throws {
    let panel = try #require(Grid(.full, exampleCalibration).panels.first { $0.id == "5a" })
    let plain = try #require(Grid(.paper, exampleCalibration).panels.first { $0.id == "5a" })
    let sources = SourceDigests()
    func keys(_ panel: Panel, _ prefix: String) throws -> [String] {
      try panel.cells(seeds: [0]).filter {
        $0.series.hasPrefix(prefix) && $0.experiment.budget.features == 0.5
      }.map { "\(try $0.experiment.key(sources: sources))" }
    }
    let starts = try keys(panel, "meta-gradient-start") + keys(plain, "meta-gradient")
    #expect(starts.count == 4 && Set(starts).count == 4)
    #expect(try keys(panel, "meta-gradient").contains(starts[3]))
  }

  @Test func aCoarseGridHasTheMiddleTheReferenceAndTheLargestBudgetOfEachPanel() throws {
    let (fine, coarse) = (
      Grid(.paper, exampleCalibration), Grid(.paper, exampleCalibration, isCoarse: true)
    )
    #expect(coarse.panels.map(\.id) == fine.panels.map(\.id))
    for (whole, part) in zip(fine.panels, coarse.panels) {
      let plan = whole.plan
      let wanted: [Double?] = [plan.middleBudget, plan.referenceBudget, plan.budgets.last]
      #expect(part.plan.budgets == plan.budgets.filter { wanted.contains($0) })
      #expect(part.plan.budgets.contains(plan.middleBudget))
      #expect(part.plan.middleBudget == whole.plan.middleBudget)
      // What is run is part of the whole, so that a finer grid finds it done.
      let sources = SourceDigests()
      let all = Set(try whole.cells(seeds: [0]).map { try $0.experiment.key(sources: sources) })
      for cell in part.cells(seeds: [0]) {
        #expect(all.contains(try cell.experiment.key(sources: sources)))
      }
    }
  }

  @Test func plainStepsOfTheLargeDataSetAreThreeTimesAsLong() throws {
    let panels = Grid(.paper, exampleCalibration).panels
    func step(_ id: String) throws -> StepRule {
      let panel = try #require(panels.first { $0.id == id })
      return try #require(panel.attack as? MetaGradientAttack).rule
    }
    #expect(try step("5a") == .plain(size: 10))
    #expect(try step("5b") == .plain(size: 30))
  }

  @Test func adversariesHaveNamesOfTheirOwnAndDifferInWhatTheyDo() throws {
    let cases = Grid(.quick, exampleCalibration).adversaries
    #expect(Set(cases.map(\.name)).count == cases.count && cases.count == 8)
    let keys = try cases.map {
      try $0.attackExperiment(seed: 0).key(sources: SourceDigests())
    }
    #expect(Set(keys).count == cases.count)
    let decision = try #require(cases.first { $0.name == "decision" })
    let scenario = try decision.domain.scenario(from: SourceData(), seed: 0)
    #expect(scenario.desiredDecisions?.rows == decision.domain.targets)
  }

  @Test func oneTargetIsTheFirstOfMany() throws {
    var domain = SyntheticDomain(instances: 10)
    let many = try domain.scenario(from: SourceData(), seed: 3)
    domain.targets = 1
    let one = try domain.scenario(from: SourceData(), seed: 3)
    // Products of other shapes may round otherwise.
    for (alone, among) in zip(one.targetOutcome[0].row(0), many.targetOutcome[0].row(0)) {
      #expect(abs(alone - among) < 1e-12)
    }
  }

  @Test func attackableSharesAreBoxes() throws {
    var domain = SyntheticDomain(instances: 10)
    domain.attackable = .everyFifthInstance
    func sides() throws -> (lower: Matrix, upper: Matrix) {
      let scenario = try domain.scenario(from: SourceData(), seed: 3)
      return scenario.box.sides(scenario.pipeline.perturbationShape)
    }
    let few = try sides()
    for i in 0..<10 {
      #expect(few.upper[i, 0] == (i % 5 == 0 ? 1 : 0) && few.lower[i, 0] == -few.upper[i, 0])
    }
    domain.attackable = .upwards
    let upwards = try sides()
    #expect(upwards.lower.largestMagnitude == 0 && upwards.upper[3, 3] == 1)
  }
}
