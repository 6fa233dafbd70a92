import Testing

@testable import Statistics

struct FriedmanTestTests {
  /// splitmix64, counting its draws.
  private struct CountingGenerator: RandomNumberGenerator {
    var state: UInt64 = 0
    var draws = 0

    mutating func next() -> UInt64 {
      draws += 1
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private func test(_ blocks: [[Double]]) -> (FriedmanTest, draws: Int) {
    var random = CountingGenerator()
    let test = FriedmanTest(blocks, using: &random)
    return (test, random.draws)
  }

  @Test func countsPermutationsWithinBlocks() {
    // Two treatments, four blocks, always the same order: 2 of 16 permutations are as extreme.
    let (test, draws) = test([[1, 2], [0, 5], [3, 4], [7, 9]])
    #expect(test.probability == 2.0 / 16)
    // Rank sums 4 and 8 about 6.
    #expect(test.statistic == 8)
    #expect(draws == 0)
    // Three treatments, two blocks in the same order: the second must repeat the first, 6 of 36.
    #expect(self.test([[1, 2, 3], [4, 5, 6]]).0.probability == 1.0 / 6)
  }

  /// Counts in Python, without ties in agreement with scipy's χ² = 12·S/(b·k·(k + 1)).
  ///
  /// `itertools.permutations` of ranks by `scipy.stats.rankdata` (1.17.1).
  private static let counted: [([[Double]], Double, Double)] = [
    (
      [
        [0.31, 0.22, 0.87], [0.5, 0.1, 0.9], [0.2, 0.4, 0.8], [1.0, 0.9, 1.7], [0.6, 0.1, 0.3],
      ], 32, 306.0 / 7776
    ),
    ([[1, 1, 2, 3], [2, 1, 1, 4], [0, 3, 2, 3]], 22, 2880.0 / 13824),
    ([[9.5, 7.2, 8.8], [6.1, 6.1, 5.0], [4.4, 3.0, 4.4], [8.0, 6.2, 7.7]], 15.5, 144.0 / 1296),
  ]

  @Test(arguments: FriedmanTestTests.counted)
  func matchesACountInPython(blocks: [[Double]], statistic: Double, probability: Double) {
    let (test, draws) = test(blocks)
    #expect(test.statistic == statistic && test.probability == probability && draws == 0)
  }

  @Test func sharesRanksOfEqualValues() {
    #expect(FriedmanTest.ranks([3, 1, 3, 7]) == [2.5, 1, 2.5, 4])
  }

  @Test func drawsPermutationsWhereThereAreTooMany() {
    // Five treatments in the same order in ten blocks: nothing drawn can be as extreme.
    let (extreme, draws) = test(Array(repeating: [1, 2, 3, 4, 5], count: 10))
    #expect(extreme.probability == 1.0 / 20_001)
    #expect(draws >= 20_000)
    let (level, _) = test([
      [1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [1, 2, 3, 4, 5], [5, 4, 3, 2, 1],
    ])
    #expect(level.statistic == 0 && level.probability == 1)
  }

  /// 0.01223 of two million permutations drawn by numpy's `Generator.permuted`; 0.0031 is four
  /// standard deviations of a share of 20 000.
  @Test func drawnShareIsNearThatOfManyMore() {
    let (test, _) = test([
      [1.1, 2.0, 3.5, 2.2, 1.9], [0.4, 1.7, 1.2, 2.1, 0.9], [2.5, 2.4, 4.0, 3.9, 2.6],
      [1.0, 0.8, 2.2, 1.4, 1.5], [0.3, 1.9, 1.8, 2.5, 0.7], [1.6, 1.3, 1.4, 2.0, 1.2],
    ])
    #expect(test.statistic == 174)
    #expect(abs(test.probability - 0.0122) < 0.0031)
  }
}
