import Statistics
import Testing

struct SlopeTests {
  @Test func fitsByLeastSquares() {
    #expect(Slope(of: [1, 3, 5], on: [0, 1, 2]).value == 2)
    // Σ(x − 1)(y − 2) / Σ(x − 1)² = (−1·−1 + 0·1 + 1·0)/2.
    #expect(Slope(of: [1, 3, 2], on: [0, 1, 2]).value == 0.5)
  }

  /// scipy 1.17.1: `stats.linregress(places, values).slope`.
  @Test(
    arguments: [
      ([1.2, 0.7, 3.4, 2.2, 5.1], [0, 0.5, 1.5, 2, 4], 1.0402061855670102),
      ([4, 3, 2.5, -1], [3, 5, 7, 9], -0.775), ([0.1, 0.1, 0.1], [1, 2, 3], 0),
    ] as [([Double], [Double], Double)])
  func matchesTheRegressionOfScipy(values: [Double], places: [Double], expected: Double) {
    #expect(abs(Slope(of: values, on: places).value - expected) < 1e-15)
  }
}
