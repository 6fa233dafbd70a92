import Foundation
import Testing

/// Builds of which something comes to nothing, is stopped, or cannot be told.
struct FailureBuildTests {
  /// Sets the learning rate of the synthetic two-stage learner.
  private func calibrate(_ report: ReportProcess, rate: Double) throws {
    let url = report.root.appending(path: "data/calibration.json")
    var whole = try #require(
      JSONSerialization.jsonObject(with: try Data(contentsOf: url)) as? [String: Any])
    var domains = try #require(whole["domains"] as? [String: Any])
    var domain = try #require(domains["synthetic"] as? [String: Any])
    var learners = try #require(domain["learners"] as? [String: Any])
    var learner = try #require(learners["two-stage"] as? [String: Any])
    learner["rate"] = rate
    learners["two-stage"] = learner
    domain["learners"] = learners
    domains["synthetic"] = domain
    whole["domains"] = domains
    try JSONSerialization.data(withJSONObject: whole).write(to: url)
  }

  @Test func showTheGapAndSaySoInTheExitCode() throws {
    let report = try ReportProcess()
    try calibrate(report, rate: 1e9)
    let first = try report.run("build", "--preset", "quick", "--only", "5a")
    #expect(first.status == 2, "\(first.errors)")
    #expect(first.errors.contains("experiments lack a result"))
    #expect(first.errors.contains("two-stage: trained on clean data, the loss goes from"))
    let page = report.root.appending(path: "site/quick/figure-5.html")
    #expect(try String(contentsOf: page, encoding: .utf8).contains("there is no result of"))
    // The next build knows them, and says the same.
    let second = try report.run("build", "--preset", "quick", "--only", "5a")
    #expect(second.status == 2 && second.errors.contains("experiments are known"))
    let verified = try report.run("verify", "--site", "site/quick", "--rerun", "2", "--strict")
    #expect(verified.status == 0, "\(verified.output)")
  }

  @Test func refuseACalibrationOutOfRange() throws {
    let report = try ReportProcess()
    try calibrate(report, rate: -1)
    let run = try report.run("build", "--preset", "quick", "--only", "5a")
    #expect(run.status == 1 && run.errors.contains("has the rate -1.0, which must be above 0"))
    #expect(run.errors.contains("calibration.json"))
  }

  @Test func tellNothingWhereNobodyListensAndFailWhereOutputIsLost() throws {
    let report = try ReportProcess.built()
    let silent = try report.shell("\"$0\" build --preset quick --only 5a 2>&-")
    #expect(silent.status == 0 && silent.output.contains("files written"), "\(silent.output)")
    for line in [
      "\"$0\" verify --site site/quick >&-", "\"$0\" list >/dev/full", "\"$0\" --help >&-",
    ] {
      let lost = try report.shell(line)
      #expect(lost.status == 1, "\(line): \(lost.status) \(lost.errors)")
      #expect(lost.errors.contains("cannot be written to standard output"), "\(line)")
    }
  }

  @Test func tellThatAFileCannotBeWrittenAndLeaveNothing() throws {
    let report = try ReportProcess()
    let limited = try report.shell("ulimit -f 8; \"$0\" example --output x.h5")
    #expect(limited.status == 1 && limited.errors.contains("x.h5 cannot be written"))
    let names = try FileManager.default.contentsOfDirectory(atPath: report.root.path)
    #expect(!names.contains { $0.contains("x.h5") }, "\(names)")
  }

  @Test func goOnWhereABuildWasStoppedWhileItWroteTheSite() throws {
    let report = try ReportProcess.built()
    func site() throws -> [String: Data] {
      try report.files().filter { $0.key.hasPrefix("site/quick/") }
    }
    let whole = try site()
    // As a build leaves it that is killed: a note of what was to be written, some files, a
    // temporary one, and no manifest yet.
    let folder = report.root.appending(path: "site/quick")
    for name in ["manifest.json", "SHA256SUMS", "index.html"] {
      try FileManager.default.removeItem(at: folder.appending(path: name))
    }
    let page = folder.appending(path: "data.html")
    let other = try Data(contentsOf: page) + Data("another state".utf8)
    try other.write(to: page)
    let digest = try #require(
      try report.shell("sha256sum < site/quick/data.html").output.split(separator: " ").first)
    try Data("{\"data.html\":[\"\(digest)\"],\"gone.html\":[]}".utf8)
      .write(to: folder.appending(path: ".unfinished-site.json"))
    try Data("x".utf8).write(to: folder.appending(path: "figures/.a.svg.\(UUID()).partial"))
    let again = try report.run("build", "--preset", "quick", "--only", "5a")
    #expect(again.status == 0, "\(again.errors)")
    #expect(try site() == whole)
  }

  @Test func areNotVerifiedThroughLinks() throws {
    let report = try ReportProcess.built()
    let site = report.root.appending(path: "site/quick")
    for name in ["loop", "again"] {
      try FileManager.default.createSymbolicLink(
        atPath: site.appending(path: name).path, withDestinationPath: ".")
    }
    let linked = try report.run("verify", "--site", "site/quick")
    #expect(linked.status == 1 && linked.output.contains("unexpected: loop"), "\(linked.output)")
    for name in ["loop", "again"] {
      try FileManager.default.removeItem(at: site.appending(path: name))
    }
    // A manifest that names no records has nothing behind its numbers.
    let manifest = site.appending(path: "manifest.json")
    var object = try #require(
      JSONSerialization.jsonObject(with: try Data(contentsOf: manifest)) as? [String: Any])
    var inputs = try #require(object["inputs"] as? [String: Any])
    inputs["records"] = [Any]()
    object["inputs"] = inputs
    try JSONSerialization.data(withJSONObject: object).write(to: manifest)
    let forged = try report.run("verify", "--site", "site/quick")
    #expect(forged.status == 1 && forged.output.contains("it names no record"), "\(forged.output)")
  }
}
