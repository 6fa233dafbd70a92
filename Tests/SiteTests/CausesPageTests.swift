import Attacks
import Foundation
import Learning
import Paper
import Testing

@testable import Site

struct CausesPageTests {
  /// A made-up place where attacks take as much as their gradients are true.
  static func study(follows: Bool = true, reach: Double? = 1e-6) throws -> CauseStudy {
    func bias(_ shift: Double) -> String {
      let entries = [(1.0, 0.1), (10, 0.8)].map { smoothing, cosine in
        """
        {"smoothing":\(smoothing),"cosine":\(cosine + shift),"meanCosine":0.9,"promised":2,
        "measured":1}
        """
      }
      return "{\"step\":0.05,\"entries\":[\(entries.joined(separator: ","))]}"
    }
    let reach = reach.map { "\($0)" } ?? "null"
    let units = [(100, 0.0), (101, 0.05)].map { seed, shift in
      """
      {"seed":\(seed),"reach":\(reach),"frozenCosine":0.5,"bias":\(bias(shift))}
      """
    }
    let strong = follows ? [0.9, 1.0] : [0.1, 0.1]
    let settings = [
      ("kinks", "s = 1", "1", [0.1, 0.15]), ("kinks", "s = 10", "10", strong),
      ("derivatives", "exact, step 0.1 B", "0.1", [0.2, 0.2]),
      ("derivatives", "frozen, step 0.1 B", "0.1", [0.1, 0.1]),
    ].map { cause, label, value, losses in
      "{\"cause\":\"\(cause)\",\"label\":\"\(label)\",\"value\":\(value),\"losses\":\(losses)}"
    }
    let text = """
      {"places":[{"id":"synthetic","label":"Synthetic","learner":"decision-focused",
      "training":"5 steps","budget":0.5,"iterations":20,
      "units":[\(units.joined(separator: ","))],"settings":[\(settings.joined(separator: ","))],
      "profile":{"smoothing":10,"distances":[-0.1,0,0.1],"own":[1,0.9,0.95],
      "smooth":[1,0.8,0.6],"ownSlope":-3,"smoothSlope":-2}}]}
      """
    return try JSONDecoder().decode(CauseStudy.self, from: Data(text.utf8))
  }

  private func page(_ causes: CauseStudy?) throws -> String {
    let study = FabricatedStudy(panels: ["5a"], seeds: [0]).study
    let templates = try BuiltSite.folder
    return try templates.page("causes", CausesPage(study, causes))
  }

  @Test func choosesItsSentencesByTheNumbers() throws {
    let follows = try page(try Self.study())
    for part in [
      "What an attack takes follows the cosine", "the smoothing of kinks: from",
      "closer than a step",
      "that of one iteration’s models is not", "frozen factors has a cosine of 0.5", ">0.95<",
    ] {
      #expect(follows.contains(part), "\(part)")
    }
    let other = try page(try Self.study(follows: false, reach: 0.4))
    #expect(other.contains("beyond a step"))
    #expect(other.contains("how second derivatives are taken"))
    #expect(!other.contains("follows the cosine of its gradient ("))
    #expect(try page(try Self.study(reach: nil)).contains("has a kink"))
    #expect(try page(nil).contains("Nothing was measured"))
  }

  @Test func isMadeFromAFileThatTheManifestNames() throws {
    var builder = BuiltSite.builder(FabricatedStudy(panels: ["5a"], seeds: [0]))
    builder.measurements.causes = try Self.study()
    let files = try builder.files()
    let manifest = try SiteManifest(json: BuiltSite.text("manifest.json", in: files))
    #expect(try manifest.inputs.causes == Self.study().digest)
    let paths = files.map(\.path)
    for name in ["cause-profile.svg", "cause-profile.csv", "cause-smoothing-narrow.svg"] {
      #expect(paths.contains("figures/\(name)"), "\(name)")
    }
  }
}
