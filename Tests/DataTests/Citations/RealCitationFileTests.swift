import Foundation
import Testing

@testable import Data

/// Genuine Cora and Citeseer, which are not part of the repository: REAL_DATA_DIR names the
/// directory above `cora` and `citeseer`.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["REAL_DATA_DIR"] != nil, "REAL_DATA_DIR is not set"))
struct RealCitationFileTests {
  private func graph(_ format: any CitationFormat.Type = CoraFormat.self) throws -> CitationGraph {
    let folder = try #require(ProcessInfo.processInfo.environment["REAL_DATA_DIR"])
    let source = try format.read(paths: ["\(folder)/\(format.directory)"])
    #expect(source.kind == format.kind)
    return try #require(Sources(source).citations(of: format.kind))
  }

  @Test func readsCora() throws {
    let graph = try graph()
    #expect(graph.papers.count == 2708 && graph.wordCount == 1433)
    #expect(graph.edgeCount == 5278)
    #expect(graph.report.ones == 49_216 && graph.report.citations == 5429)
    #expect(graph.report.repeatedCitations == 0 && graph.report.reversedCitations == 151)
    #expect(graph.report.selfCitations == 0 && graph.report.unknownCitations == 0)
    let sizes = graph.classes.indices.map { index in graph.classOfPaper.count { $0 == index } }
    #expect(
      Dictionary(uniqueKeysWithValues: zip(graph.classes, sizes)) == [
        "Neural_Networks": 818, "Probabilistic_Methods": 426, "Genetic_Algorithms": 418,
        "Theory": 351, "Case_Based": 298, "Reinforcement_Learning": 217, "Rule_Learning": 180,
      ])
    #expect(
      graph.files.map(\.digest.description) == [
        "b8ebed0fd45e53995abafd1b70cf6a9fcc8f86abc5826d69b97fe6ca46e9c8ee",
        "ec1a372391b7f0f60a6aff0084e8abd8f19f0faa7e1f2441a41c492042d5945e",
      ])
    #expect(graph.files.allSatisfy { KnownFile.of($0.digest)?.origin.contains("Cora") == true })
  }

  /// 4732 lines, of which 55 give a pair the other way round (none gives one again), 124 a paper
  /// with itself and 17 a paper that is not described: 4536 edges.
  @Test func readsCiteseer() throws {
    let graph = try graph(CiteseerFormat.self)
    #expect(graph.papers.count == 3312 && graph.wordCount == 3703)
    #expect(graph.report.ones == 105_165 && graph.report.citations == 4732)
    #expect(graph.report.repeatedCitations == 0 && graph.report.reversedCitations == 55)
    #expect(graph.report.selfCitations == 124 && graph.report.unknownCitations == 17)
    #expect(graph.report.unknownPapers.count == 15 && !graph.report.isComparedByNumber)
    #expect(graph.edgeCount == 4536 && graph.report.edges == 4732 - 55 - 124 - 17)
    #expect(graph.papers.contains("brown98iadea") && graph.papers.contains("381995"))
    let sizes = graph.classes.indices.map { index in graph.classOfPaper.count { $0 == index } }
    #expect(graph.classes == ["AI", "Agents", "DB", "HCI", "IR", "ML"])
    #expect(sizes == [249, 596, 701, 508, 668, 590])
    #expect(
      graph.files.allSatisfy { KnownFile.of($0.digest)?.origin.contains("Citeseer") == true })
  }
}
