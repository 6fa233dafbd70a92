import Statistics
import Testing

struct StudentDistributionTests {
  /// Quantiles of 97.5 % and 99.5 % from published tables, to ten decimals.
  @Test(arguments: [
    (1, 0.975, 12.7062047364), (2, 0.975, 4.3026527297), (3, 0.975, 3.1824463053),
    (4, 0.975, 2.7764451052), (9, 0.975, 2.2621571628), (30, 0.975, 2.0422724563),
    (100, 0.975, 1.9839715185), (4, 0.995, 4.6040948713), (10, 0.995, 3.1692726726),
  ])
  func matchesPublishedQuantiles(_ ν: Int, _ p: Double, _ expected: Double) {
    let t = StudentDistribution(degreesOfFreedom: ν).quantile(p)
    #expect(abs(t - expected) < 1e-9, "t of \(ν) degrees of freedom is \(t)")
  }

  /// scipy 1.17.1: `stats.t.ppf(p, ν)`.
  @Test(arguments: [
    (1, 0.9, 3.0776835371752544), (2, 0.6, 0.2886751345948128), (3, 0.995, 5.840909309733355),
    (4, 0.9, 1.533206274058944), (7, 0.975, 2.364624251592784), (12, 0.99, 2.6809979931209145),
    (29, 0.975, 2.045229642132703), (60, 0.9995, 3.460200469196392),
    (200, 0.975, 1.9718962236339088),
  ])
  func matchesQuantilesOfScipy(_ ν: Int, _ p: Double, _ expected: Double) {
    let t = StudentDistribution(degreesOfFreedom: ν).quantile(p)
    #expect(abs(t / expected - 1) < 1e-11, "t of \(ν) degrees of freedom is \(t)")
  }

  /// scipy 1.17.1: `1 - 2 * stats.t.sf(t, ν)`.
  @Test(arguments: [
    (1, 0.5, 0.2951672353008665), (2, 1.5, 0.7276068751089989), (3, 2.2, 0.8848280480235293),
    (5, 0.1, 0.0757698588453396), (8, 4.5, 0.9979979077244814), (11, 1.0, 0.6611993038037984),
    (40, 2.0, 0.9476776567849509),
  ])
  func matchesProbabilitiesOfScipy(_ ν: Int, _ t: Double, _ expected: Double) {
    let probability = StudentDistribution(degreesOfFreedom: ν).probability(within: t)
    #expect(abs(probability - expected) < 1e-14)
  }

  @Test func approachesTheNormalDistribution() {
    let t = StudentDistribution(degreesOfFreedom: 100_000).quantile(0.975)
    // z + (z³ + z)/4ν with z = 1.959963984540
    #expect(abs(t - 1.9599877077) < 1e-8)
  }

  @Test(arguments: [1, 2, 5, 8, 31])
  func invertsItsProbability(_ ν: Int) {
    let distribution = StudentDistribution(degreesOfFreedom: ν)
    for p in [0.5, 0.6, 0.9, 0.99, 0.9999] {
      let t = distribution.quantile(p)
      #expect(abs(distribution.probability(within: t) - (2 * p - 1)) < 1e-14)
    }
    #expect(distribution.quantile(0.25) == -distribution.quantile(0.75))
    #expect(distribution.quantile(0.5) == 0)
  }
}
