import Foundation
import Reproducibility
import TestSupport
import Testing

@testable import Data

struct CitationSimulatorTests {
  /// The digests of what seed 0 writes: whoever changes the simulator changes every record made
  /// from it.
  static let digests = [
    "5b6ad1a62cd8fe3a50ab2e70b358799073dcbdf229f46596f59432bbe7195d1f",
    "402469d946ba35f7a6e5298e72b4f537149d57e1baecde7d8f73b793185e42ae",
  ]

  @Test func writesFilesOfTheSizeOfCora() throws {
    let folder = try TemporaryDirectory()
    try CitationSimulator().write(to: folder.url)
    let graph = try CoraReader().graph(inFolder: folder.url.path)
    #expect(graph.papers.count == 2708 && graph.wordCount == 1433 && graph.classes.count == 7)
    #expect(graph.edgeCount == 5278)
    #expect(graph.report.repeatedCitations == 0 && graph.report.reversedCitations == 151)
    #expect(graph.report.selfCitations == 1 && graph.report.unknownCitations == 3)
    #expect(graph.report.unknownPapers.count == 2)
    let mean = Double(graph.report.ones) / 2708
    #expect(abs(mean - 18) < 0.5)
    #expect(graph.files.map(\.digest.description) == Self.digests)
    let readme = try String(contentsOf: folder.url.appending(path: "README.txt"), encoding: .utf8)
    #expect(readme.contains("simulated"))
  }

  /// The digests of a simulated Citeseer of seed 0.
  static let citeseerDigests = [
    "5a5018fba4af46c6cfa426106f37c6088cfedc8fe362ae476565afc120594461",
    "3bc13db88b0b12435fb7d09490e3e1da37d290e53abd6ee65d822b0999eba246",
  ]

  @Test func writesFilesOfTheSizeAndWithTheDirtOfCiteseer() throws {
    let folder = try TemporaryDirectory()
    try CitationSimulator(.citeseer).write(to: folder.url)
    let graph = try CoraReader().graph(inFolder: folder.url.path)
    #expect(graph.papers.count == 3312 && graph.wordCount == 3703 && graph.classes.count == 6)
    let report = graph.report
    #expect(report.citations == 4732 && graph.edgeCount == 4536)
    #expect(report.repeatedCitations == 0 && report.reversedCitations == 55)
    #expect(report.selfCitations == 124)
    #expect(report.unknownCitations == 17 && report.unknownPapers.count == 15)
    let mean = Double(report.ones) / 3312
    #expect(abs(mean - 31.8) < 1)
    let alone = graph.papers.indices.count { graph.neighbours(of: $0).isEmpty }
    #expect((20...100).contains(alone), "48 in Citeseer itself")
    let numbers = graph.papers.count { Int($0) != nil }
    #expect(numbers == 1104, "as of Citeseer, a third of the identifiers are numbers")
    #expect(graph.files.map(\.name) == ["simulated-citeseer.content", "simulated-citeseer.cites"])
    #expect(graph.files.map(\.digest.description) == Self.citeseerDigests)
  }

  /// In Cora itself 81 % are within a class.
  @Test func citationsStayWithinCommunitiesAsInCora() throws {
    let graph = try SimulatedSources.citations()
    var (within, shared, random) = (0, 0, 0)
    for paper in graph.papers.indices {
      let words = Set(graph.words(of: paper))
      for other in graph.neighbours(of: paper) {
        let neighbour = Int(other)
        within += graph.classOfPaper[paper] == graph.classOfPaper[neighbour] ? 1 : 0
        shared += graph.words(of: neighbour).count { words.contains($0) }
        let stranger = (paper + neighbour * 31) % graph.papers.count
        random += graph.words(of: stranger).count { words.contains($0) }
      }
    }
    let share = Double(within) / Double(2 * graph.edgeCount)
    #expect((0.75...0.9).contains(share))
    #expect(2 * shared > 3 * random, "neighbours share words")
  }

  @Test func dependsOnTheSeedAlone() throws {
    let (one, same, other) = (
      try TemporaryDirectory(), try TemporaryDirectory(), try TemporaryDirectory()
    )
    try CitationSimulator(seed: 5).write(to: one.url)
    try CitationSimulator(seed: 5).write(to: same.url)
    try CitationSimulator(seed: 6).write(to: other.url)
    func digest(_ folder: TemporaryDirectory) throws -> [Digest] {
      try CoraReader().graph(inFolder: folder.url.path).files.map(\.digest)
    }
    #expect(try digest(one) == digest(same))
    #expect(try digest(one) != digest(other))
  }

  @Test func saysWhereItCannotWrite() throws {
    let folder = try TemporaryDirectory()
    try folder.put("", as: "file")
    let error = #expect(throws: SourceFileError.self) {
      try CitationSimulator().write(to: folder.url.appending(path: "file"))
    }
    #expect(try #require(error).description.contains("cannot be written"))
  }
}
