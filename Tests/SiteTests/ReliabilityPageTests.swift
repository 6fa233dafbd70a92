import Foundation
import Reproducibility
import TestSupport
import Testing

@testable import Site

struct ReliabilityPageTests {
  static let record = CampaignRecord(
    campaigns: [
      CampaignRecord.Campaign(
        name: "kills", task: "commands killed at random", count: 1000, unit: "kill",
        figures: [CampaignRecord.Figure("killed: build", 700)], faults: [], seconds: 90),
      CampaignRecord.Campaign(
        name: "files", task: "damaged files", count: 1, unit: "file", figures: [],
        faults: ["file 7: a crash"], seconds: 30),
    ], machine: "Imaginary", day: "2026-11-27")

  private func page(_ record: CampaignRecord?) throws -> String {
    let study = FabricatedStudy(panels: ["5a"], seeds: [0]).study
    let templates = try TemplateFolder(contentsOf: BuiltSite.templates)
    return try templates.page("reliability", ReliabilityPage(study, record))
  }

  @Test func saysHowOftenAndWhatWasFound() throws {
    let text = try page(Self.record)
    for part in [
      "1 thing must not be and was found.", "\(NumberFormat.grouped(1000)) kills",
      "killed: build: 700", "1 file",
      "Files: file 7: a crash", "Imaginary", ">1.5<",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    var clean = Self.record
    clean.campaigns[1].faults = []
    #expect(try page(clean).contains("Nothing was found that must not be."))
    #expect(try page(nil).contains("No campaign was recorded"))
  }

  @Test func isMadeFromAFileThatTheManifestNames() throws {
    var builder = BuiltSite.builder(FabricatedStudy(panels: ["5a"], seeds: [0]))
    builder.measurements.campaigns = Self.record
    let manifest = try SiteManifest(json: BuiltSite.text("manifest.json", in: builder.files()))
    #expect(try manifest.inputs.reliability == Self.record.digest)
  }

  @Test func addsPartsUp() {
    func part(_ seed: UInt64, _ count: Int, longest: Int) -> CampaignRecord.Campaign {
      CampaignRecord.Campaign(
        name: "kills", task: "commands killed", count: count, unit: "kill",
        figures: [.init("killed: build", count - 1), .init("longest", longest, isLargest: true)],
        faults: count > 5 ? ["lost"] : [], seconds: 10, parts: [seed])
    }
    let whole = part(0, 5, longest: 70).adding(part(1, 6, longest: 40))
    #expect(whole.count == 11 && whole.seconds == 20 && whole.faults == ["lost"])
    #expect(whole.figures.map(\.value) == [9, 70] && whole.parts == [0, 1])
  }

  @Test func keepsCampaignsOfOtherNames() throws {
    let directory = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      at: directory.url.appending(path: "data"), withIntermediateDirectories: true)
    try Self.record.write(root: directory.url)
    var again = Self.record
    again.campaigns = [again.campaigns[1]]
    again.campaigns[0].faults = []
    try again.add(root: directory.url)
    let kept = try #require(try CampaignRecord.ifPresent(root: directory.url))
    #expect(kept.campaigns.map(\.name) == ["kills", "files"])
    #expect(kept.campaigns.allSatisfy { $0.faults.isEmpty })
  }
}
