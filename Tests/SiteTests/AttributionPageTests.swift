import Foundation
import Paper
import Testing

@testable import Site

struct AttributionPageTests {
  private static func ranking(_ noun: String, _ found: [Double]) -> String {
    let items = zip([0.4, -0.3, 0.2, 0.1], found).enumerated().map { index, pair in
      "{\"name\":\"\(noun) \(index)\",\"promised\":\(pair.0),\"found\":\(pair.1)}"
    }
    return """
      {"noun":"\(noun)","meaning":"it is left out","count":1234,
      "largest":[\(items[0]),\(items[1])],"drawn":[\(items[2]),\(items[3])]}
      """
  }

  /// Instances behave as promised, numbers the other way round.
  static func study() throws -> AttributionStudy {
    let text = """
      {"places":[{"id":"portfolio","label":"Portfolio","unit":100,"learner":"two-stage",
      "training":"5 steps","utility":-0.25,"instances":\(ranking("dates", [0.5, -0.2, 0.1, 0.05])),
      "numbers":\(ranking("quotations", [-0.5, 0.2, -0.1, -0.05]))}]}
      """
    return try JSONDecoder().decode(AttributionStudy.self, from: Data(text.utf8))
  }

  private func page(_ attribution: AttributionStudy?) throws -> String {
    let study = FabricatedStudy(panels: ["5a"], seeds: [0]).study
    let templates = try BuiltSite.folder
    return try templates.page("attribution", AttributionPage(study, attribution))
  }

  @Test func saysWhetherPromisesHold() throws {
    let text = try page(try Self.study())
    for part in [
      "Of 1234 dates the 2 of largest promise and 2 drawn ones were left out",
      "agrees with that of what was promised (rank correlation 1.00; 4 of 4 changes",
      "does not agree with that of what was promised (rank correlation \u{2212}1.00; 0 of 4",
      "In 1 of 2 rankings", "not for quotations (portfolio, two-stage learner).",
      ">dates 0<", ">0.40<", ">\u{2212}0.30<", "decision", "report explain PROBLEM.h5",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(!text.contains(">dates 2<"), "drawn ones are in the table that can be downloaded")
    let none = try page(nil)
    #expect(none.contains("Nothing was measured") && none.contains("report explain"))
  }

  @Test func isMadeFromAFileThatTheManifestNames() throws {
    var builder = BuiltSite.builder(FabricatedStudy(panels: ["5a"], seeds: [0]))
    builder.measurements.attribution = try Self.study()
    let files = try builder.files()
    let manifest = try SiteManifest(json: BuiltSite.text("manifest.json", in: files))
    #expect(try manifest.inputs.attribution == Self.study().digest)
    #expect(builder.measurements.restricted(to: manifest.inputs).attribution != nil)
    let table = try BuiltSite.text("figures/attribution.csv", in: files)
    #expect(table.split(whereSeparator: \.isNewline).count == 9)
    #expect(table.contains("portfolio,two-stage,100,quotations,quotations 3,1,0.1,-0.05"))
  }
}
