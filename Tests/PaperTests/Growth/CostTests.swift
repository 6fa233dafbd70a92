import Data
import Foundation
import TestSupport
import Testing

@testable import Paper

struct CostTests {
  @Test func timesBothLearnersInEveryDomain() throws {
    let grid = Grid(.quick, .example)
    #expect(CostMeasurement.domains(of: grid).count == 3)
    var said: [String] = []
    let costs = try CostMeasurement(repetitions: 1).run(
      grid, on: try SimulatedSources.all()
    ) { said.append($0) }
    #expect(costs.map(\.place) == Place.domains.map(\.label) && said.count == 3)
    for cost in costs {
      #expect(cost.twoStage > 0 && cost.decisionFocused > 0 && cost.instances ?? 0 > 0)
      // One round has one ratio.
      #expect(cost.ratios.least == cost.ratio && cost.ratios.most == cost.ratio)
    }
    // Equal T is that of the decision-focused learner.
    let small = grid.panels.first { $0.id == "5a" }?.plan.decisionFocused.training.steps
    #expect(costs[0].steps == small)
  }

  /// What is 10 times as long in some rounds and not in others is open.
  @Test func areJudgedByTheirRange() throws {
    func decision(_ least: Double, _ most: Double) throws -> Decision {
      var study = MadeUpStudy().study(of: ["5a"])
      var cost = IterationCost(place: "small", twoStage: 1, decisionFocused: 10)
      (cost.leastRatio, cost.mostRatio) = (least, most)
      study.costs = [cost]
      let row = try #require(Ledger(study).rows.first { $0.claim.id == "A16" })
      return row.findings[0].finding.decision
    }
    #expect(try decision(10.1, 12) == .supports)
    #expect(try decision(8, 9.9) == .opposes)
    #expect(try decision(9.9, 10.1) == .open)
  }

  @Test func areKeptWithTheMachineAndTheDay() throws {
    var study = GrowthStudy(curves: [], jobs: [], instructions: "Imaginary", cores: 2)
    study.costs = [
      IterationCost(
        place: "small", twoStage: 0.01, decisionFocused: 0.25, instances: 250, steps: 20)
    ]
    (study.machine, study.day) = ("Imaginary processor", "2026-11-27")
    let text = try study.text()
    #expect(text.contains("\"decision_focused\":0.25") && text.contains("\"two_stage\":0.01"))
    #expect(try JSONDecoder().decode(GrowthStudy.self, from: Data(text.utf8)) == study)
  }

  /// A file of an earlier version has curves and jobs alone.
  @Test func mayBeMissingFromAFile() throws {
    let text = #"{"cores":2,"curves":[],"instructions":"Imaginary","jobs":[]}"#
    let study = try JSONDecoder().decode(GrowthStudy.self, from: Data(text.utf8))
    #expect(study.costs.isEmpty && study.day.isEmpty)
  }
}
