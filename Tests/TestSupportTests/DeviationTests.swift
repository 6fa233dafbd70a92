import LinearAlgebra
import TestSupport
import Testing

struct DeviationTests {
  @Test func isRelativeToTheLargestEntryOfTheReference() {
    #expect(deviation(Matrix([[1, 9]]), from: Matrix([[2, -8]])) == 17.0 / 8)
    #expect(deviation(Matrix([[1, 2]]), from: Matrix([[1, 2]])) == 0)
    #expect(deviation(Matrix([[0.5]]), from: Matrix([[0]])) > 1e299)
  }

  @Test func isInfiniteWhereThereIsNothingToCompare() {
    let nothing = Matrix(rows: 0, columns: 0)
    #expect(deviation(nothing, from: nothing) == .infinity)
    #expect(deviation(Matrix([[1]]), from: nothing) == .infinity)
    #expect(deviation(Matrix([[.nan, 1]]), from: Matrix([[0, 1]])) == .infinity)
    #expect(deviation(Matrix([[0, 1]]), from: Matrix([[0, .nan]])) == .infinity)
  }
}
