import Experiments
import Testing

struct IntervalTests {
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

  @Test func makesTheIntervalOfFiveValues() throws {
    let interval = Interval(of: [1, 2, 3, 4, 5])
    let bounds = try #require(interval.bounds)
    #expect(interval.mean == 3)
    #expect(interval.deviation == 2.5.squareRoot())
    // 2.7764451052·√(2.5/5)
    #expect(abs(bounds.upperBound - (3 + 1.9632431614)) < 1e-9)
    #expect(abs(bounds.lowerBound - (3 - 1.9632431614)) < 1e-9)
    #expect(interval.lies(above: 1.03) && !interval.lies(above: 1.04))
    #expect(interval.lies(below: 4.97) && !interval.lies(below: 4.96))
  }

  @Test func hasNoIntervalForOneValue() {
    let interval = Interval(of: [7])
    #expect(interval.mean == 7 && interval.bounds == nil && interval.deviation == nil)
    #expect(!interval.lies(above: 0) && !interval.lies(below: 10))
  }

  @Test func shrinksToAPointForEqualValues() {
    #expect(Interval(of: [0.1, 0.1, 0.1]).bounds == 0.1...0.1)
  }
}
