import Foundation
import Storage
import Testing

/// `report verify` on a small site: silent where all is well, and by name where something was
/// changed.
struct VerifyTests {
  @Test func namesEveryCorruption() async throws {
    let report = try ReportProcess()
    let built = try report.run("build", "--preset", "quick", "--only", "5a")
    #expect(built.status == 0, "\(built.errors)")
    let whole = try report.run("verify", "--site", "site/quick", "--rerun", "2")
    #expect(whole.status == 0 && whole.output.contains("Nothing differs."), "\(whole.output)")
    #expect(whole.output.contains("experiments, run again"))
    let files = try report.files()
    #expect(!whole.output.contains("not checked:"), "\(whole.output)")

    let folder = report.root.appending(path: "data/poisons")
    let records = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let datasets = try FileManager.default.contentsOfDirectory(
      atPath: report.root.appending(path: "data/datasets").path
    ).sorted()
    let attacked = try #require(
      try records.first { name in
        try String(
          decoding: Data(contentsOf: folder.appending(path: name)), as: UTF8.self
        ).contains("meta-gradient")
      })
    let other = try #require(records.first { $0 != attacked })
    for corruption in Corruption.all(record: attacked, other: other, dataset: datasets[0]) {
      try await corruption.plant(report)
      let outcome = try report.run("verify", "--site", "site/quick")
      #expect(outcome.status == 1, "\(corruption.name): \(outcome.output)\(outcome.errors)")
      let named = outcome.output.split(separator: "\n").contains { line in
        corruption.states.contains { line.hasPrefix("\($0): ") } && line.contains(corruption.victim)
      }
      #expect(named, "\(corruption.name): \(outcome.output)")
      try restore(files, in: report)
    }
    #expect(try report.run("verify", "--site", "site/quick").status == 0)
  }

  /// A number that is changed in a record together with every digest of it: only running the
  /// experiment again shows it.
  @Test func findsByRunningAgainWhatNoDigestBetrays() async throws {
    let report = try ReportProcess()
    #expect(try report.run("build", "--preset", "quick", "--only", "5a").status == 0)
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
    let report = try ReportProcess()
    #expect(try report.run("build", "--preset", "quick", "--only", "5a").status == 0)
    try FileManager.default.removeItem(at: report.root.appending(path: "data/poisons"))
    let outcome = try report.run("verify", "--site", "site/quick")
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("not checked: all files (files, rendered anew)"))
    #expect(outcome.output.contains("not checked: 21 records"))
  }

  private func restore(_ files: [String: Data], in report: ReportProcess) throws {
    let there = try report.files()
    for path in there.keys where files[path] == nil {
      try FileManager.default.removeItem(at: report.root.appending(path: path))
    }
    for (path, bytes) in files where there[path] != bytes {
      try bytes.write(to: report.root.appending(path: path))
    }
  }
}

/// Something that somebody does to a site or to what it was made from.
private struct Corruption {
  let name: String
  /// What the verification has to name, and as what.
  let victim: String
  let states: [String]
  let plant: (ReportProcess) async throws -> Void

  static func all(record: String, other: String, dataset: String) -> [Corruption] {
    let site = "site/quick"
    /// One byte in the middle of a file is changed, by its lowest bit.
    func flip(_ name: String, _ path: String, victim: String? = nil) -> Corruption {
      Corruption(
        name: name, victim: victim ?? String(path.dropFirst(site.count + 1)), states: ["changed"]
      ) {
        report in
        let url = report.root.appending(path: path)
        var bytes = try Data(contentsOf: url)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: url)
      }
    }
    return [
      flip("a byte of a record", "data/poisons/\(record)", victim: record),
      flip("a byte of a data set", "data/datasets/\(dataset)", victim: dataset),
      flip("a byte of a chart", "\(site)/figures/5a.svg"),
      flip("a byte of a printed chart", "\(site)/figures/5a.pdf"),
      flip("a byte of a table", "\(site)/figures/5a.csv"),
      flip("a byte of a page", "\(site)/ledger.html"),
      flip("a byte of the manifest", "\(site)/manifest.json"),
      flip("a byte of the list of sums", "\(site)/SHA256SUMS"),
      flip("a byte of the research crate", "\(site)/ro-crate-metadata.json"),
      Corruption(name: "a missing file", victim: "figures/5a.csv", states: ["missing"]) { report in
        try FileManager.default.removeItem(
          at: report.root.appending(path: "\(site)/figures/5a.csv"))
      },
      Corruption(name: "an extra file", victim: "figures/5z.svg", states: ["unexpected"]) {
        report in
        try Data("<svg/>".utf8).write(to: report.root.appending(path: "\(site)/figures/5z.svg"))
      },
      Corruption(name: "a missing record", victim: record, states: ["missing"]) { report in
        try FileManager.default.removeItem(
          at: report.root.appending(path: "data/poisons/\(record)"))
      },
      Corruption(name: "a record under another key", victim: record, states: ["changed"]) {
        report in
        let folder = report.root.appending(path: "data/poisons")
        try Data(contentsOf: folder.appending(path: other)).write(
          to: folder.appending(path: record))
      },
      // Whoever changes numbers and digests alike is betrayed by the manifest, or by the pages that
      // they no longer give.
      Corruption(
        name: "a record written anew with another number", victim: record, states: ["changed"]
      ) {
        report in
        let url = report.root.appending(path: "data/poisons/\(record)")
        var file = try await ArrayFile(contentsOf: url)
        file.rootAttributes["budget"] = .double(0.123)
        try await file.write(to: url)
      },
      Corruption(name: "a page and its sum", victim: "ledger.html", states: ["changed"]) { report in
        let (page, sums) = (
          report.root.appending(path: "\(site)/ledger.html"),
          report.root.appending(path: "\(site)/SHA256SUMS")
        )
        let old = try String(contentsOf: page, encoding: .utf8)
        try Data(old.replacing("not run", with: "reproduced").utf8).write(to: page)
        let lines = try String(contentsOf: sums, encoding: .utf8).split(separator: "\n")
        try Data(lines.filter { !$0.hasSuffix("ledger.html") }.joined(separator: "\n").utf8)
          .write(to: sums)
      },
      Corruption(name: "another calibration", victim: "calibration.json", states: ["changed"]) {
        report in
        let url = report.root.appending(path: "data/calibration.json")
        let text = try String(contentsOf: url, encoding: .utf8)
        try Data(text.replacing("\"setting\":\"", with: "\"setting\":\"Elsewhere. ").utf8).write(
          to: url)
      },
    ]
  }
}
