import Data
import Domains
import Learning
import LinearAlgebra

extension PoisonSpecimen {
  /// How many words of a paper are shown, half of which it has, and how many bins a histogram has.
  static let words = 8, bins = 32

  /// A piece of a unit's data.
  ///
  /// - Parameters:
  ///   - domain: the domain that the data are of.
  ///   - scenario: the unit's scenario.
  ///   - seed: the unit.
  ///   - sources: the files that the domain reads.
  ///   - perturbations: ε at each budget.
  ///   - reference: the place of the reference budget among them.
  /// - Returns: the piece; nil for a domain that has none to show.
  /// - Throws: what the domain throws.
  static func made(
    of domain: any Domain, _ scenario: Scenario, seed: UInt64, sources: Sources,
    perturbations: [Matrix], reference: Int
  ) throws -> PoisonSpecimen? {
    switch domain {
    case let domain as PortfolioDomain:
      return try prices(domain, scenario, seed, sources, perturbations).map { .prices($0) }
    case let domain as SyntheticDomain:
      return features(domain, scenario, perturbations).map { .features($0) }
    case let domain as MatchingDomain:
      return try words(domain, scenario, seed, sources, perturbations, reference)
        .map { .words($0) }
    default: return nil
    }
  }

  private static func prices(
    _ domain: PortfolioDomain, _ scenario: Scenario, _ seed: UInt64, _ sources: Sources,
    _ perturbations: [Matrix]
  ) throws -> Prices? {
    guard let history = sources.prices, let clean = domain.prices(in: scenario, perturbedBy: nil)
    else { return nil }
    func first(_ prices: Matrix) -> [Double] { (0..<prices.rows).map { prices[$0, 0] } }
    let unit = try domain.unit(of: seed, in: history)
    let days = domain.prices(of: unit, in: history).days.prefix(clean.rows)
    return Prices(
      ticker: unit.tickers[0], days: days.map(\.description), clean: first(clean),
      poisoned: perturbations.compactMap {
        domain.prices(in: scenario, perturbedBy: $0).map(first)
      })
  }

  private static func features(
    _ domain: SyntheticDomain, _ scenario: Scenario, _ perturbations: [Matrix]
  ) -> Features? {
    let tables = ([nil] + perturbations.map { $0 as Matrix? }).compactMap {
      domain.received(in: scenario, perturbedBy: $0)?.values.values
    }
    guard tables.count == perturbations.count + 1,
      let least = tables.compactMap({ $0.min() }).min(),
      let most = tables.compactMap({ $0.max() }).max(), most > least
    else { return nil }
    let width = (most - least) / Double(bins)
    func counts(_ values: [Double]) -> [Int] {
      values.reduce(into: Array(repeating: 0, count: bins)) { counts, value in
        counts[min(bins - 1, Int((value - least) / width))] += 1
      }
    }
    let means = tables.map { $0.reduce(0, +) / Double($0.count) }
    return Features(
      edges: (0...bins).map { least + Double($0) * width }, clean: counts(tables[0]),
      poisoned: tables.dropFirst().map(counts), means: means,
      deviations: zip(tables, means).map { values, mean in
        (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
      })
  }

  private static func words(
    _ domain: MatchingDomain, _ scenario: Scenario, _ seed: UInt64, _ sources: Sources,
    _ perturbations: [Matrix], _ reference: Int
  ) throws -> Words? {
    guard let clean = domain.received(in: scenario, perturbedBy: nil)?.values else { return nil }
    let ε = perturbations[reference]
    let sizes = (0..<ε.rows).map { row in ε.row(row).reduce(0) { $0 + $1 * $1 } }
    guard let row = ε.rows > 0 ? (0..<ε.rows).max(by: { sizes[$0] < sizes[$1] }) : nil else {
      return nil
    }
    let change = ε.row(row).map(\.magnitude)
    let order = change.indices.sorted { (-change[$0], $0) < (-change[$1], $1) }
    let chosen = [true, false].flatMap { isThere in
      order.filter { (clean[row, $0] != 0) == isThere }.prefix(words / 2)
    }
    func neither(_ table: (Int) -> Double) -> Double {
      let count = clean.values.indices.count { table($0) != 0 && table($0) != 1 }
      return Double(count) / Double(max(1, clean.values.count))
    }
    return Words(
      paper: try domain.trainingPapers(from: sources, seed: seed)[row],
      words: chosen, clean: chosen.map { clean[row, $0] },
      poisoned: perturbations.map { ε in chosen.map { clean[row, $0] + ε[row, $0] } },
      neither: [neither { clean.values[$0] }]
        + perturbations.map { ε in neither { clean.values[$0] + ε.values[$0] } })
  }
}
