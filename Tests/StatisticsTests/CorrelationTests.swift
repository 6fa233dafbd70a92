import Statistics
import Testing

struct CorrelationTests {
  @Test func isOneOnALineAndChangesSignWithIt() throws {
    let rising = try #require(Correlation(of: [(0, 1), (1, 3), (4, 9)]))
    #expect(abs(rising.value - 1) < 1e-15 && rising.count == 3)
    let falling = try #require(Correlation(of: [(0, 1), (1, -1), (4, -7)]))
    #expect(abs(falling.value + 1) < 1e-15)
  }

  /// scipy.stats.pearsonr of the same pairs.
  @Test func agreesWithAnotherImplementation() throws {
    let found = try #require(
      Correlation(of: [(1, 2), (2, 1), (3, 4), (4, 3), (5, 7), (6, 5)]))
    #expect(abs(found.value - 0.7917946548886295) < 1e-14)
  }

  @Test func doesNotSayWhatCannotBeSaid() {
    #expect(Correlation(of: [(1, 2), (2, 3)]) == nil)
    #expect(Correlation(of: [(1, 2), (1, 3), (1, 4)]) == nil)
    #expect(Correlation(of: [(1, 2), (2, .nan), (3, 4)]) == nil)
  }
}
