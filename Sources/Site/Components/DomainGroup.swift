import Domains
import Experiments

/// Panels that share their data and their untreated victims.
struct DomainGroup {
  /// The data in a few words: "Synthetic, 250 instances, 7 constraints".
  let label: String
  /// The panels, in their order.
  let members: [PanelResults]

  /// The panel whose untreated records stand for all.
  var first: PanelResults { members[0] }

  /// The panels' charts.
  var usage: [Usage] { Usage.of(Exhibit.all(members)) }

  /// The groups of some panels, in order of first appearance.
  static func all(_ results: [PanelResults]) -> [DomainGroup] {
    let keys = results.map { $0.records.clean.map(\.key) }
    return keys.uniqued().map { key in
      let members = zip(results, keys).filter { $0.1 == key }.map(\.0)
      return DomainGroup(label: label(of: members[0].panel.domain), members: members)
    }
  }

  /// A domain with its sizes.
  static func label(of domain: any Domain) -> String {
    switch domain {
    case let domain as SyntheticDomain:
      "Synthetic, \(domain.instances) instances, \(domain.constraints) constraints"
    case let domain as PortfolioDomain:
      "Portfolio, \(domain.stocks) stocks, \(domain.trainingDates) training dates"
    case let domain as MatchingDomain:
      "Matching, \(domain.side) papers with \(domain.side), \(domain.instances - domain.targets - domain.heldOut) training instances, \(domain.network.rawValue) network"
    default: Wording.capitalised(type(of: domain).name)
    }
  }
}
