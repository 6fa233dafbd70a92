import Differentiation
import LinearAlgebra
import OptimizationSupport
import Reproducibility
import Testing

@testable import Optimization

/// The structured program against the general one, which knows nothing of its structure.
struct SimplexProgramTests {
  private struct Pair {
    let tape = Tape()
    let p: Variable, e: Variable, structured: Variable, general: Variable

    init(seed: UInt64, stocks n: Int = 9, width: Int = 4, count: Int = 6) {
      var random = SeededGenerator(seed: seed, stream: "simplex")
      let program = SimplexProgram(stocks: n, risk: 0.8, ridge: 0.15)
      p = tape.input(0.4 * .normal(rows: count, columns: n, &random))
      e = tape.input(0.6 * .normal(rows: count, columns: n * width, &random))
      structured = program.solution(p, e)
      let covariance = e.batchedTimes(e, rows: n, inner: width, columns: n, transposeB: true)
      let ridge = tape.input(
        Matrix(
          (0..<count).map { _ in
            (2 * program.risk * program.ridge * Matrix.identity(n)).values
          }))
      let quadratic = (2 * program.risk * (1 - program.ridge)) * covariance + ridge
      general = QuadraticProgram(
        variables: n, inequalities: n, equalities: 1, quadratic: .variable(quadratic),
        inequalityMatrix: .constant(-1 * Matrix.identity(n)),
        inequalityBound: .constant(Matrix(rows: 1, columns: n)),
        equalityMatrix: .constant(Matrix(rows: 1, columns: n, repeating: 1)),
        equalityBound: .constant(Matrix(rows: 1, columns: 1, repeating: 1))
      ).solution(-1 * p, multipliers: true).columns(0..<n)
    }
  }

  static let seeds = Array(UInt64(0)..<8)

  @Test(arguments: seeds)
  func solvesTheProgramThatTheGeneralSolverSolves(_ seed: UInt64) throws {
    let pair = Pair(seed: seed)
    try pair.tape.compile([pair.structured, pair.general]).run()
    #expect((pair.structured.value - pair.general.value).largestMagnitude < 1e-11)
    for i in 0..<pair.p.rows {
      #expect(abs(pair.structured.value.row(i).reduce(0, +) - 1) < 1e-12)
      #expect(pair.structured.value.row(i).allSatisfy { $0 > -1e-11 })
    }
  }

  @Test(arguments: seeds)
  func firstAndSecondDerivativesAreThoseOfTheGeneralSolver(_ seed: UInt64) throws {
    let pair = Pair(seed: seed)
    let tape = pair.tape
    var random = SeededGenerator(seed: seed, stream: "directions")
    let weights = tape.input(.normal(like: pair.p, &random))
    let gradients = [pair.structured, pair.general].map { x in
      tape.gradient(of: (x.rowDot(weights) + x.rowDot(x)).sum(), withRespectTo: [pair.p, pair.e])
    }
    let program = tape.compile(gradients.flatMap { $0 }, along: [pair.p, pair.e])
    pair.p.setTangent(.normal(like: pair.p, &random))
    pair.e.setTangent(.normal(like: pair.e, &random))
    try program.run()
    for k in 0..<2 {
      let (a, b) = (gradients[0][k], gradients[1][k])
      #expect(b.value.largestMagnitude > 1e-3 && b.tangent.largestMagnitude > 1e-3)
      #expect((a.value - b.value).largestMagnitude < 1e-10 * b.value.largestMagnitude)
      #expect((a.tangent - b.tangent).largestMagnitude < 1e-9 * b.tangent.largestMagnitude)
    }
  }

  @Test func aHeldSupportStays() throws {
    let pair = Pair(seed: 3)
    let program = pair.tape.compile([pair.structured])
    let trail = BranchTrail(slots: 1, wordsPerSlot: pair.tape.choiceWords)
    pair.tape.branches.current = trail[0]
    try program.run()
    let free = pair.structured.value
    pair.tape.branches.mode = .held
    pair.p.set(
      pair.p.value
        + Matrix(
          rows: pair.p.rows, columns: pair.p.columns,
          values: (0..<pair.p.count).map { 0.3 * Double($0 % 4) }))
    try program.run()
    let held = pair.structured.value
    for i in free.values.indices where free.values[i] == 0 { #expect(held.values[i] == 0) }
    #expect(
      held.values.contains { $0 < 0 },
      "a held support may leave the simplex: nothing is questioned")
  }
}
