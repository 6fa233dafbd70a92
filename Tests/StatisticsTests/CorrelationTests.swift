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

  /// scipy.stats.spearmanr of the same pairs, two of them equal in one number.
  @Test func ranksAgreeWithAnotherImplementation() throws {
    let found = try #require(
      Correlation(ofRanksOf: [(1, 20), (2, 10), (3, 40), (3, 30), (50, 70), (6, 50)]))
    #expect(abs(found.value - 0.9276336570439174) < 1e-14)
    let curved = try #require(Correlation(ofRanksOf: [(1, 1), (2, 8), (3, 27), (4, 64)]))
    #expect(abs(curved.value - 1) < 1e-15)
  }

  @Test func doesNotSayWhatCannotBeSaid() {
    #expect(Correlation(of: [(1, 2), (2, 3)]) == nil)
    #expect(Correlation(of: [(1, 2), (1, 3), (1, 4)]) == nil)
    #expect(Correlation(of: [(1, 2), (2, .nan), (3, 4)]) == nil)
  }
}
