import Attacks
import Domains
import Experiments
import Learning
import Reproducibility
import TestSupport
import Testing

@testable import Paper

struct GridTests {
  /// The cells of a panel of one seed, with the names of their series; the untreated one has none.
  private func cells(_ panel: Panel) -> [(series: String, experiment: Experiment)] {
    [("", panel.cleanExperiment(seed: 0))]
      + panel.series.flatMap { series in
        series.budgets.map {
          (series.name, panel.experiment(series, budget: $0, seed: 0))
        }
      }
  }

  private func key(_ experiment: Experiment) throws -> Digest {
    try KeyedExperiment(experiment, sources: [:]).key
  }

  @Test func holdsThePanelsOfThePapersFiguresInOrder() {
    let grid = Grid(.paper, .example)
    #expect(
      grid.panels.map(\.id) == [
        "4a", "4b", "5a", "5b", "6-3", "6-5", "6-7", "6-9", "6-11", "7a", "7b", "8a", "8b", "9a",
        "9b", "10a", "10b", "10c",
      ])
    #expect(grid.figures == ["4", "5", "6", "7", "8", "9", "10"])
    for panel in grid.panels {
      #expect(Set(panel.series.map(\.name)).count == panel.series.count, "\(panel.id)")
      // A smoothed attack stands beside every direct one.
      let isDirect = ["7a", "7b", "8b", "10b"].contains(panel.id)
      #expect(panel.variants.map(\.name) == (isDirect ? ["meta-gradient-smoothed"] : []))
      #expect(panel.plan.victims.map(\.learner.name).contains(panel.attacked.name))
    }
  }

  @Test func trainsAllThreeLearnersOnEveryPoisonOfEveryPreset() {
    for preset in Preset.allCases {
      for panel in Grid(preset, .example).panels {
        for (series, experiment) in cells(panel) {
          let deployed: [VictimID] = [.twoStage, .decisionFocused, .simpleJoint]
          let variant = panel.series.first { $0.name == series }?.victims ?? .deployed
          #expect(experiment.victims.map(\.id) == deployed.map(variant.id))
        }
      }
    }
  }

  @Test func addsVariantsInTheFullPresetWhereTheLedgerNeedsThem() throws {
    let panels = Dictionary(
      uniqueKeysWithValues: Grid(.full, .example).panels.map { ($0.id, $0) })
    func variants(_ id: String) throws -> [String: [Double]] {
      let panel = try #require(panels[id])
      return Dictionary(uniqueKeysWithValues: panel.variants.map { ($0.name, $0.budgets) })
    }
    let all = [0.1, 0.25, 0.5, 0.75, 1]
    func starts(_ budgets: [Double]) -> [String: [Double]] {
      Dictionary(uniqueKeysWithValues: (2...4).map { ("meta-gradient-start-\($0)", budgets) })
    }
    func victims(_ attack: String, _ budget: Double) -> [String: [Double]] {
      Dictionary(
        uniqueKeysWithValues: ["longer", "wider", "adam", "trimmed"].flatMap { victims in
          [attack, "uniform-noise", "random-signs"].map {
            ("\($0)-\(victims)-victims", [budget])
          }
        })
    }
    func algorithm1(
      at reference: Double, and largest: Double, others: [String: [Double]],
      steps: [Double]? = nil
    ) -> [String: [Double]] {
      let few = [reference, largest]
      return [
        "meta-gradient-sign": steps ?? few, "meta-gradient-smoothed": steps ?? few,
        "meta-gradient-shared": [reference],
      ].merging(starts(few)) { one, _ in one }
        .merging(victims("meta-gradient", reference)) { one, _ in one }
        .merging(others) { one, _ in one }
    }
    func sparse(at reference: Double) -> [String: [Double]] {
      [
        "meta-gradient-sparse": [reference], "meta-gradient-aware-trimmed-victims": [reference],
      ]
    }
    #expect(
      try variants("5a")
        == algorithm1(at: 0.5, and: 1, others: sparse(at: 0.5), steps: all))
    #expect(
      try variants("7a")
        == algorithm1(
          at: 0.5, and: 1,
          others: ["meta-gradient-frozen": [0.5], "meta-gradient-continued": all], steps: all))
    #expect(
      try variants("6-3") == ["meta-gradient-sign": all, "meta-gradient-smoothed": all])
    #expect(
      try variants("4b")
        == ["metapoison-strong": all, "metapoison-untuned": [0.5], "metapoison-shared": [0.5]]
        .merging(victims("metapoison", 0.5)) { one, _ in one })
    #expect(
      try variants("8b")
        == algorithm1(
          at: 0.01, and: 0.02,
          others: [
            "meta-gradient-frozen": [0.01], "meta-gradient-continued": [0.0025, 0.005, 0.01, 0.02],
          ]))
    #expect(
      try variants("10b")
        == algorithm1(
          at: 0.05, and: 0.25, others: ["meta-gradient-continued": [0.025, 0.05, 0.1, 0.25]]))
    #expect(
      try variants("10b-citeseer")
        == ["meta-gradient-sign": [0.05], "meta-gradient-smoothed": [0.05]])
    #expect(try variants("10c") == [:] && variants("9b-citeseer") == [:])
    #expect(
      try variants("9a")
        == [
          "metapoison-strong": [0.01], "metapoison-untuned": [0.01], "metapoison-shared": [0.01],
        ].merging(victims("metapoison", 0.01)) { one, _ in one })
  }

  @Test func addsOtherGraphsAndPortfoliosInTheFullPresetAtTheReferenceBudget() throws {
    let panels = Grid(.full, .example).panels
    let others = panels.filter { $0.remark != nil }
    #expect(
      others.map(\.id) == [
        "8a-no-prior", "8a-returns", "8a-tickers", "8b-no-prior", "8b-returns", "8b-tickers",
        "9a-no-prior", "9a-returns", "9a-tickers", "9b-citeseer", "10a-citeseer", "10b-citeseer",
      ])
    for panel in others {
      #expect(panel.plan.budgets == [panel.plan.referenceBudget])
      #expect(panel.chart == panel.id)
    }
    #expect(panels.first { $0.id == "6-3" }?.chart == "6")
    let titles = Set(panels.map { "\($0.title)" })
    #expect(titles.count == panels.count)
  }

  @Test func touchesAFifthOfTheRowsWhereAPoisonIsSparse() throws {
    let panel = try #require(Grid(.full, .example).panels.first { $0.id == "5a" })
    let series = try #require(panel.series.first { $0.name == "meta-gradient-sparse" })
    let experiment = panel.experiment(series, budget: 0.5, seed: 20)
    #expect(experiment.budget.share?.fraction == 0.2)
    #expect(try key(experiment) != key(panel.experiment(panel.series[0], budget: 0.5, seed: 20)))
  }

  @Test func goesOnBudgetByBudgetWhereAnAttackIsContinued() throws {
    let panel = try #require(Grid(.full, .example).panels.first { $0.id == "7a" })
    let series = try #require(panel.series.first { $0.name == "meta-gradient-continued" })
    let cells = series.budgets.map { panel.experiment(series, budget: $0, seed: 20) }
    #expect(cells.map(\.smallerBudgets.count) == [0, 1, 2, 3, 4])
    for (smaller, larger) in zip(cells, cells.dropFirst()) {
      #expect(try key(try #require(larger.smallerCell)) == key(smaller))
    }
    // Other seeds and budgets have keys of their own, also where options are encoded once.
    let selection = try Selection(
      Grid(.full, .example), panels: [panel], on: [:])
    let keys = Set(selection.items.map(\.key))
    for cell in cells { #expect(keys.contains(try key(cell))) }
  }

  @Test func letsAnAttackerKnowTheDefenceOfTheVictimsItMeets() throws {
    let panel = try #require(Grid(.full, .example).panels.first { $0.id == "5a" })
    let series = try #require(
      panel.series.first { $0.name == "meta-gradient-aware-trimmed-victims" })
    let cell = panel.experiment(series, budget: 0.5, seed: 20)
    #expect(cell.poisonVictims == nil && cell.knownDefence?.name == TrimmedLoss.name)
    #expect(cell.victims.allSatisfy { $0.defence?.name == TrimmedLoss.name })
    let unaware = try #require(
      panel.series.first { $0.name == "meta-gradient-trimmed-victims" })
    let other = panel.experiment(unaware, budget: 0.5, seed: 20)
    #expect(other.poisonVictims != nil && other.knownDefence == nil)
    #expect(other.victims.map(\.id) == cell.victims.map(\.id))
  }

  @Test func makesFurtherStartsExperimentsOfTheirOwnAndKeepsTheFirstOnesKey() throws {
    let panel = try #require(Grid(.full, .example).panels.first { $0.id == "5a" })
    let plain = try #require(Grid(.paper, .example).panels.first { $0.id == "5a" })
    func keys(_ panel: Panel, _ prefix: String) throws -> [Digest] {
      try cells(panel).filter {
        $0.series.hasPrefix(prefix) && $0.experiment.budget.features == 0.5
      }.map { try key($0.experiment) }
    }
    let starts = try keys(panel, "meta-gradient-start") + keys(plain, "meta-gradient")
    #expect(starts.count == 4 && Set(starts).count == 4)
    #expect(try keys(panel, "meta-gradient").contains(starts[3]))
  }

  @Test func keepsTheReferenceAndTheLargestBudgetOfEachPanelInACoarseGrid() throws {
    let (fine, coarse) = (
      Grid(.paper, .example), Grid(.paper, .example, isCoarse: true)
    )
    #expect(coarse.panels.map(\.id) == fine.panels.map(\.id))
    for (whole, part) in zip(fine.panels, coarse.panels) {
      let plan = whole.plan
      let wanted: [Double?] = [plan.referenceBudget, plan.budgets.last]
      #expect(part.plan.budgets == plan.budgets.filter { wanted.contains($0) })
      #expect(part.plan.budgets.contains(plan.referenceBudget))
      // What is run is part of the whole, so that a finer grid finds it done.
      let all = Set(try cells(whole).map { try key($0.experiment) })
      for cell in cells(part) { #expect(all.contains(try key(cell.experiment))) }
    }
  }

  @Test func takesPlainStepsThreeTimesAsLongOnTheLargeDataSet() throws {
    let panels = Grid(.paper, .example).panels
    func size(_ id: String) throws -> Double {
      let panel = try #require(panels.first { $0.id == id })
      let attack = try #require(panel.attack as? MetaGradientAttack)
      #expect(attack.rule is PlainStep)
      return attack.stepSize
    }
    #expect(try size("5a") == 10)
    #expect(try size("5b") == 30)
  }

  @Test func namesAdversariesThatDifferInWhatTheyDo() throws {
    let cases = Grid(.quick, .example).adversaries
    #expect(Set(cases.map(\.id)).count == cases.count && cases.count == 8)
    #expect(cases.allSatisfy { $0.series.map(\.isControl) == [false, true] })
    let keys = try cases.map { try key(cells($0)[1].experiment) }
    #expect(Set(keys).count == cases.count)
    let decision = try #require(cases.first { $0.id == "decision" })
    let scenario = try decision.domain.scenario(from: [:], seed: 0)
    #expect(scenario.desiredDecisions?.rows == decision.domain.size.targets)
  }
}
