import Statistics
import Testing

/// Reference values: numpy 2 (`mean`, `median`) and scipy 1.17.1 (`stats.gmean`).
struct AveragesTests {
  @Test func sumsInOrderAndDivides() {
    #expect([0.1, 0.2, 0.4, 1.7].mean == 0.6)
    // The small value is lost in the first sum and kept in the second.
    #expect([1e16, 1, -1e16].mean == 0)
    #expect([1e16, -1e16, 1].mean == 1.0 / 3)
  }

  @Test(
    arguments: [
      ([5, 1, 4, 2], 3), ([3, 9, -2], 3), ([7], 7), ([2, 2, 2, 5], 2), ([-1, -4], -2.5),
    ] as [([Double], Double)])
  func findsTheMiddle(values: [Double], expected: Double) {
    #expect(values.median == expected)
    #expect(values.reversed().median == expected)
  }

  @Test(
    arguments: [([0.5, 2, 8, 3], 2.213363839400643), ([1e-5, 1e7, 12], 10.626585691826113)]
      as [([Double], Double)])
  func averagesFactors(values: [Double], expected: Double) throws {
    #expect(abs(try #require(values.geometricMean) / expected - 1) < 1e-14)
  }

  @Test func geometricMeanIsZeroWithAZero() { #expect([0, 2.0].geometricMean == 0) }

  @Test func hasNoAverageOfNothing() {
    let nothing: [Double] = []
    #expect(nothing.mean == nil && nothing.median == nil && nothing.geometricMean == nil)
  }
}
