import Foundation
import Testing

@testable import LinearAlgebra

struct ExponentialTests {
  private func exponentials(_ x: [Double]) -> [Double] {
    var y = x
    Exponential.apply(x, into: &y, count: x.count)
    return y
  }

  @Test func agreesWithTheLibraryToTwoUnitsInTheLastPlace() {
    let x = (-7_000...7_000).map { Double($0) * 0.0997 }
    for (value, point) in zip(exponentials(x), x) {
      let reference = Foundation.exp(point)
      #expect((value - reference).magnitude <= 2 * reference.ulp, "exp(\(point))")
    }
  }

  @Test func isExactAtZeroAndCutOffBeyondItsRange() {
    #expect(exponentials([0, -0.0]) == [1, 1])
    #expect(exponentials([-1e9, 1e9]) == exponentials([-700, 700]))
    #expect(exponentials([.nan])[0].isNaN)
  }

  @Test func everyElementTakesTheSamePathWhereverItStands() {
    let x = (0..<7).map { Double($0) - 3.3 }
    let together = exponentials(x)
    for (index, point) in x.enumerated() { #expect(exponentials([point])[0] == together[index]) }
  }
}
