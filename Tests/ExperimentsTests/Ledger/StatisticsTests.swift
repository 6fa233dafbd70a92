import Testing

@testable import Experiments

/// Tests and effect sizes of the ledger, against numbers computed by hand.
struct LedgerStatisticsTests {
  @Test func findsTheProbabilityOfPairedDifferences() {
    // t = 2 / (1/√3) = 2√3 with 2 degrees of freedom: p = 1 − t/√(2 + t²) = 1 − √(12/14).
    let test = PairedTest([1, 2, 3])
    #expect(abs(test.probability - (1 - (12.0 / 14).squareRoot())) < 1e-14)
    #expect(PairedTest([0, 0]).probability == 1)
    #expect(PairedTest([3, 3]).probability == 0)
  }

  @Test func correctsAsHolmDoes() {
    // Sorted: 0.01 · 4, then 0.02 · 3 = 0.06, 0.03 · 2 = 0.06, and 0.2.
    let corrected = PairedTest.holm([0.03, 0.2, 0.01, 0.02])
    for (got, wanted) in zip(corrected, [0.06, 0.2, 0.04, 0.06]) {
      #expect(abs(got - wanted) < 1e-15)
    }
    // The second smallest, 0.04 · 1, may not fall below the smallest, 0.03 · 2.
    #expect(PairedTest.holm([0.03, 0.04]) == [0.06, 0.06])
  }

  @Test func countsPermutationsWithinBlocks() {
    // Two treatments, four blocks, always the same order: 2 of 16 permutations are as extreme.
    let test = FriedmanTest([[1, 2], [0, 5], [3, 4], [7, 9]])
    #expect(test.probability == 2.0 / 16)
    // Rank sums 4 and 8 about 6.
    #expect(test.statistic == 8)
    // Three treatments, two blocks in the same order: the second block must repeat the first, 6 of 36.
    #expect(FriedmanTest([[1, 2, 3], [4, 5, 6]]).probability == 1.0 / 6)
  }

  @Test func sharesRanksOfEqualValues() {
    #expect(FriedmanTest.ranks([3, 1, 3, 7]) == [2.5, 1, 2.5, 4])
  }

  @Test func drawsPermutationsWhereThereAreTooMany() {
    // Five treatments in the same order in ten blocks: nothing drawn can be as extreme.
    let extreme = FriedmanTest(Array(repeating: [1, 2, 3, 4, 5], count: 10))
    #expect(extreme.probability == 1.0 / 20_001)
    let level = FriedmanTest([
      [1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [1, 2, 3, 4, 5], [5, 4, 3, 2, 1],
    ])
    #expect(level.statistic == 0 && level.probability == 1)
  }

  @Test(arguments: [(5, 1.66), (10, 1.0)])
  func knowsTheSmallestEffectFound(seeds: Int, deviations: Double) {
    // The two values stand in the rules, rounded to two digits behind the point.
    #expect(abs(DetectableEffect(seeds: seeds).deviations - deviations) < 0.03)
  }

  @Test func fitsSlopesByLeastSquares() {
    #expect(Slope(of: [1, 3, 5], on: [0, 1, 2]).value == 2)
    // Σ(x − 1)(y − 2) / Σ(x − 1)² = (−1·−1 + 0·1 + 1·0)/2.
    #expect(Slope(of: [1, 3, 2], on: [0, 1, 2]).value == 0.5)
  }
}
