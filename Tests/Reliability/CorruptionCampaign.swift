import Foundation
import Reproducibility
import Storage

/// Things that somebody does to a site or to what it was made from, each of which `report verify`
/// has to name.
struct CorruptionCampaign: Campaign {
  static let name = "corruptions"
  static let task =
    "sites, records, data sets, sources, manifests and templates changed in one thing, which "
    + "report verify --strict has to find and to name"
  static let unit = "corruption"
  static let shortCount = Corruption.count
  static let longCount = Corruption.count
  static let partCount: Int? = nil

  private(set) var tally = Tally()
  private let program: Program

  init(count: Int, seed: UInt64, program: Program) { self.program = program }

  mutating func run() async throws {
    let place = try Place(program)
    let figures = ["5a", "8a"]
    let built = try program.start(SiteWork.build(figures), in: place).outcome()
    guard built.status == 0 else { throw SiteWork.Unusable(reason: built.errors) }
    let folders = SiteWork.folders + ["Templates"]
    let before = try folders.map { ($0, try place.files(below: $0)) }
    let calibration = place.root.appending(path: "data/calibration.json")
    let choices = try Data(contentsOf: calibration)
    let whole = try program.run("verify", "--site", "out", "--strict", in: place)
    if whole.status != 0 { tally.faults.append("an untouched site: \(whole.output.suffix(400))") }
    for corruption in try Corruption.all(in: place) {
      try await corruption.plant()
      let outcome = try program.run("verify", "--site", "out", "--strict", in: place, within: 120)
      tally.count += 1
      let lines = (outcome.output + outcome.errors).split(separator: "\n")
      let isNamed = lines.contains { line in
        corruption.names.contains { line.contains($0) } && !line.contains("Nothing differs")
      }
      if outcome.status == 0 {
        tally.faults.append("\(corruption.name): not found")
      } else if let signal = outcome.signal {
        tally.faults.append("\(corruption.name): signal \(signal)")
      } else if !isNamed {
        tally.faults.append("\(corruption.name): not named, \(outcome.output.suffix(300))")
      } else {
        tally.add("found and named")
      }
      for (folder, files) in before { try place.restore(files, below: folder) }
      try choices.write(to: calibration)
    }
    let again = try program.run("verify", "--site", "out", "--strict", in: place)
    if again.status != 0 { tally.faults.append("a restored site: \(again.output.suffix(400))") }
  }
}

/// One such thing.
struct Corruption {
  /// What is done.
  let name: String
  /// Texts of which a line that the verification prints must hold one.
  let names: [String]
  let plant: () async throws -> Void

  /// How many kinds there are.
  static let count = 35

