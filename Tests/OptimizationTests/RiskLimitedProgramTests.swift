import LinearAlgebra
import Reproducibility
import Testing

@testable import Optimization

struct RiskLimitedProgramTests {
  @Test func dividesBetweenTwoAssetsByHand() throws {
    let program = RiskLimitedProgram(covariance: .diagonal([4, 1]), bound: 1)
    let x = try program.solution(maximising: [2, 1])
    // 4x² + (1 − x)² = 1 at x = 2/5; t = 1 there.
    #expect(abs(x.decision[0] - 0.4) <= 1e-15 && abs(x.decision[1] - 0.6) <= 1e-15)
    #expect(abs(x.price - 1) <= 1e-14)
  }

  @Test func holdsTheBestAssetAloneWhereItsRiskIsSmallEnough() throws {
    let program = RiskLimitedProgram(covariance: .diagonal([4, 1, 2]), bound: 4)
    let x = try program.solution(maximising: [2, 1, 1.5])
    #expect(x.decision == [1, 0, 0] && x.price == 0)
  }

  @Test func dividesBetweenAssetsOfOneReturn() throws {
    let program = RiskLimitedProgram(covariance: .diagonal([1, 1, 1, 1]), bound: 0.3)
    let x = try program.solution(maximising: [1, 1, 1, 1])
    #expect(abs(x.decision.reduce(0, +) - 1) <= 1e-14 && x.price == 0)
    #expect(x.decision.reduce(0) { $0 + $1 * $1 } <= 0.3 * (1 + 1e-12))
  }

  @Test func refusesABoundBelowTheLeastRisk() {
    let program = RiskLimitedProgram(covariance: .diagonal([1, 1]), bound: 0.49)
    #expect(throws: SolverError.self) { try program.solution(maximising: [1, 2]) }
    #expect(throws: SolverError.self) { try program.solution(maximising: [1, 1]) }
  }

  @Test func saysNothingOfReturnsThatAreNotFinite() throws {
    let program = RiskLimitedProgram(covariance: .diagonal([1, 1]), bound: 2)
    #expect(try program.solution(maximising: [1, .infinity]).decision.allSatisfy(\.isNaN))
  }

  /// Feasible, at the bound, and optimal: with the price found, the quadratic method decides the
  /// same.
  @Test(arguments: 0..<40)
  func meetsTheBoundAtTheOptimumOfItsPrice(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed), stream: "risk")
    let k = 2 + random.index(below: 20)
    let root = Matrix(rows: k, columns: 3, values: random.normals(3 * k))
    let covariance = root * root.transposed + Matrix.diagonal(random.uniforms(k, in: 0.2...2))
    let equal = covariance.mean
    let program = RiskLimitedProgram(
      covariance: covariance, bound: equal * random.uniform(in: 1...2))
    // Returns that coincide, and a constant that all have in common, are no exception.
    var r = random.normals(k).map { ($0 * 4).rounded() / 4 + Double(seed % 3) * 100 }
    if seed.isMultiple(of: 2) { r = r.map { $0 + 0.1 * random.normal() } }
    let solution = try program.solution(maximising: r)
    let x = solution.decision
    #expect(x.allSatisfy { $0 >= 0 } && abs(x.reduce(0, +) - 1) <= 1e-12)
    let product = Matrix([x]) * covariance
    let risk = zip(product.values, x).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(risk <= program.bound * (1 + 1e-10))
    guard solution.price > 0 else {
      // Without a price, nothing has a larger return.
      let best = try #require(r.max())
      #expect(abs(zip(r, x).reduce(0) { $0 + $1.0 * $1.1 } - best) <= 1e-10)
      return
    }
    #expect(abs(risk / program.bound - 1) <= 1e-10)
    let reference = try ConvexProgram(
      quadratic: solution.price * covariance, inequalityMatrix: -1 * Matrix.identity(k),
      inequalityBound: Array(repeating: 0, count: k),
      equalityMatrix: Matrix(rows: 1, columns: k, repeating: 1), equalityBound: [1]
    ).solutions(-1 * Matrix([r]))
    for (found, expected) in zip(x, reference.row(0)) {
      #expect(abs(found - expected) <= 1e-8, "seed \(seed)")
    }
  }
}
