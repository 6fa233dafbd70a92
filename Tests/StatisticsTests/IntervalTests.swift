import Statistics
import Testing

struct IntervalTests {
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

  /// scipy 1.17.1: `stats.t.interval(confidence, 5, loc=mean(x), scale=stats.sem(x))`.
  @Test(arguments: [
    (0.9, 0.16276099780656983, 2.753905668860096),
    (0.95, -0.1944184102634483, 3.111085076930115),
    (0.99, -1.1341269626653008, 4.0507936293319675),
  ])
  func matchesIntervalsOfScipy(confidence: Double, lower: Double, upper: Double) throws {
    let interval = Interval(of: [2.31, -0.4, 1.77, 0.02, 3.9, 1.15], confidence: confidence)
    let bounds = try #require(interval.bounds)
    #expect(interval.count == 6)
    #expect(abs(interval.mean - 1.4583333333333333) < 1e-15)
    #expect(abs(try #require(interval.deviation) - 1.5748957637464984) < 1e-14)
    #expect(abs(bounds.lowerBound - lower) < 1e-13 && abs(bounds.upperBound - upper) < 1e-13)
  }

  @Test func takesBackTheRoundingOfTheMean() {
    let values = Array(repeating: 0.1, count: 10)
    #expect(values.mean != 0.1)
    #expect(Interval(of: values).mean == 0.1)
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
