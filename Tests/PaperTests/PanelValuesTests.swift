import Experiments
import Learning
import TestSupport
import Testing

@testable import Paper

struct PanelValuesTests {
  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  private func records(_ panel: Panel) async throws -> PanelRecords {
    let directory = try TemporaryDirectory()
    return try #require(try await Runner(in: directory).records(of: [panel]).first)
  }

  /// A budget for labels leaves features alone; its cells are treated all the same.
  @Test func areThoseOfTreatedVictimsWhereTheBudgetIsSpentOnLabels() async throws {
    let panel = Panel.tiny(spending: .labels)
    let records = try await records(panel)
    let values = PanelValues(records)
    for treatment in [panel.attack.name, "uniform-noise"] {
      for budget in panel.plan.budgets {
        let treated = panel.plan.seeds.compactMap {
          records.record(seed: $0, series: treatment, budget: budget)
        }
        #expect(treated.count == panel.plan.seeds.count)
        #expect(treated.allSatisfy { $0.budget == Budget(features: 0, labels: budget) })
        // Draws of a control are compared with the clean victims of the same initial weights.
        let expected = try treated.map { record in
          let evaluation = try #require(record.evaluations[.twoStage])
          let clean = evaluation.clean.targets
          let draws = evaluation.poisoned.map(\.targets)
          if treatment == panel.attack.name { return mean(draws.map(mean)) }
          return mean(draws.enumerated().map { mean(clean) - (clean[$0 % clean.count] - $1[0]) })
        }
        #expect(values.values(.twoStage, treatment, budget: budget) == expected)
        let clean = try #require(values.clean(.twoStage))
        let losses = try #require(values.losses(.twoStage, treatment, budget: budget))
        #expect(zip(clean, expected).allSatisfy { $0 != $1 })
        #expect(losses == zip(clean, expected).map { $0 - $1 })
        for seed in panel.plan.seeds where treatment == panel.attack.name {
          let cell = try #require(values.cell(.twoStage, seed: seed, budget: budget))
          #expect(cell != values.cell(.twoStage, seed: seed, budget: 0))
        }
      }
    }
  }

  @Test(arguments: [
    (Panel.Spending.features, Budget(features: 0.5)),
    (.labels, Budget(features: 0, labels: 0.5)), (.both, Budget(features: 0.5, labels: 0.5)),
  ])
  func spendABudgetAsThePanelSays(_ spending: Panel.Spending, _ budget: Budget) {
    let panel = Panel.tiny(spending: spending)
    for series in panel.series {
      #expect(panel.experiment(series, budget: 0.5, seed: 0).budget == budget)
    }
    #expect(panel.cleanExperiment(seed: 0).budget == Budget(features: 0))
  }

  @Test func areThoseOfCleanVictimsWithoutABudget() async throws {
    let values = PanelValues(try await records(.tiny()))
    let clean = try #require(values.clean(.simpleJoint))
    #expect(values.values(.simpleJoint, "uniform-noise", budget: 0) == clean)
    #expect(values.losses(.simpleJoint, "uniform-noise", budget: 0) == [0, 0])
    #expect(values.cell(.simpleJoint, seed: 0, budget: 0).map(mean) == clean[0])
  }

  @Test func leaveOutAnIncompleteList() async throws {
    let whole = try await records(.tiny())
    let (panel, attack) = (whole.panel, whole.panel.attack.name)
    let part = PanelRecords(panel: panel, seeds: whole.seeds) { experiment, series in
      guard let series else { return whole.cleanRecord(seed: experiment.seed) }
      let isMissing = series == attack && experiment.seed == 1
      return isMissing
        ? nil
        : whole.record(seed: experiment.seed, series: series, budget: experiment.budget.features)
    }
    let values = PanelValues(part)
    #expect(values.values(.twoStage, attack, budget: 0.5) == nil)
    #expect(values.losses(.twoStage, attack, budget: 0.5) == nil)
    #expect(values.lossesBeyondControls(.twoStage, budget: 0.5) == nil)
    #expect(values.values(.twoStage, "random-signs", budget: 0.5)?.count == 2)
    #expect(values.values(VictimID(DecisionRegression.name), "random-signs", budget: 0.5) == nil)
  }

  @Test func nameVictimsOfAVariantAsThePlanDoes() async throws {
    var panel = Panel.tiny()
    panel.plan.seeds = [0]
    var series = panel.series[0]
    (series.name, series.budgets, series.victims) = ("others", [0.5], .longer)
    panel.variants = [series]
    let records = try await records(panel)
    let values = PanelValues(records)
    let record = try #require(records.record(seed: 0, series: "others", budget: 0.5))
    let longer = try #require(record.evaluations["two-stage-longer"])
    #expect(record.evaluations[.twoStage] == nil && record.trace == nil)
    #expect(
      values.values(.twoStage, "others", budget: 0.5) == [mean(longer.poisoned[0].targets)])
    #expect(
      values.clean(beside: "others", .twoStage, budget: 0.5) == [mean(longer.clean.targets)])
    #expect(
      values.clean(beside: "others", .twoStage, budget: 0.5) != values.clean(.twoStage))
  }
}
