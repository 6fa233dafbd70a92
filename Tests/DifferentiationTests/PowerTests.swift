import Foundation
import LinearAlgebra
import Testing

@testable import Differentiation

struct PowerTests {
  private func powers(_ x: [Double], _ exponent: Double) throws -> [Double] {
    let tape = Tape()
    let y = tape.input(Matrix([x])).power(exponent)
    try tape.compile([y]).run()
    return y.value.values
  }

  private let positive = (1...60).map { Double($0) * 0.173 + 1e-3 }

  /// The expressions that recorded results were computed with.
  @Test func keepsTheBitsOfTheWrittenOutExpressions() throws {
    let expressions: [(exponent: Double, of: (Double) -> Double)] = [
      (0, { _ in 1 }), (1, { $0 }), (2, { $0 * $0 }), (-1, { 1 / $0 }), (0.5, { $0.squareRoot() }),
      (-0.5, { 1 / $0.squareRoot() }), (-1.5, { 1 / ($0 * $0.squareRoot()) }),
      (-2, { 1 / ($0 * $0) }), (-2.5, { 1 / ($0 * $0 * $0.squareRoot()) }),
      (-3, { 1 / ($0 * $0 * $0) }),
    ]
    for (exponent, expression) in expressions {
      #expect(try powers(positive, exponent) == positive.map(expression), "\(exponent)")
    }
  }

  /// A product of n rounded factors is off by at most n/2 units in the last place, a root and a
  /// reciprocal by half a unit each.
  @Test(arguments: (-80...80).map { Double($0) / 4 })
  func agreesWithTheLibrary(_ exponent: Double) throws {
    for (power, x) in zip(try powers(positive, exponent), positive) {
      let reference = pow(x, exponent)
      #expect((power - reference).magnitude <= 12 * reference.ulp, "\(x) to \(exponent)")
    }
  }

  @Test(arguments: [-21.0, -16, -3, -2, 1, 2, 5, 16, 17, 40])
  func takesNegativeEntriesToIntegers(_ exponent: Double) throws {
    let isOdd = exponent.remainder(dividingBy: 2) != 0
    let expected = try powers(positive, exponent).map { isOdd ? -$0 : $0 }
    #expect(try powers(positive.map { -$0 }, exponent) == expected)
  }

  @Test(arguments: [0.5, -1.5, 0.3, -2.7, 20.5])
  func hasNoNonIntegerPowerOfANegativeEntry(_ exponent: Double) throws {
    #expect(try powers([-2], exponent)[0].isNaN)
  }

  /// The derivative of a constant is zero, not 0·x⁻¹.
  @Test func hasFiniteDerivativesOfSmallPowersAtZero() throws {
    let tape = Tape()
    let x = tape.input(Matrix([[0]]))
    let y = x.power(0) + x.power(1) + x.power(2)
    let gradient = tape.gradient(of: y, withRespectTo: [x])[0]
    let second = tape.gradient(of: gradient, withRespectTo: [x])[0]
    let program = tape.compile([y, gradient, second], along: [x])
    x.setTangent(Matrix([[1]]))
    try program.run()
    #expect(y.value[0, 0] == 1 && y.tangent[0, 0] == 1)
    #expect(gradient.value[0, 0] == 1 && gradient.tangent[0, 0] == 2)
    #expect(second.value[0, 0] == 2 && second.tangent[0, 0] == 0)
  }
}
