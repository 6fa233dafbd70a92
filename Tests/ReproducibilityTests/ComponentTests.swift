import Reproducibility
import Testing

struct ComponentTests {
  private struct Plain: Component {
    static let name = "plain"
    static let label = "Plain choice"
    static let summary = "Does nothing."
    var step = 0.5
  }

  private struct Revised: Component {
    static let name = "revised"
    static let label = "Revised choice"
    static let summary = "Does nothing, otherwise than before."
    static let revision = 3
    static let references = [ReferenceTests.book]
    var settings: [Setting] { [Setting("Step", "none", origin: "ours")] }
  }

  @Test func hasOneRevisionAndNoReferencesUnlessItSaysSo() {
    #expect(Plain.revision == 1)
    #expect(Plain.references.isEmpty)
    #expect(Plain().settings.isEmpty)
    let revised: any Component.Type = Revised.self
    #expect(revised.revision == 3)
    #expect(revised.references.map(\.key) == ["smith2020"])
  }

  @Test func answersForItsTypeWhereOnlyTheProtocolIsKnown() {
    let components: [any Component] = [Plain(), Revised()]
    #expect(components.map(\.name) == ["plain", "revised"])
    #expect(components.map(\.revision) == [1, 3])
    #expect(components.map(\.label) == ["Plain choice", "Revised choice"])
    #expect(components.map(\.summary) == [Plain.summary, Revised.summary])
    #expect(components.map(\.references.count) == [0, 1])
    #expect(components[1].settings == [Setting("Step", "none", origin: "ours")])
  }

  @Test func isDescribedInKeysByNameRevisionAndOptions() throws {
    let components: [any Component] = [Plain(step: 1), Revised()]
    #expect(
      try components.map { try JSONValue(encoding: ComponentDescription($0)).canonicalText } == [
        #"{"name":"plain","options":{"step":1},"revision":1}"#,
        #"{"name":"revised","options":{},"revision":3}"#,
      ])
  }

  @Test func namesTheReleaseWithItsVersion() {
    #expect(Release.madeBy == "\(Release.name) \(Release.version)")
  }
}
