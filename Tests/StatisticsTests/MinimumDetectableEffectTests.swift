import Statistics
import Testing

struct MinimumDetectableEffectTests {
  /// scipy 1.17.1: the root d of `stats.nct.sf(stats.t.ppf(0.975, n - 1), n - 1, d * sqrt(n)) -
  /// 0.8`, by `optimize.brentq`.
  @Test(arguments: [
    (3, 3.2640435498199274), (4, 2.1279494103700056), (5, 1.6819972822157445),
    (8, 1.156035494354792), (10, 0.9960022543069521), (15, 0.778023407566937),
    (20, 0.6604424098186563), (30, 0.5292362447757907), (50, 0.4041834922139101),
  ])
  func matchesTheNoncentralDistributionOfScipy(count: Int, expected: Double) {
    let found = MinimumDetectableEffect(count: count).deviations
    #expect(abs(found / expected - 1) < 1e-6, "\(found)")
  }

  @Test func isWithinAPercentForTwoValues() {
    // The density of s is not 0 at 0 there, and the sum over a grid less exact.
    #expect(abs(MinimumDetectableEffect(count: 2).deviations / 11.549888435882329 - 1) < 0.01)
  }

  @Test(arguments: [(5, 1.66), (10, 1.0)])
  func knowsTheValuesOfTheRules(seeds: Int, deviations: Double) {
    // The two values stand in the rules, rounded to two digits behind the point.
    #expect(abs(MinimumDetectableEffect(count: seeds).deviations - deviations) < 0.03)
  }
}
