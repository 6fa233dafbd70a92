import Testing

@testable import Charts

struct LabelColumnTests {
  private func middles(_ wishes: [Double], height: Double = 10) throws -> [Double] {
    let wishes = wishes.map { LabelColumn.Wish(middle: $0, height: height) }
    return try #require(LabelColumn(wishes, within: 0...100)).middles
  }

  @Test func leavesDistantLabelsWhereTheyBelong() throws {
    #expect(try middles([80, 20, 50]) == [80, 20, 50])
  }

  @Test func spreadsNeighboursAboutTheirMean() throws {
    #expect(try middles([50, 50]) == [45, 55])
    #expect(try middles([52, 48, 50]) == [60, 40, 50])
  }

  @Test func keepsLabelsWithinTheBounds() throws {
    #expect(try middles([0, 0, 100]) == [5, 15, 95])
  }

  @Test func poolsBlocksThatMeet() throws {
    // The pairs at 30 and 40 would each take 20; together they stand about 35.
    #expect(try middles([30, 30, 40, 40]) == [20, 30, 40, 50])
  }

  @Test func refusesMoreThanFits() {
    let wishes = Array(repeating: LabelColumn.Wish(middle: 50, height: 10), count: 11)
    #expect(LabelColumn(wishes, within: 0...100) == nil)
  }
}
