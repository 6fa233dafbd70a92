import Foundation
import Testing

@testable import LinearAlgebra

struct ExponentialTests {
  private func exponentials(_ x: [Double]) -> [Double] {
    var y = x
    y.withUnsafeMutableBufferPointer { buffer in
      guard let address = buffer.baseAddress else { return }
      Exponential.apply(address, into: address, count: x.count)
    }
    return y
  }

  @Test func staysWithinTwoUnitsInTheLastPlaceOfTheLibrary() {
    var x: [Double] = [700, -700, 0, -0.0]
    for i in 0..<200_000 { x.append(Double(i) * 7e-3 - 700) }
    for exponent in -300..<2 { x.append(1.37 * pow(10, Double(exponent))) }
    for (value, result) in zip(x, exponentials(x)) {
      let reference = exp(value)
      #expect(abs(result - reference) <= 2 * reference.ulp, "exp(\(value))")
    }
    #expect(exponentials([0]) == [1])
  }

  @Test func givesEveryElementTheSameValueWhereverItStands() {
    let x = (0..<11).map { Double($0) * 3.7 - 20 }
    let whole = exponentials(x)
    for count in 1...11 { #expect(exponentials(Array(x[..<count])) == Array(whole[..<count])) }
  }
}