  /// All kinds, in a repository with a site.
  static func all(in place: Place) throws -> [Corruption] {
    let manager = FileManager.default
    func url(_ path: String) -> URL { place.root.appending(path: path) }
    let records = try place.files(below: "data/poisons")
    let keys = records.keys.sorted()
    let isAttack = { (name: String) in
      String(decoding: records[name] ?? Data(), as: UTF8.self).contains("meta-gradient")
    }
    guard let record = keys.first(where: isAttack), let other = keys.first(where: { $0 != record }),
      let dataset = try place.files(below: "data/datasets").keys.sorted().first,
      let prices = try place.files(below: "data/simulated/quandl").keys.sorted().first(where: {
        $0.hasSuffix(".csv")
      })
    else { throw SiteWork.Unusable(reason: "there is no attack, data set or price file") }
    var all: [Corruption] = []
    func add(_ name: String, _ names: String..., plant: @escaping () async throws -> Void) {
      all.append(Corruption(name: name, names: names, plant: plant))
    }
    /// One byte in the middle of a file is changed, by its lowest bit.
    func flip(_ what: String, _ path: String, _ name: String) {
      add("a byte of \(what)", name) {
        var bytes = try Data(contentsOf: url(path))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: url(path))
      }
    }
    /// A text of a file is replaced by another.
    func edit(_ what: String, _ path: String, _ old: String, _ new: String, _ name: String) {
      add(what, name) {
        let text = try String(contentsOf: url(path), encoding: .utf8)
        try Data(text.replacing(old, with: new).utf8).write(to: url(path))
      }
    }
    flip("a record", "data/poisons/\(record)", record)
    flip("a data set", "data/datasets/\(dataset)", dataset)
    flip("a chart", "out/figures/5a.svg", "figures/5a.svg")
    flip("a printed chart", "out/figures/5a.pdf", "figures/5a.pdf")
    flip("a table", "out/figures/5a.csv", "figures/5a.csv")
    flip("a page", "out/ledger.html", "ledger.html")
    flip("the page about performance", "out/performance.html", "performance.html")
    flip("the published numbers", "out/numbers/ledger.json", "numbers/ledger.json")
    flip("the manifest", "out/manifest.json", "manifest.json")
    flip("the list of sums", "out/SHA256SUMS", "SHA256SUMS")
    flip("the research crate", "out/ro-crate-metadata.json", "ro-crate-metadata.json")
    flip("the style sheet", "out/style.css", "style.css")
    flip("a price file", "data/simulated/quandl/\(prices)", prices)
    for (what, path) in [
      ("page", "out/figure-5.html"), ("chart", "out/figures/5a.svg"),
      ("record", "data/poisons/\(record)"), ("data set", "data/datasets/\(dataset)"),
      ("price file", "data/simulated/quandl/\(prices)"), ("list of sums", "out/SHA256SUMS"),
      ("manifest", "out/manifest.json"),
    ] {
      add("a missing \(what)", String(path.split(separator: "/").last ?? ""), "data set", "source")
      {
        try manager.removeItem(at: url(path))
      }
    }
    add("an extra page", "extra.html") { try Data("<p>".utf8).write(to: url("out/extra.html")) }
    add("an extra page in a folder of its own", "more/extra.html") {
      try manager.createDirectory(at: url("out/more"), withIntermediateDirectories: true)
      try Data("<p>".utf8).write(to: url("out/more/extra.html"))
    }
    add("a link that leads round in a circle", "loop") {
      try manager.createSymbolicLink(
        atPath: url("out/loop").path, withDestinationPath: ".")
    }
    add("a page behind a link", "data.html") {
      let text = try Data(contentsOf: url("out/data.html"))
      try text.write(to: url("data/elsewhere.html"))
      try manager.removeItem(at: url("out/data.html"))
      try manager.createSymbolicLink(
        at: url("out/data.html"), withDestinationURL: url("data/elsewhere.html"))
    }
    add("a record under another key", record) {
      try Data(contentsOf: url("data/poisons/\(other)")).write(to: url("data/poisons/\(record)"))
    }
    add("a record cut off", record) {
      let bytes = try Data(contentsOf: url("data/poisons/\(record)"))
      try bytes.prefix(bytes.count / 2).write(to: url("data/poisons/\(record)"))
    }
    add("an empty record", record) { try Data().write(to: url("data/poisons/\(record)")) }
    // Whoever changes numbers and digests alike is betrayed by the manifest, or by the pages that
    // they no longer give.
    add("a record written anew with another number", record) {
      var file = try await ArrayFile(contentsOf: url("data/poisons/\(record)"))
      file.rootAttributes["budget"] = .double(0.123)
      try await file.write(to: url("data/poisons/\(record)"))
    }
    add("a utility that is not a number, with the right digest", record) {
      var file = try await ArrayFile(contentsOf: url("data/poisons/\(record)"))
      let place = file.arrays.keys.sorted().first { $0.hasSuffix("/fresh/targets/poisoned") }
      if let place, let array = file.arrays[place], let values = array.doubles {
        file.arrays[place] = NamedArray([.nan] + values.dropFirst(), shape: array.shape)
      }
      try await file.write(to: url("data/poisons/\(record)"))
    }
    add("a page with its sum and its digest in the manifest", "ledger.html") {
      try Corruption.forge("ledger.html", in: url("out")) {
        $0.replacing("not run", with: "reproduced")
      }
    }
    add("published numbers with their sum and digest", "numbers/ledger.json") {
      try Corruption.forge("numbers/ledger.json", in: url("out")) {
        $0.replacing("\"not run\"", with: "\"reproduced\"") + " "
      }
    }
    add("a manifest without records, with its sum", "records", "manifest") {
      try Corruption.forgeManifest(in: url("out")) { object in
        var inputs = object["inputs"] as? [String: Any] ?? [:]
        inputs["records"] = [Any]()
        object["inputs"] = inputs
      }
    }
    add("a manifest of another preset, with its sum", "file", "record") {
      try Corruption.forgeManifest(in: url("out")) { $0["preset"] = "paper" }
    }
    edit(
      "another calibration", "data/calibration.json", "\"setting\":\"",
      "\"setting\":\"Elsewhere. ", "calibration.json")
    edit(
      "another template", "Templates/ledger.mustache", "<section", "<p>So:</p><section",
      "ledger.html")
    return all
  }

  /// Changes a file of a site together with every digest of it.
  private static func forge(
    _ path: String, in site: URL, _ change: (String) -> String
  ) throws {
    let url = site.appending(path: path)
    let old = try Data(contentsOf: url)
    let new = Data(change(String(decoding: old, as: UTF8.self)).utf8)
    try new.write(to: url)
    let digests = ("\(Digest(ofBytes: old))", "\(Digest(ofBytes: new))")
    let manifest = site.appending(path: "manifest.json")
    let before = try Data(contentsOf: manifest)
    let after = Data(
      String(decoding: before, as: UTF8.self).replacing(digests.0, with: digests.1).utf8)
    try after.write(to: manifest)
    let sums = site.appending(path: "SHA256SUMS")
    let text = try String(contentsOf: sums, encoding: .utf8)
      .replacing(digests.0, with: digests.1)
      .replacing("\(Digest(ofBytes: before))", with: "\(Digest(ofBytes: after))")
    try Data(text.utf8).write(to: sums)
  }

  /// Changes the manifest together with its sum.
  private static func forgeManifest(
    in site: URL, _ change: (inout [String: Any]) -> Void
  ) throws {
    let manifest = site.appending(path: "manifest.json")
    let before = try Data(contentsOf: manifest)
    var object = try JSONSerialization.jsonObject(with: before) as? [String: Any] ?? [:]
    change(&object)
    let after = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
    try after.write(to: manifest)
    let sums = site.appending(path: "SHA256SUMS")
    let text = try String(contentsOf: sums, encoding: .utf8)
      .replacing("\(Digest(ofBytes: before))", with: "\(Digest(ofBytes: after))")
    try Data(text.utf8).write(to: sums)
  }
}
