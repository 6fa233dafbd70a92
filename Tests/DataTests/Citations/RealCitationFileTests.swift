import Foundation
import Testing

@testable import Data

/// Genuine Cora, which is not part of the repository: REAL_DATA_DIR names the folder above `cora`.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["REAL_DATA_DIR"] != nil, "REAL_DATA_DIR is not set"))
struct RealCitationFileTests {
  private func graph() throws -> CitationGraph {
    let folder = try #require(ProcessInfo.processInfo.environment["REAL_DATA_DIR"])
    return try CoraReader().graph(inFolder: "\(folder)/cora")
  }

  @Test func readsCora() throws {
    let graph = try graph()
    #expect(graph.papers.count == 2708 && graph.wordCount == 1433)
    #expect(graph.edgeCount == 5278)
    #expect(graph.report.ones == 49_216 && graph.report.citations == 5429)
    #expect(graph.report.repeatedCitations == 151)
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
}
