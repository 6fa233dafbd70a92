import Reproducibility
import TestSupport
import Testing

struct SelfDescriptionTests {
  private struct Good: Component {
    static let name = "good-2"
    static let label = "Good choice"
    static let summary = "Does well."
    var rates: [Identifier<Int>: Double] = ["a": 1, "b": 2]
    var settings: [Setting] { [Setting("Step", "1"), Setting("Rate", "2", origin: "ours")] }
  }

  private struct Bad: Component {
    static let name = "Bad choice"
    static let label = " "
    static let summary = "does nothing"
    static let revision = 0
    var names: Set<String> = ["one"]
    var nested: [[Double: Int]] = [[:]]
    var settings: [Setting] { [Setting("Step", ""), Setting("Step", "1", origin: "")] }
  }

  private struct Endless: Component {
    static let name = "endless"
    static let label = "Endless"
    static let summary = "Has no end."
    var steps = Double.infinity
  }

  @Test func findsNothingInAGoodDescription() {
    #expect(flaws(inDescriptionOf: Good()) == [])
  }

  @Test func findsEveryFlawOfABadOne() {
    #expect(
      flaws(inDescriptionOf: Bad())
        == [
          "not a name", "revision 0", "no label", "a label that begins no sentence",
          "a summary without a full stop", "a summary that begins no sentence",
          "no value of the setting “Step”", "an empty origin of “Step”",
          "two settings of one name: [\"Step\", \"Step\"]", "no order in names",
          "no order in nested.0",
        ].map { "Bad choice: \($0)" })
  }

  @Test func findsWhatCannotBeEncoded() {
    #expect(flaws(inDescriptionOf: Endless()).count == 1)
  }
}
