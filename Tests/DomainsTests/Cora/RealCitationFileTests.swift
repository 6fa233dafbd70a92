import Foundation
import Testing

@testable import Domains

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
      graph.sources.map(\.digest.description) == [
        "b8ebed0fd45e53995abafd1b70cf6a9fcc8f86abc5826d69b97fe6ca46e9c8ee",
        "ec1a372391b7f0f60a6aff0084e8abd8f19f0faa7e1f2441a41c492042d5945e",
      ])
    #expect(graph.sources.allSatisfy { KnownFile.of($0.digest)?.origin.contains("Cora") == true })
  }

  /// The cut and the sizes are those of METIS 5.1 with the GNU C library's generator.
  @Test func cutsTheSameInstancesInEveryRun() throws {
    let graph = try graph()
    let domain = MatchingDomain()
    let instances = try domain.instances(of: graph)
    // A graph keeps its cut, so the second one is that of the files read anew.
    #expect(instances == (try domain.instances(of: try self.graph())))
    #expect(instances.instances.count == 27)
    let used = instances.instances.flatMap { $0.left + $0.right }
    #expect(instances.instances.allSatisfy { $0.left.count == 50 && $0.right.count == 50 })
    #expect(Set(used).count == 2700 && used.count == 2700)
    #expect(instances.edgeCut == 928)
    #expect(instances.smallestPart == 97 && instances.largestPart == 103)
    #expect(instances.moved == 27 && instances.unused == 8)
    #expect(instances.instances.reduce(0) { $0 + $1.edges } == 4324)
    #expect(instances.instances.reduce(0) { $0 + $1.cut } == 3442)
  }

  @Test func makesAScenarioOfEverySeed() throws {
    let sources = SourceData(citations: try graph())
    for seed in [0, 4, 100] as [UInt64] {
      let scenario = try MatchingDomain().scenario(from: sources, seed: seed)
      let instances = seed < 100 ? 22 : 17
      #expect(scenario.pipeline.perturbationShape == (100 * instances, 1433))
      #expect(scenario.targetOutcome[0].rows == 3 && scenario.heldOutOutcome[0].rows == 2)
      let perfect = try scenario.problem.meanUtility(of: nil, when: scenario.targetOutcome)
      #expect(perfect > 20 && perfect < 50)
    }
  }
}
