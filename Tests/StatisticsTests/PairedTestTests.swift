import Statistics
import Testing

struct PairedTestTests {
  @Test func findsTheProbabilityOfThreeDifferences() {
    // t = 2 / (1/√3) = 2√3 with 2 degrees of freedom: p = 1 − t/√(2 + t²) = 1 −
    // √(12/14).
    let test = PairedTest([1, 2, 3])
    #expect(abs(test.probability - (1 - (12.0 / 14).squareRoot())) < 1e-14)
    #expect(test.interval == Interval(of: [1, 2, 3]))
  }

  /// scipy 1.17.1: `stats.ttest_1samp(differences, 0).pvalue`.
  @Test(
    arguments: [
      ([1, 2, 3], 0.07417990022744854), ([2.31, -0.4, 1.77, 0.02, 3.9, 1.15], 0.07260257714079531),
      ([-0.5, -0.4, -0.62, -0.1], 0.035663360988158053),
      ([0.3, -0.2, 0.1, -0.25, 0.02], 0.9553359559739837),
      ([1000, 1100, 900, 1050, 970], 7.966578374757284e-06),
    ] as [([Double], Double)])
  func matchesTheTestOfScipy(differences: [Double], expected: Double) {
    #expect(abs(PairedTest(differences).probability - expected) < 1e-14)
    #expect(PairedTest(differences.map { -$0 }).probability == PairedTest(differences).probability)
  }

  @Test func judgesDifferencesWithoutSpread() {
    #expect(PairedTest([0, 0]).probability == 1)
    #expect(PairedTest([3, 3]).probability == 0)
    #expect(PairedTest([3]).probability == 1)
  }

  @Test func correctsAsHolmDoes() {
    // Sorted: 0.01 · 4, then 0.02 · 3 = 0.06, 0.03 · 2 = 0.06, and 0.2.
    let corrected = PairedTest.holm([0.03, 0.2, 0.01, 0.02])
    for (got, wanted) in zip(corrected, [0.06, 0.2, 0.04, 0.06]) {
      #expect(abs(got - wanted) < 1e-15)
    }
    // The second smallest, 0.04 · 1, may not fall below the smallest, 0.03 · 2.
    #expect(PairedTest.holm([0.03, 0.04]) == [0.06, 0.06])
    #expect(PairedTest.holm([]).isEmpty)
  }

  /// statsmodels 0.15.0: `multipletests(p, method="holm")[1]`.
  @Test(
    arguments: [
      ([0.0004, 0.011, 0.04, 0.35, 0.0123, 0.9], [0.0024, 0.055, 0.12, 0.7, 0.055, 0.9]),
      ([0.5, 0.4, 0.6], [1, 1, 1]), ([0.01, 0.01, 0.03], [0.03, 0.03, 0.03]),
    ] as [([Double], [Double])])
  func matchesTheCorrectionOfStatsmodels(probabilities: [Double], expected: [Double]) {
    for (got, wanted) in zip(PairedTest.holm(probabilities), expected) {
      #expect(abs(got - wanted) < 1e-15)
    }
  }
}
