import Domains

extension MatchingDomain {
  /// Four training instances of four papers on each side, two targets and one held out.
  static func tiny(graph: Graph = .cora, network: Network = .embedding) -> MatchingDomain {
    var domain = MatchingDomain(graph: graph, network: network, hidden: 5)
    (domain.instances, domain.side, domain.targets, domain.heldOut) = (7, 4, 2, 1)
    return domain
  }
}
