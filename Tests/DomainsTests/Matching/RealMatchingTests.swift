import Data
import Foundation
import Testing

@testable import Domains

/// Instances of genuine Cora and Citeseer, which are not part of the repository: REAL_DATA_DIR
/// names the directory above `cora` and `citeseer`.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["REAL_DATA_DIR"] != nil, "REAL_DATA_DIR is not set"))
struct RealMatchingTests {
  private func graph(_ name: String = "cora") throws -> CitationGraph {
    let directory = try #require(ProcessInfo.processInfo.environment["REAL_DATA_DIR"])
    return try CoraReader().graph(inFolder: "\(directory)/\(name)")
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
    let sources = Sources(Source(try graph()))
    for seed in [0, 4, 100] as [UInt64] {
      let scenario = try MatchingDomain().scenario(from: sources, seed: seed)
      let instances = seed < 100 ? 22 : 17
      #expect(scenario.pipeline.perturbationShape == (100 * instances, 1433))
      #expect(scenario.targetOutcome[0].rows == 3 && scenario.heldOutOutcome[0].rows == 2)
      let perfect = try scenario.problem.meanUtility(of: nil, when: scenario.targetOutcome)
      #expect(perfect > 20 && perfect < 50)
    }
  }

  /// The same of Citeseer: 27 of its 33 possible instances, from parts of about 123 papers.
  @Test func cutsCiteseerAsItCutsCora() throws {
    let graph = try graph("citeseer")
    let domain = MatchingDomain(graph: .citeseer)
    let instances = try domain.instances(of: graph)
    #expect(instances.instances.count == 27)
    #expect(instances.instances.allSatisfy { $0.left.count == 50 && $0.right.count == 50 })
    #expect(instances.edgeCut == 403)
    #expect(instances.smallestPart == 115 && instances.largestPart == 126)
    #expect(instances.moved == 612 && instances.unused == 612)
    #expect(instances.instances.reduce(0) { $0 + $1.edges } == 3604)
    #expect(instances.instances.reduce(0) { $0 + $1.cut } == 3001)
    let sources = Sources(Source(graph, kind: .citeseer))
    for seed in [0, 4, 100, 500] as [UInt64] {
      let scenario = try domain.scenario(from: sources, seed: seed)
      #expect(scenario.pipeline.perturbationShape == (100 * (seed < 100 ? 22 : 17), 3703))
      let perfect = try scenario.problem.meanUtility(of: nil, when: scenario.targetOutcome)
      #expect(perfect > 20 && perfect < 50)
    }
    let facts = try domain.facts(from: sources, seeds: [0])
    guard case .text(let agreement) = facts["agreement"] else {
      Issue.record("nothing is said of published figures")
      return
    }
    #expect(agreement == "Every figure that was published is met.")
  }
}
