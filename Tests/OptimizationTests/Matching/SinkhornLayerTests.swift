import Differentiation
import Foundation
import LinearAlgebra
import OptimizationSupport
import Reproducibility
import TestSupport
import Testing

@testable import Optimization

struct SinkhornLayerTests {
  private func scores(_ order: Int, _ count: Int, spread: Double) -> Matrix {
    var random = SeededGenerator(seed: 1, stream: "scores")
    return spread * .normal(rows: count, columns: order * order, &random)
  }

  private func decisions(_ layer: SinkhornLayer, from scores: Matrix) throws -> Matrix {
    let tape = Tape()
    let x = layer.decisions(from: tape.input(scores))
    try tape.compile([x]).run()
    return x.value
  }

  @Test(arguments: [1, 2, 7, 50], [0.001, 0.1, 1, 5])
  func decisionsAreDoublyStochasticScalingsOfExponentials(_ order: Int, _ spread: Double) throws {
    let layer = SinkhornLayer(order: order)
    let r = scores(order, 3, spread: spread)
    let x = try decisions(layer, from: r)
    #expect(worstSum(x, order: order) <= 1e-10)
    #expect(x.values.allSatisfy { $0 > 0 })
    // (r − τ log x) is a row part plus a column part: its interactions vanish.
    func duals(_ i: Int, _ a: Int, _ b: Int) -> Double {
      let entry = x[i, a * order + b]
      return r[i, a * order + b] - layer.temperature * log(entry)
    }
    for i in 0..<3 {
      for a in 1..<max(1, order) {
        for b in 1..<order {
          let entries = [x[i, a * order + b], x[i, a * order], x[i, b], x[i, 0]]
          // Exponents below −700 are cut, far below anything that shows.
          guard entries.allSatisfy({ $0 > 1e-250 }) else { continue }
          let interaction = duals(i, a, b) - duals(i, a, 0) - duals(i, 0, b) + duals(i, 0, 0)
          #expect(abs(interaction) < 1e-10 * max(1, spread))
        }
      }
    }
  }

  @Test func hotLayersAreIndifferentAndColdOnesDecide() throws {
    let r = scores(4, 1, spread: 1)
    let hot = try decisions(SinkhornLayer(order: 4, temperature: 1e9), from: r)
    #expect(hot.values.allSatisfy { abs($0 - 0.25) < 1e-8 })
    let cold = try decisions(SinkhornLayer(order: 4, temperature: 2e-3), from: r)
    let tape = Tape()
    let best = DoublyStochasticProgram(order: 4, curvature: 1e-6).solution(tape.input(r))
    try tape.compile([best]).run()
    #expect((cold - best.value).largestMagnitude < 1e-6)
  }

  @Test func scoresOfExactLabelsFarApartAreNoHindrance() throws {
    let labels = MatchingCase(values: .labels, order: 50, curvature: 1).instances(5)
    for spread in [1.0, 10, 50] {
      let x = try decisions(SinkhornLayer(order: 50), from: spread * labels)
      #expect(worstSum(x, order: 50) <= 1e-10)
    }
  }

  @Test func refusesScoresThatAreNotFinite() {
    for bad in [Double.nan, .infinity] {
      #expect(throws: SolverError.self) {
        try decisions(SinkhornLayer(order: 2), from: Matrix([[1, bad, 0, 0]]))
      }
    }
  }

  // MARK: Derivatives

  /// A curved function of the decisions, so that its Hessian has every term.
  private func function(_ r: Variable, order: Int) -> Variable {
    let x = SinkhornLayer(order: order, temperature: 0.4).decisions(from: r)
    var random = SeededGenerator(seed: 2, stream: "weights")
    let weights = r.tape.input(Matrix.normal(like: r, &random))
    return (x.rowDot(weights) + (x * x).rowDot(x * weights)).sum()
  }

  @Test(arguments: [2, 5])
  func gradientsMatchDifferences(_ order: Int) throws {
    let tape = Tape()
    let r = tape.input(scores(order, 2, spread: 0.5))
    let y = function(r, order: order)
    let gradient = tape.gradient(of: y, withRespectTo: [r])[0]
    let program = tape.compile([y, gradient])
    try program.run()
    let exact = gradient.value
    #expect(exact.largestMagnitude > 1e-2)
    let differences = try differenceGradient(at: r.value, step: 1e-5) { moved in
      r.set(moved)
      try program.run()
      return y.value[0, 0]
    }
    #expect((differences - exact).largestMagnitude < 1e-8)
  }

  @Test(arguments: [2, 5])
  func secondDerivativesMatchDifferencesInBothModes(_ order: Int) throws {
    let tape = Tape()
    let r = tape.input(scores(order, 2, spread: 0.5))
    let y = function(r, order: order)
    let gradient = tape.gradient(of: y, withRespectTo: [r])[0]
    var random = SeededGenerator(seed: 3, stream: "direction")
    let direction = Matrix.normal(like: r, &random)
    let reverse = tape.gradient(
      of: gradient.rowDot(tape.input(direction)).sum(), withRespectTo: [r])[0]
    let program = tape.compile([y, gradient, reverse], along: [r])
    r.setTangent(direction)
    try program.run()
    let (base, product) = (r.value, gradient.tangent)
    #expect(product.largestMagnitude > 1e-2)
    #expect((product - reverse.value).largestMagnitude < 1e-11)
    let third = reverse.tangent
    let slope = innerProduct(gradient.value, direction)
    #expect(abs(y.tangent[0, 0] - slope) < 1e-11, "push and pull disagree")
    func difference(of result: Variable) throws -> Matrix {
      try centralDifference(at: base, along: direction, step: 1e-5) { moved in
        r.set(moved)
        try program.run()
        return result.value
      }
    }
    let second = try difference(of: gradient)
    #expect((product - second).largestMagnitude < 1e-6 * max(1, product.largestMagnitude))
    let differences = try difference(of: reverse)
    #expect((third - differences).largestMagnitude < 1e-6 * max(1, third.largestMagnitude))
  }
}
