import Statistics
import Testing

/// Reference values: numpy 2 and scipy 1.17.1 (`stats.t.ppf`, `stats.t.sf`, `stats.nct.sf`), with
/// the standard errors written out.
struct UnitDesignTests {
  private static let values = [0.31, 0.12, 0.55, 0.47, 0.09, 0.28]

  @Test func averagesGroupsBeforeAnythingElse() throws {
    let interval = Interval(of: Self.values, design: .groups([0, 1, 0, 1, 2, 2]))
    // The groups' means are 0.43, 0.295 and 0.185.
    #expect(interval.count == 3)
    #expect(abs(interval.mean - 0.3033333333333334) < 1e-15)
    #expect(abs(try #require(interval.deviation) - 0.12271240089466647) < 1e-15)
    #expect(abs(try #require(interval.halfWidth) - 0.30483450276186586) < 1e-14)
    let test = PairedTest(Self.values, design: .groups([0, 1, 0, 1, 2, 2]))
    #expect(abs(test.probability - 0.050459193929995635) < 1e-14)
  }

  @Test func countsOneGroupAsOneValue() {
    let interval = Interval(of: [1, 2, 3], design: .groups([7, 7, 7]))
    #expect(interval.count == 1 && interval.mean == 2 && interval.bounds == nil)
    #expect(PairedTest([1, 2, 3], design: .groups([7, 7, 7])).probability == 1)
  }

  @Test func givesEveryValueAGroupOfItsOwn() {
    let interval = Interval(of: Self.values, design: .groups(Array(0..<6)))
    #expect(interval.bounds == Interval(of: Self.values).bounds)
  }

  @Test func widensIntervalsOfFoldsThatShareTrainingData() throws {
    let folds = [2.1, 1.4, 3.3, 2.7, 1.9]
    let interval = Interval(of: folds, design: .folds(testShare: 5.0 / 22))
    #expect(abs(try #require(interval.standardError) - 0.4812294859854477) < 1e-15)
    #expect(abs(try #require(interval.halfWidth) - 1.3361072508411462) < 1e-13)
    let test = PairedTest(folds, design: .folds(testShare: 5.0 / 22))
    #expect(abs(test.probability - 0.00905143358966485) < 1e-14)
    let independent = try #require(Interval(of: folds).halfWidth)
    // √(1/J + share) / √(1/J) with J = 5.
    let factor = (1 + 5 * 5.0 / 22).squareRoot()
    #expect(abs(try #require(interval.halfWidth) / independent - factor) < 1e-14)
  }
}

struct IntervalPlanningTests {
  private static let values = [0.3, 0.5, 0.1, 0.4]

  @Test func saysHowManyValuesWouldDecide() {
    let interval = Interval(of: Self.values)
    #expect(!interval.lies(above: 0.25) && interval.countDeciding(0.25) == 23)
    // A threshold on the other side of the mean, equally far away.
    #expect(interval.countDeciding(0.4) == 23)
    #expect(interval.countDeciding(0.325) == nil)
  }

  @Test func neverDecidesCloserThanOverlappingFoldsAllow() {
    let interval = Interval(of: Self.values, design: .folds(testShare: 0.05))
    #expect(interval.countDeciding(0.05) == 5)
    // 1.96·s·√0.05 = 0.075 remains however many folds there are.
    #expect(interval.countDeciding(0.26) == nil)
  }

  @Test func saysWhatItWouldHaveFound() throws {
    let interval = Interval(of: Self.values)
    #expect(abs(try #require(interval.detectable) - 0.36341654734184636) < 1e-6)
    #expect(Interval(of: [1]).detectable == nil)
  }

  @Test func liesWithinARangeThatItDoesNotTouch() {
    let interval = Interval(of: [0.01, 0.02, 0.015])
    #expect(interval.lies(within: -0.05...0.05) && !interval.lies(within: 0.012...0.05))
    #expect(!Interval(of: [0.01]).lies(within: -1...1))
  }
}
