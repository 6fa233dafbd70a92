import Foundation
import Testing

/// `report pack` and `report verify --pack`, as somebody uses them who passes records on.
struct PackTests {
  @Test func packsWhatSomebodyElseCanCheck() throws {
    let report = try ReportProcess.built()
    let packed = try report.run("pack", "5a", "--preset", "quick")
    #expect(packed.status == 0 && packed.output.contains("21 records"), "\(packed.errors)")
    let url = report.root.appending(path: "data/packs/figure-5.tar")
    let bytes = try Data(contentsOf: url)
    let again = try report.run("pack", "5a", "--preset", "quick", "--output", "elsewhere")
    #expect(again.status == 0)
    #expect(try Data(contentsOf: report.root.appending(path: "elsewhere/figure-5.tar")) == bytes)

    let checked = try report.run(
      "verify", "--pack", "data/packs/figure-5.tar", "--site", "site/quick")
    #expect(checked.status == 0 && checked.output.contains("Nothing differs."), "\(checked.output)")
    #expect(checked.output.contains("figure-5.tar, Figure 5, against the site"))

    // Whoever receives it has neither a repository nor a site.
    let stranger = FileManager.default.temporaryDirectory
      .appending(path: "stranger-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: stranger, withIntermediateDirectories: true)
    defer { do { try FileManager.default.removeItem(at: stranger) } catch {} }
    let alone = try report.run("verify", "--pack", url.path, from: stranger)
    #expect(alone.status == 0 && alone.output.contains("no site is here"), "\(alone.errors)")

    // One bit in the middle of a record, and a site that was made from other records.
    var changed = bytes
    changed[changed.count / 2] ^= 1
    try changed.write(to: url)
    let betrayed = try report.run(
      "verify", "--pack", "data/packs/figure-5.tar", "--site", "site/quick")
    #expect(betrayed.status == 1 && betrayed.output.contains("changed: poisons/"))
    let manifest = report.root.appending(path: "site/quick/manifest.json")
    let text = try String(contentsOf: manifest, encoding: .utf8)
    try bytes.write(to: url)
    let start = try #require(text.firstRange(of: "\"content\":\"")).upperBound
    let digit = text[start] == "0" ? "1" : "0"
    try Data(text.replacingCharacters(in: start...start, with: digit).utf8).write(to: manifest)
    let other = try report.run(
      "verify", "--pack", "data/packs/figure-5.tar", "--site", "site/quick")
    #expect(other.status == 1 && other.output.contains("the site was made from other contents"))
  }

  @Test func passesNothingOverWhereEverythingIsPacked() throws {
    let report = try ReportProcess.built()
    // Only one panel was run.
    let refused = try report.run("pack", "--preset", "quick", "--site", "site/quick")
    #expect(refused.status == 1 && refused.errors.contains("cannot be packed"), "\(refused.errors)")
    let packs = report.root.appending(path: "data/packs")
    #expect(!FileManager.default.fileExists(atPath: packs.appending(path: "SHA256SUMS").path))
    let nowhere = try report.run("pack", "--preset", "quick", "--site", "elsewhere")
    #expect(nowhere.status == 1 && nowhere.errors.contains("holds no site"), "\(nowhere.errors)")
  }

  @Test func refusesInOneSentence() throws {
    let report = try ReportProcess()
    try Data("no archive".utf8).write(to: report.root.appending(path: "text.tar"))
    for (arguments, sentence) in [
      (["pack", "5a", "--preset", "quick"], "21 of 21 records are not here"),
      (["pack", "5a", "--preset", "quick", "--output", "text.tar"], "cannot be made one"),
      (["pack", "5a", "--preset", "quick", "--output", ""], "--output is empty"),
      (["pack", "11"], "there is no figure “11”"),
      (["verify", "--pack", "text.tar"], "does not begin like one"),
      (["verify", "--pack", "nowhere.tar"], "is not a file"),
      (["verify", "--pack", "data"], "is not a file"),
      (["verify", "--pack", "text.tar", "--rerun", "1"], "without --deep and --rerun"),
      (["verify", "--pack", "text.tar", "--site", "data"], "has no manifest"),
    ] {
      let outcome = try report.run(arguments)
      let lines = outcome.errors.split(separator: "\n")
      #expect(outcome.status != 0 && outcome.errors.contains(sentence), "\(outcome.errors)")
      #expect(arguments == ["pack", "11"] || lines.count == 1, "\(outcome.errors)")
    }
  }
}

/// What `report performance` measured, as builds and verifications see it.
struct MeasuredCostTests {
  private static let file = """
    {"cores":2,"costs":[{"decision_focused":0.5,"instances":250,"place":"small","steps":20,\
    "two_stage":0.01}],"curves":[],"day":"2026-11-27","instructions":"Imaginary","jobs":[],\
    "machine":"Imaginary processor"}

    """

  @Test func areMeasuredIntoAFileWithMachineAndDay() throws {
    let report = try ReportProcess()
    let measured = try report.run("performance", "--preset", "quick")
    #expect(measured.status == 0, "\(measured.errors)")
    for place in ["small", "portfolio", "Cora"] {
      #expect(measured.output.contains("\(place): "), "\(measured.output)")
    }
    let file = try String(
      contentsOf: report.root.appending(path: "data/performance.json"), encoding: .utf8)
    for part in ["\"machine\":\"", "\"day\":\"20", "\"baseline\":\"Recorded", "\"Cora\""] {
      #expect(file.contains(part), "\(part)")
    }
  }

  @Test func areAnInputThatIsVerified() throws {
    let report = try ReportProcess.built()
    let url = report.root.appending(path: "data/performance.json")
    let ledger = report.root.appending(path: "site/quick/ledger.html")
    #expect(try String(contentsOf: ledger, encoding: .utf8).contains("does it, into data/perf"))
    // A site that was made without a measurement does not mind one.
    try Data(Self.file.utf8).write(to: url)
    #expect(try report.run("verify", "--site", "site/quick").status == 0)

    #expect(try report.run("build", "--preset", "quick", "--only", "5a").status == 0)
    #expect(try String(contentsOf: ledger, encoding: .utf8).contains("n = 250 and T = 20"))
    let whole = try report.run("verify", "--site", "site/quick")
    #expect(whole.status == 0 && !whole.output.contains("not checked:"), "\(whole.output)")

    try Data(Self.file.replacing("0.5", with: "0.6").utf8).write(to: url)
    let changed = try report.run("verify", "--site", "site/quick")
    #expect(changed.status == 1 && changed.output.contains("changed: data/performance.json"))
    try FileManager.default.removeItem(at: url)
    let missing = try report.run("verify", "--site", "site/quick")
    #expect(missing.status == 0, "\(missing.output)")
    #expect(missing.output.contains("not checked: data/performance.json"))

    try Data("{}".utf8).write(to: url)
    let refused = try report.run("build", "--preset", "quick", "--only", "5a")
    #expect(refused.status == 1 && refused.errors.contains("run that again"))
  }
}
