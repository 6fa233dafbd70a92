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

  static func scenario(of domain: any Domain) throws -> Scenario {
    try #require(try all.get()[domain.name])
  }
}
