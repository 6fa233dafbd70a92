import Statistics
import Testing

@testable import Paper

struct VerdictTests {
  @Test(
    arguments: [
      ([.supports, .supports], .reproduced), ([.opposes, .opposes], .contradicted),
      ([.equal, .equal], .noDifference), ([.supports, .opposes, .open], .mixed),
      ([.supports, .supports, .open], .mostlyReproduced), ([.supports, .open], .open),
      ([.opposes, .opposes, .equal], .mostlyContradicted), ([.equal, .open], .open),
      ([.unjudgeable, .unjudgeable], .unjudgeable),
      // One cell that cannot be judged counts like an open one.
      ([.supports, .supports, .unjudgeable], .mostlyReproduced),
      ([.supports, .unjudgeable], .open), ([.supports, .missing], .notRun), ([], .notRun),
    ] as [([Decision], Verdict)])
  func followsFromTheDecidingCells(decisions: [Decision], verdict: Verdict) {
    #expect(Verdict(decisions) == verdict)
  }

  @Test func decidesByWholeIntervals() {
    func decision(above threshold: Double, equal: Double? = nil) -> Decision {
      CellFinding(
        ("x", Interval(of: [0.9, 1.0, 1.1])), above: threshold, equal: equal, unit: .plain
      ).decision
    }
    #expect(decision(above: 0.5) == .supports && decision(above: 1.5) == .opposes)
    #expect(decision(above: 1) == .open)
    #expect(decision(above: 1.5, equal: 1.5) == .equal)
    // An interval within the smallest effect is equal, whatever side of the threshold it is on.
    #expect(decision(above: 0.5, equal: 1.3) == .equal)
    #expect(decision(above: 1.5, equal: 1.2) == .opposes)
  }

  @Test func tellsDistancesInThresholdsOnTheClaimsSide() throws {
    func distance(_ finding: CellFinding) throws -> Double {
      try #require(finding.effect).distance.mean
    }
    let quantity = ("x", Interval(of: [0.3, 0.2, 0.4]))
    #expect(abs(try distance(CellFinding(quantity, above: 0.1, unit: .plain)) - 2) < 1e-12)
    #expect(abs(try distance(CellFinding(quantity, below: 0.1, unit: .plain)) + 2) < 1e-12)
    #expect(
      abs(try distance(CellFinding(quantity, above: 0, scale: 0.05, unit: .plain)) - 6) < 1e-12)
    let within = CellFinding(("x", Interval(of: [0.1, 0.09, 0.11])), within: 0.15, unit: .plain)
    #expect(within.decision == .supports)
    #expect(abs(try distance(within) - 1.0 / 3) < 1e-12)
    let outside = CellFinding(
      ("x", Interval(of: [-0.3, -0.31, -0.29])), within: 0.15, unit: .plain)
    let far = try distance(outside)
    #expect(outside.decision == .opposes && abs(far + 1) < 1e-12)
  }

  @Test func saysHowManyUnitsWouldDecideAnOpenCell() {
    let open = CellFinding(("x", Interval(of: [0.3, 0.5, 0.1, 0.4])), above: 0.25, unit: .plain)
    #expect(open.decision == .open && open.unitsNeeded == 23)
    let decided = CellFinding(("x", Interval(of: [0.3, 0.31])), above: 0, unit: .plain)
    #expect(decided.unitsNeeded == nil)
  }

  /// A second condition needs units of its own, and none will do where it lies on the wrong side.
  @Test func countsUnitsForEveryConditionOfARule() {
    let far = ("x", Interval(of: [1, 1.1, 0.9, 1]))
    let near = Interval(of: [0.3, 0.5, 0.1, 0.4])
    let held = CellFinding(far, above: 0, scale: 1, unit: .plain)
      .requiring(near, above: 0.25, [])
    #expect(held.decision == .open && held.unitsNeeded == 23)
    let never = CellFinding(far, above: 0, scale: 1, unit: .plain)
      .requiring(near, above: 0.4, [])
    #expect(never.decision == .open && never.unitsNeeded == nil)
    let both = CellFinding(("x", near), above: 0.2, unit: .plain).requiring(near, above: 0.25, [])
    #expect(both.decision == .open && both.unitsNeeded == 23)
    // Against the claim nothing else is asked.
    let against = CellFinding(("x", near), above: 0.4, unit: .plain)
      .requiring(near, above: 0.5, [])
    #expect(against.decision == .open && against.unitsNeeded == near.countDeciding(0.4))
  }

  @Test func tellsInWhatAChoiceDiffers() {
    #expect(CellChoice.deciding.kind == nil)
    let kinds = CellChoice.alternatives(budgets: 2).map(\.choice.kind)
    #expect(
      kinds == [
        .budget, .budget, .attack, .attack, .attack, .weights, .victims, .victims, .victims,
      ])
  }
}
