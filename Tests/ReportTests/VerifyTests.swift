import Foundation
import Storage
import Testing

/// `report verify` on a small site; what it finds by name is what the campaign of corruptions is
/// about.
struct VerifyTests {
  /// A number that is changed in a record together with every digest of it: only running the
  /// experiment again shows it.
  @Test func findsByRunningAgainWhatNoDigestBetrays() async throws {
    let report = try ReportProcess.built()
    let folder = report.root.appending(path: "data/poisons")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let url = folder.appending(path: name)
      var file = try await ArrayFile(contentsOf: url)
      guard let solves = file.arrays["/census/solves"]?.integers else { continue }
      file.arrays["/census/solves"] = NamedArray([solves[0] + 1], shape: [])
      try await file.write(to: url)
    }
    #expect(try report.run("build", "--preset", "quick", "--only", "5a").status == 0)
    #expect(try report.run("verify", "--site", "site/quick").status == 0)
    let outcome = try report.run("verify", "--site", "site/quick", "--rerun", "21")
    #expect(outcome.status == 1 && outcome.output.contains("another state of the program"))
  }

  @Test func checksTheHashesWithoutRecords() throws {
    let report = try ReportProcess.built()
    try FileManager.default.removeItem(at: report.root.appending(path: "data/poisons"))
    let outcome = try report.run("verify", "--site", "site/quick")
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("not checked: all files (files, rendered anew)"))
    #expect(outcome.output.contains("not checked: 21 records"))
    #expect(outcome.output.contains("Nothing differs; not checked: 2 things."))
    #expect(try report.run("verify", "--site", "site/quick", "--strict").status == 1)
  }
}
