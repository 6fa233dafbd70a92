import Domains
import Learning
import TestSupport
import Testing

/// The scenario of seed 0 of every domain of the catalog, at its default size on simulated sources.
enum DefaultScenarios {
  private static let all = Result {
    let sources = try SimulatedSources.all()
    return Dictionary(
      uniqueKeysWithValues: try DomainCatalog.all.map {
        ($0.name, try $0.scenario(from: sources, seed: 0))
      })
  }

  /// The domains of the catalog, with fewer stocks and papers where they have any.
  static let smallDomains: [any Domain] = DomainCatalog.all.map { domain in
    if var portfolio = domain as? PortfolioDomain {
      (portfolio.stocks, portfolio.trainingDates, portfolio.gap) = (12, 84, 32)
      (portfolio.targets, portfolio.dropped, portfolio.heldOut) = (20, 4, 20)
      return portfolio
    }
    if var matching = domain as? MatchingDomain {
      (matching.instances, matching.side, matching.hidden) = (15, 12, 16)
      return matching
    }
    return domain
  }

  static func scenario(of domain: any Domain) throws -> Scenario {
    try #require(try all.get()[domain.name])
  }

  /// That of the small domain with the same name.
  static func small(_ domain: any Domain) throws -> Scenario {
    let small = try #require(smallDomains.first { $0.name == domain.name })
    return try small.scenario(from: SimulatedSources.all(), seed: 0)
  }
}
