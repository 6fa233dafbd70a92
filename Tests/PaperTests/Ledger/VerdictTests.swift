import Statistics
import Testing

@testable import Paper

struct VerdictTests {
  @Test(arguments: [
    ([Decision.holds, .holds], Verdict.reproduced), ([.fails, .fails], .contradicted),
    ([.holds, .fails], .mixed), ([.holds, .open], .undecided), ([.fails, .open], .undecided),
    ([.holds, .unjudgeable], .unjudgeable), ([.unjudgeable, .missing], .notRun), ([], .notRun),
  ])
  func asksForAllPlaces(decisions: [Decision], verdict: Verdict) {
    #expect(Verdict(all: decisions) == verdict)
  }

  @Test(arguments: [
    ([Decision.holds, .holds, .missing], Verdict.reproduced),
    ([.fails, .missing, .fails], .contradicted), ([.holds, .fails, .missing], .notRun),
    ([.holds, .fails, .open], .mixed), ([.holds, .open, .open], .undecided),
    ([.holds, .unjudgeable, .unjudgeable], .unjudgeable),
  ])
  func asksForTwoPlacesOfThree(decisions: [Decision], verdict: Verdict) {
    #expect(Verdict(twoOf: decisions) == verdict)
  }

  @Test func decidesByWholeIntervals() {
    let interval = Interval(of: [0.9, 1.0, 1.1])
    #expect(interval.decision(above: 0.5) == .holds)
    #expect(interval.decision(above: 1.5) == .fails)
    #expect(interval.decision(above: 1) == .open)
    #expect(interval.decision(below: 1.5) == .holds)
    #expect(interval.decision(below: 0.5) == .fails)
  }
}
