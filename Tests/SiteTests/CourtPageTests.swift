import Foundation
import Reproducibility
import TestSupport
import Testing

@testable import Site

struct CourtPageTests {
  typealias Answer = CourtRecord.Answer

  /// A layer whose answers of a stage all deviate by the same; nil is a refusal.
  private static func layer(
    _ name: String, _ errors: [CourtRecord.Stage: Double?]
  ) -> CourtRecord.Layer {
    let instances = CourtKind.allCases.flatMap { ["\($0.rawValue)-1", "\($0.rawValue)-2"] }
    let answers = CourtRecord.Stage.allCases.flatMap { stage in
      instances.map { instance in
        (errors[stage] ?? nil).map { Answer(instance, stage, error: $0) }
          ?? Answer(instance, stage, refusal: "no gradient")
      }
    }
    return CourtRecord.Layer(
      name: name, versions: ["\(name) 1.2"], setting: "as it comes",
      promise: "first derivatives", answers: answers)
  }

  static let record = CourtRecord(
    suite: Digest(of: "suite"),
    layers: [
      layer(CourtRecord.own, [.decision: 1e-15, .first: 2e-14, .second: 3e-13]),
      layer("honest", [.decision: 1e-9, .first: 3e-4]),
      layer("bold", [.decision: 1e-9, .first: 2e-8, .second: 0.97]),
    ])

  private func page(_ record: CourtRecord?) throws -> String {
    let study = FabricatedStudy(panels: ["5a"], seeds: [0]).study
    return try BuiltSite.folder.page("court", CourtPage(study, record))
  }

  @Test(arguments: [
    (0, CourtRecord.Verdict.right), (1e-6, .right), (1.1e-6, .rough), (1e-2, .rough),
    (1.1e-2, .wrong), (.infinity, .refused), (.nan, .refused),
  ])
  func judgesByTheDeviation(_ error: Double, _ verdict: CourtRecord.Verdict) {
    let answer = Answer("dense-1", .first, error: error)
    #expect(answer.verdict == verdict)
    #expect((answer.refusal != nil) == (verdict == .refused))
  }

  @Test func choosesItsSentencesByTheNumbers() throws {
    let text = try page(Self.record)
    for part in [
      "right in 60 of 60 answers; the largest deviation is 3·10⁻¹³",
      "No other layer gives decisions that are wrong without a word.",
      "No other layer gives first derivatives that are wrong without a word.",
      "Wrong without a word in half of it or more: bold (20 of 20). Always refused: honest.",
      "20 rough", "20 refused", "<strong>20 wrong</strong>", ">1<", "3·10⁻⁴",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    var other = Self.record
    other.put(Self.layer("honest", [.decision: 0.5, .first: 0.5, .second: 1e-7]))
    other.put(Self.layer(CourtRecord.own, [.decision: 1e-15, .first: 1e-14, .second: 1e-3]))
    let changed = try page(other)
    for part in [
      "This program’s layer is right in 40 of 60 answers; the largest deviation is 1·10⁻³.",
      "1 other layer of 2 gives decisions that are wrong without a word, in some programs: honest.",
      "1 other layer of 2 gives first derivatives that are wrong without a word",
      "Right or rough in all that they answer: honest (20 of 20). Wrong without a word",
    ] {
      #expect(changed.contains(part), "\(part)")
    }
    other.put(Self.layer(CourtRecord.own, [.decision: 1e-15, .first: 1e-14]))
    #expect(
      try page(other).contains("right in 40 of 60 answers and refuses the others; the largest"))
    #expect(try page(nil).contains("Nobody was asked for this site"))
    #expect(try page(CourtRecord(suite: Digest(of: ""))).contains("Nobody was asked"))
  }

  /// Of a kind the worst answer counts: what is wrong without a word before what is refused.
  @Test func showsTheWorstAnswerToAKind() throws {
    var layer = Self.layer("mixed", [.decision: 1e-9])
    layer.answers = [
      Answer("box-1", .first, error: 0.3), Answer("box-2", .first, refusal: "no"),
      Answer("simplex-1", .first, error: 1e-3), Answer("simplex-2", .first, error: 1e-4),
      Answer("dense-1", .first, refusal: "no"), Answer("dense-2", .first, error: 1e-3),
    ]
    #expect(layer.worst(.first, of: .box)?.error == 0.3)
    #expect(layer.worst(.first, of: .simplex)?.error == 1e-3)
    #expect(layer.worst(.first, of: .dense)?.verdict == .refused)
    #expect(layer.worst(.second, of: .dense) == nil)
    // The name of one kind begins that of another nowhere.
    let kinds = CourtKind.allCases
    for kind in kinds {
      #expect(kinds.filter { $0.holds("\(kind.rawValue)-1") } == [kind])
    }
  }

  @Test(arguments: [
    (0.0, "0"), (9.6e-4, "1·10⁻³"), (0.97, "1"), (3.2e17, "3·10¹⁷"),
    (1e-16, "1·10⁻¹⁶"),
  ])
  func writesDeviationsShort(_ value: Double, _ text: String) {
    #expect(Deviation.text(value) == text)
  }

  @Test func isReadAsItWasWrittenAndNamedByTheManifest() throws {
    let directory = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      at: directory.url.appending(path: "data"), withIntermediateDirectories: true)
    try Self.record.write(root: directory.url)
    #expect(try CourtRecord.ifPresent(root: directory.url) == Self.record)
    var builder = BuiltSite.builder(FabricatedStudy(panels: ["5a"], seeds: [0]))
    builder.measurements.court = Self.record
    let manifest = try SiteManifest(json: BuiltSite.text("manifest.json", in: builder.files()))
    #expect(try manifest.inputs.court == Self.record.digest)
  }
}
