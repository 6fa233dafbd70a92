import Learning
import Testing

@testable import Paper

struct DepartureTests {
  @Test func namesDomainsWhoseSettingsNoTrialChose() throws {
    var choice = Calibration.DomainChoice(learners: [:], setting: "Taken over.")
    let departure = try #require(Departure(untried: "matching", choice))
    #expect(departure.subject == "Calibration, matching")
    #expect(departure.text.hasSuffix("another verdict. The file says: Taken over."))
    choice.trials = [
      Calibration.Trial(kind: .training, learner: TwoStage.id, setting: 1)
    ]
    #expect(Departure(untried: "matching", choice) == nil)
  }

  @Test func givesEachOfThemASubjectOfItsOwn() {
    #expect(Set(Departure.all.map(\.subject)).count == Departure.all.count)
    #expect(Departure.all.allSatisfy { $0.text.hasSuffix(".") })
  }
}
