import Data
import Domains
import Experiments
import Foundation
import Paper
import TestSupport
import Testing

@testable import report

/// Which source files are read and made for which domains.
struct SourceOptionsTests {
  private let directory: TemporaryDirectory
  private var root: URL { directory.url }

  init() throws { directory = try TemporaryDirectory() }

  private func matching(_ graph: MatchingDomain.Graph) -> MatchingDomain {
    var domain = Preset.quick.matchingDomain()
    domain.graph = graph
    return domain
  }

  /// Whether there is something at a path below the root.
  private func isThere(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  @Test func neitherReadsNorMakesWhatNoDomainNeeds() throws {
    // What is given for a graph that nothing runs on is not even looked at.
    let options = try SourceOptions.parse(["--citeseer", "/nowhere"])
    let sources = try options.load(root: root, for: [matching(.cora), SyntheticDomain()])
    #expect(sources.keys.map { $0 } == [.citations])
    #expect(isThere("data/simulated/cora") && !isThere("data/simulated/citeseer"))
    #expect(!isThere("data/simulated/quandl"))
    #expect(throws: (any Error).self) { try options.load(root: root, for: [matching(.citeseer)]) }
    #expect(try SourceOptions.parse([]).load(root: root, for: [SyntheticDomain()]).isEmpty)
  }

  @Test func loadsBothGraphsSideBySide() throws {
    let genuine = root.appending(path: "elsewhere")
    try CitationSimulator(.citeseer, seed: 1).write(to: genuine)
    let domains: [any Domain] = [matching(.citeseer), matching(.cora)]
    let options = try SourceOptions.parse(["--citeseer", genuine.path])
    let sources = try options.load(root: root, for: domains)
    #expect(sources.keys.sorted() == [.citations, .citeseer])
    #expect(sources[.citations]?.isSimulated == true && sources[.citeseer]?.isSimulated == false)
    #expect(sources.citations?.wordCount == 1433)
    #expect(sources.citations(of: .citeseer)?.wordCount == 3703)
    #expect(!isThere("data/simulated/citeseer"))
    try options.refuseChanged(since: sources, root: root)
    // The place by default is read where no option names another one.
    try FileManager.default.moveItem(at: genuine, to: root.appending(path: "data/citeseer"))
    let again = try SourceOptions.parse([]).load(root: root, for: domains)
    #expect(again[.citeseer]?.isSimulated == false)
    #expect(again.mapValues(\.digests) == sources.mapValues(\.digests))
    try FileManager.default.removeItem(at: root.appending(path: "data/citeseer"))
    let none = try SourceOptions.parse([])
    #expect(none.areHere(root: root, isSimulated: [.citations: true]))
    #expect(!none.areHere(root: root, isSimulated: [.citeseer: true]))
    let made = try none.load(root: root, for: domains)
    #expect(
      made[.citeseer]?.isSimulated == true && made[.citeseer]?.digests != again[.citeseer]?.digests)
    #expect(none.areHere(root: root, isSimulated: [.citations: true, .citeseer: true]))
    #expect(
      made.files.map(\.name) == [
        "simulated.content", "simulated.cites", "simulated-citeseer.content",
        "simulated-citeseer.cites",
      ])
  }

  @Test func refusesAGraphThatIsTooSmallBeforeAnythingIsMade() throws {
    let small = root.appending(path: "small")
    try FileManager.default.createDirectory(at: small, withIntermediateDirectories: true)
    try Data("a\t1\t0\tX\nb\t0\t1\tY\n".utf8).write(to: small.appending(path: "a.content"))
    try Data("a\tb\n".utf8).write(to: small.appending(path: "a.cites"))
    let options = try SourceOptions.parse(["--citeseer", small.path])
    #expect(throws: (any Error).self) {
      try options.load(root: root, for: [matching(.cora), matching(.citeseer)])
    }
    #expect(!isThere("data"))
  }

  /// One cell per graph at quick size, run and looked up as a build does.
  @Test func runsAPanelOnBothGraphs() async throws {
    let checkout = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let grid = Grid(.quick, try Calibration(root: checkout))
    var panels = try grid.panels(answering: ["10a"])
    try #require(panels.count == 1)
    (panels[0].plan.seeds, panels[0].plan.budgets, panels[0].controls) = ([1], [0.1], [])
    var other = panels[0]
    (other.id, other.domain) = ("10d", matching(.citeseer))
    panels.append(other)
    let sources = try SourceOptions.parse([]).load(root: root, for: panels.map(\.domain))
    let selection = try Selection(grid, panels: panels, on: sources)
    let runner = Runner(
      store: RecordStore(root: root), laboratory: Laboratory(sources: sources), jobs: 1,
      progress: nil)
    let study = PaperStudy(selection, try await runner.study(of: selection.items))
    #expect(study.sourceKinds == [.citations, .citeseer])
    let records = study.panels.flatMap(\.all)
    #expect(records.count == 4 && Set(records.map(\.key)).count == 4)
    #expect(Set(records.map(\.dataset)).count == 2)
    for panel in study.panels {
      let clean = try #require(panel.cleanRecord(seed: 1))
      #expect(clean.evaluations.values.allSatisfy { $0.clean.targets.allSatisfy(\.isFinite) })
    }
  }
}
