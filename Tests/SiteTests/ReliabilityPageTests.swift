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
        figures: [CampaignRecord.Figure("killed: build", 700)], faults: [], seconds: 90,
        part: .init(count: 1000, seed: 0), machine: "Imaginary", day: "2026-11-27"),
      CampaignRecord.Campaign(
        name: "files", task: "damaged files", count: 1, unit: "file", figures: [],
        faults: ["file 7: a crash"], seconds: 30, part: .init(count: 1, seed: 0),
        machine: "Unreal", day: "2026-11-26"),
    ])

  private func page(_ record: CampaignRecord?) throws -> String {
    let study = FabricatedStudy(panels: ["5a"], seeds: [0]).study
    let templates = try BuiltSite.folder
    return try templates.page("reliability", ReliabilityPage(study, record))
  }

  @Test func saysHowOftenAndWhatWasFound() throws {
    let text = try page(Self.record)
    for part in [
      "1 thing must not be and was found.", "\(NumberFormat.grouped(1000)) kills",
      "killed: build: 700", "1 file",
      "Files: file 7: a crash", ">1.5<",
      "Version \(Release.version), from 2026-11-26 to 2026-11-27, on Imaginary and Unreal.",
      "Version \(Release.version), on 2026-11-26, on Unreal<",
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
    func part(
      _ seed: UInt64, _ count: Int, longest: Int, on machine: String = "Imaginary"
    ) -> CampaignRecord.Campaign {
      CampaignRecord.Campaign(
        name: "kills", task: "commands killed", count: count, unit: "kill",
        figures: [.init("killed: build", count - 1), .init("longest", longest, isLargest: true)],
        faults: count > 5 ? ["lost"] : [], seconds: 10, part: .init(count: count, seed: seed),
        machine: machine, day: "2026-11-2\(9 - seed)")
    }
    let whole = part(0, 5, longest: 70).adding(part(1, 6, longest: 40))
    #expect(whole.count == 11 && whole.seconds == 20 && whole.faults == ["lost"])
    #expect(whole.figures.map(\.value) == [9, 70] && whole.parts.map(\.seed) == [0, 1])
    let elsewhere = whole.adding(part(2, 5, longest: 50, on: "Unreal"))
    #expect(elsewhere.machines == ["Imaginary", "Unreal"])
    #expect(elsewhere.days == ["2026-11-27", "2026-11-28", "2026-11-29"])
    #expect(elsewhere.versions == [Release.version])
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
