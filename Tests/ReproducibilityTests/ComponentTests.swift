import Reproducibility
import Testing

struct ComponentTests {
  private struct Plain: Component {
    static let name = "plain"
    var step = 0.5
  }

  private struct Revised: Component {
    static let name = "revised"
    static let revision = 3
    static let references = [ReferenceTests.book]
  }

  @Test func hasOneRevisionAndNoReferencesUnlessItSaysSo() {
    #expect(Plain.revision == 1)
    #expect(Plain.references.isEmpty)
    let revised: any Component.Type = Revised.self
    #expect(revised.revision == 3)
    #expect(revised.references.map(\.key) == ["smith2020"])
  }

  @Test func namesTheReleaseWithItsVersion() {
    #expect(Release.madeBy == "\(Release.name) \(Release.version)")
  }
}
