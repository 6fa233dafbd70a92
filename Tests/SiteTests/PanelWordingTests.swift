import Learning
import Paper
import Testing

@testable import Site

struct PanelWordingTests {
  static func values(
    _ id: String, seeds: [UInt64] = [0, 1, 2, 3, 4]
  ) throws -> PanelValues {
    let study = FabricatedStudy(panels: [id], seeds: seeds).study
    return PanelValues(try #require(study.panels.first))
  }

  @Test func labelsBudgetsOfPricesAsPercentages() throws {
    let values = try Self.values("8a", seeds: [0])
    #expect(
      values.budgets.map(values.label(ofBudget:))
        == ["0.25 %", "0.5 %", "1 %", "2 %"].map { $0.replacing(" ", with: "\u{a0}") })
    let chart = FigureChart(results: values).chart
    #expect(
      chart.plots.prefix(3).map(\.title) == [
        "Two-stage learner: attacked", "Decision-focused learner: transfer",
        "Simple joint learner: transfer",
      ])
    #expect(chart.plots[0].levels.map(\.label) == ["perfect", "uninformed", "static"])
    #expect(
      chart.plots[0].series.map(\.label) == [
        "Two-stage, targets", "Two-stage, held-out", "Uniform noise", "Random signs",
      ])
  }

  @Test func statesFindingsAtTheReferenceBudget() throws {
    let made = FabricatedStudy(panels: ["5a"])
    var panel = try Self.values("5a").panel
    func displayed(_ reference: Double) -> Double {
      panel.plan.referenceBudget = reference
      return PanelValues(made.records(of: panel)).displayedBudget
    }
    #expect(displayed(0.75) == 0.75 && displayed(0.1) == 0.1)
  }

  @Test func givesEveryLearnerAColourOfItsOwn() {
    let roles = LearnerCatalog.all.map { "\($0.id.role)" }
    #expect(Set(roles).count == roles.count)
  }
}
