import Data
import Learning
import Reproducibility
import TestSupport
import Testing

@testable import Domains

/// The option that says which citation graph matching runs on.
struct MatchingGraphTests {
  private static func domain(_ graph: MatchingDomain.Graph) -> MatchingDomain {
    .tiny(graph: graph)
  }

  /// Keys of records on Cora are those of before there was a second graph.
  @Test func theDefaultGraphIsNotEncoded() throws {
    func text(_ domain: MatchingDomain) throws -> String {
      try JSONValue(encoding: ComponentDescription(domain)).canonicalText
    }
    let cora = """
      {"name":"matching","options":{"curvature":0.1,"heldOut":2,"hidden":64,"instances":27,\
      "network":"embedding","side":50,"targets":3,"temperature":0.05},"revision":1}
      """
    #expect(try text(MatchingDomain()) == cora)
    #expect(
      try text(MatchingDomain(graph: .citeseer))
        == cora.replacing("{\"curvature\":0.1,", with: "{\"curvature\":0.1,\"graph\":\"citeseer\",")
    )
    var pair = MatchingDomain(network: .pair)
    (pair.instances, pair.side, pair.curvature, pair.temperature) = (15, 12, 0.2, 0.1)
    #expect(
      try text(pair) == """
        {"name":"matching","options":{"curvature":0.2,"heldOut":2,"hidden":16,"instances":15,\
        "network":"pair","side":12,"targets":3,"temperature":0.1},"revision":1}
        """)
  }

  @Test func readsItsOwnGraphAndNoOther() throws {
    let cora = try SmallGraph.communities(papers: 60, words: 12, communities: 7)
    let citeseer = try SmallGraph.communities(papers: 70, words: 9, communities: 5)
    let both = Sources(Source(cora), Source(citeseer, kind: .citeseer))
    for (graph, words) in [(MatchingDomain.Graph.cora, 12), (.citeseer, 9)] {
      let domain = Self.domain(graph)
      #expect(domain.sources == [graph.kind])
      let scenario = try domain.scenario(from: both, seed: 0)
      #expect(scenario.pipeline.perturbationShape == (8 * 4, words))
      let own = both.restricted(to: domain.sources)
      #expect(own.count == 1)
      #expect(try domain.seedCount(in: own) == 2)
      let again = try domain.scenario(from: own, seed: 0)
      #expect(try again.cleanSamples() == scenario.cleanSamples())
      let other = both.filter { $0.key != graph.kind }
      #expect(try domain.seedCount(in: other) == 0)
      #expect(try domain.facts(from: other, seeds: []).isEmpty)
      #expect(throws: DomainError.missingSource(graph.kind, domain: "matching")) {
        try domain.scenario(from: other, seed: 0)
      }
    }
    #expect(
      DomainError.missingSource(.citeseer, domain: "matching").description
        == "the matching domain needs Citeseer citation files: "
        + "give them with --citeseer or put them into data/citeseer")
  }

  @Test func bothGraphsHaveTheSameFolds() throws {
    for seed in [0, 1, 2, 3, 4, 100, 500] as [UInt64] {
      #expect(
        try MatchingDomain().split(seed: seed) == MatchingDomain(graph: .citeseer).split(seed: seed)
      )
    }
  }

  @Test func namesItsGraph() {
    let (cora, citeseer) = (MatchingDomain(), MatchingDomain(graph: .citeseer))
    #expect(
      cora.title.hasPrefix("Matching, 50") && citeseer.title.hasPrefix("Matching on Citeseer, 50"))
    #expect(citeseer.cost.step > 2 * cora.cost.step, "papers of Citeseer hold more words")
    for (domain, name) in [(cora, "Cora"), (citeseer, "Citeseer")] {
      #expect(domain.settings.first { $0.name == "Citation graph" }?.value == name)
    }
  }

  /// From the lines of the file to the ones of all outcomes: every sum is what is left above it.
  @Test(arguments: [MatchingDomain.Graph.cora, .citeseer])
  func theAccountAddsUp(_ graph: MatchingDomain.Graph) throws {
    let sources = try SimulatedSources.all()
    let facts = try MatchingDomain(graph: graph).facts(from: sources, seeds: [0])
    guard case .rows(let rows) = facts["account"] else {
      Issue.record("no account")
      return
    }
    var (left, sums) = (0, [Int]())
    for row in rows {
      guard case .text(let text) = row["count"], case .flag(let isSum) = row["isSum"] else {
        Issue.record("\(row)")
        return
      }
      let digits = text.filter(\.isNumber)
      let count = try #require(Int(digits))
      if isSum {
        #expect(sums.isEmpty || count == left, "\(row)")
        left = count
        sums.append(count)
      } else {
        #expect(text.hasPrefix("−") || count == 0)
        left -= count
      }
    }
    let read = try #require(sources.citations(of: graph.kind))
    let cut = try MatchingDomain(graph: graph).instances(of: read)
    #expect(
      sums == [read.report.citations, read.edgeCount, cut.instances.reduce(0) { $0 + $1.cut }])
  }
}
