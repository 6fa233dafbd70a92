import Foundation
import Testing

/// Commands beside a site that an earlier version of the program wrote: its manifest has another
/// format.
struct EarlierSiteTests {
  private static let page = "<p>old</p>\n"
  private static let pageDigest =
    "8ded55554bcb815cb5d366eda8e6fc81e993571b11d1c9fc361bee4c9ae0576c"
  private static let manifest =
    "{\"files\":{\"old.html\":\"\(pageDigest)\"},\"format\":\"site/1\"}\n"
  private static let sums = """
    \(pageDigest)  old.html
    9aa079975cbc3120374ce264b7b8df768abdb9339633f7604b7ab13419497543  manifest.json

    """

  private static func write(_ site: String, in report: ReportProcess) throws {
    let directory = report.root.appending(path: site)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    for (name, text) in [("old.html", page), ("manifest.json", manifest), ("SHA256SUMS", sums)] {
      try Data(text.utf8).write(to: directory.appending(path: name))
    }
  }

  @Test func verifyHashesItsFilesAndSaysWhyThatIsAll() throws {
    let report = try ReportProcess()
    try EarlierSiteTests.write("site", in: report)
    let whole = try report.run("verify")
    #expect(whole.status == 0, "\(whole.output)\(whole.errors)")
    #expect(whole.output.contains("Nothing differs; not checked: 1 thing."))
    let lines = whole.output.split(separator: "\n").filter { $0.hasPrefix("not checked: ") }
    #expect(lines.count == 1 && lines[0].contains("another version"), "\(whole.output)")
    #expect(lines.allSatisfy { $0.contains("site/1") && $0.contains("build it anew") })
    try Data("<p>new</p>\n".utf8).write(to: report.root.appending(path: "site/old.html"))
    let changed = try report.run("verify")
    #expect(changed.status == 1 && changed.output.contains("changed: old.html"))
  }

  @Test func buildSaysWhatToDoBeforeItRunsAnything() throws {
    let report = try ReportProcess()
    try EarlierSiteTests.write("site/quick", in: report)
    let arguments = ["build", "--preset", "quick", "--only", "5a"]
    let refused = try report.run(arguments)
    #expect(refused.status != 0 && refused.output.isEmpty)
    for part in ["site/quick", "another version", "site/1", "--output", "--force"] {
      #expect(refused.errors.contains(part), "\(refused.errors)")
    }
    #expect(refused.errors.split(separator: "\n").count == 1, "\(refused.errors)")
    #expect(!(try report.files()).keys.contains { $0.hasPrefix("data/poisons/") })
    let forced = try report.run(arguments + ["--force"])
    #expect(forced.status == 0, "\(forced.errors)")
    #expect(try report.files()["site/quick/old.html"] == nil, "what it wrote is removed")
    #expect(try report.run("verify", "--site", "site/quick").status == 0)
  }

  /// What such a manifest says of its sources is not read, so they may be genuine.
  @Test func simulatedDataKeepAwayFromIt() throws {
    let report = try ReportProcess()
    for site in ["site", "site/simulated"] { try EarlierSiteTests.write(site, in: report) }
    let refused = try report.run("build", "--only", "5a")
    #expect(refused.status != 0 && refused.errors.contains("site/simulated was written by"))
  }
}
