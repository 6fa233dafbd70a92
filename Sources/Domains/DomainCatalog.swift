import Reproducibility

/// All domains that are generated or read from source files, each with its default options.
///
/// A problem of one's own (`CustomDomain`) is not here: it is made from a file that only its owner
/// has.
///
/// ```swift
/// let titles = DomainCatalog.all.map(\.title)
/// let domain = DomainCatalog.domain(named: "synthetic")  // 250 instances, 7 constraints
/// ```
public enum DomainCatalog {
  /// One representative of each domain, in the order in which pages list them.
  public static let all: [any Domain] = [
    SyntheticDomain(), PortfolioDomain(), MatchingDomain(), ShortestPathDomain(),
    StandardPathDomain(), StandardKnapsackDomain(), StandardPortfolioDomain(),
  ]

  /// The domain of the given name with its default options; nil if there is none.
  public static func domain(named name: String) -> (any Domain)? {
    all.first { $0.name == name }
  }
}
