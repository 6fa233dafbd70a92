import Foundation
import Reproducibility
import Site

/// Manifests of a site with changes: whatever is changed, the check of the site's files names it.
///
/// They are read in this process: a crash ends the campaign.
struct ManifestCampaign: Campaign {
  static let name = "manifests"
  static let task =
    "manifests of a site with one to three changes, each of which the check of the site's files "
    + "has to name unless not a byte differs"
  static let unit = "manifest"
  static let shortCount = 2_000
  static let longCount = 50_000
  static let partCount: Int? = nil

  private(set) var tally = Tally()
  private let count: Int, seed: UInt64

  init(count: Int, seed: UInt64, program: Program) { (self.count, self.seed) = (count, seed) }

  private static let page = "page"
  private static let manifest = """
    {"extent":{"includesTables":true,"isCoarse":false,"panels":["5a"]},"files":{"index.html":\
    "\(Digest(of: page))"},"format":"site/2","inputs":{"calibration":"\(Digest(of: "c"))",\
    "records":[],"sources":[]},"made_by":"report","preset":"quick","toolchain":[]}

    """

  mutating func run() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "manifests-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "manifest.json")
    let texts = ["index.html": Self.page, "manifest.json": Self.manifest]
    let sums = texts.sorted { $0.key < $1.key }.map { "\(Digest(of: $0.value))  \($0.key)\n" }
    for (name, text) in texts.merging(["SHA256SUMS": sums.joined()], uniquingKeysWith: { $1 }) {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    // What is found of changes says nothing unless the site as it is has none.
    if try !isWhole(folder) { tally.faults.append("an untouched site is not whole") }
    let bytes = Array(Self.manifest.utf8)
    var random = SeededGenerator(seed: seed, stream: "manifests")
    for place in 0..<count {
      let changed = TextMutation.mutated(bytes, using: &random)
      try Data(changed).write(to: file)
      let isWhole = try isWhole(folder)
      tally.count += 1
      if changed == bytes {
        tally.add("unchanged after all")
      } else if isWhole {
        tally.faults.append("manifest \(place) of seed \(seed): a change that is not named")
      } else {
        tally.add("named")
      }
    }
  }

  private func isWhole(_ folder: URL) throws -> Bool {
    try DeployedSite(folder: folder.path).listedFiles().allSatisfy { $0.state == .same }
  }
}
