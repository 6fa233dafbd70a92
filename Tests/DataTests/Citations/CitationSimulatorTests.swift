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
    #expect(graph.report.repeatedCitations == 151)
    #expect(graph.report.selfCitations == 1 && graph.report.unknownCitations == 3)
    #expect(graph.report.unknownPapers.count == 2)
    let mean = Double(graph.report.ones) / 2708
    #expect(abs(mean - 18) < 0.5)
    #expect(graph.files.map(\.digest.description) == Self.digests)
    let readme = try String(contentsOf: folder.url.appending(path: "README.txt"), encoding: .utf8)
    #expect(readme.contains("simulated"))
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
