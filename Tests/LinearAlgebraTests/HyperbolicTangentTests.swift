import Foundation
import LinearAlgebra
import Testing

struct HyperbolicTangentTests {
  private func tanhs(_ x: [Double]) -> [Double] {
    var y = x
    HyperbolicTangent.apply(x, into: &y, count: x.count)
    return y
  }

  /// The C library's tanh is within 1 ulp of the truth; this one within 2.
  @Test func staysWithinThreeUnitsInTheLastPlaceOfTheLibrary() {
    var x: [Double] = []
    for i in 0..<200_000 { x.append(Double(i) * 1.1e-4 - 11) }
    for exponent in -300..<2 { x.append(1.37 * pow(10, Double(exponent))) }
    for (value, result) in zip(x, tanhs(x)) {
      let reference = tanh(value)
      #expect(abs(result - reference) <= 3 * reference.ulp, "tanh(\(value))")
    }
  }

  @Test func keepsSignsZerosLimitsAndNaN() {
    let y = tanhs([0, -0.0, 25, -25, .infinity, -.infinity, .nan, 19.9])
    #expect(y[0].sign == .plus && y[1].sign == .minus && y[0] == 0 && y[1] == 0)
    #expect(y[2] == 1 && y[3] == -1 && y[4] == 1 && y[5] == -1)
    #expect(y[6].isNaN && y[7] <= 1)
  }

  @Test func givesEveryElementTheSameValueWhereverItStands() {
    let x = (0..<11).map { Double($0) * 0.37 - 2 }
    let whole = tanhs(x)
    for count in 1...11 { #expect(tanhs(Array(x[..<count])) == Array(whole[..<count])) }
  }
}
