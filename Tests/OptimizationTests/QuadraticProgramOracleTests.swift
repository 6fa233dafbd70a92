import Differentiation
import LinearAlgebra
import TestSupport
import Testing

@testable import Optimization

/// One instance of the reference file, with all six parameters on a tape.
struct ProgramInstance {
  let n: Int, m: Int, q: Int
  let tape = Tape()
  let quadratic: Variable, linear: Variable, g: Variable, h: Variable, a: Variable, b: Variable
  let solution: Variable
  let decision: Variable

  init(_ oracle: Oracle) {
    (n, m) = (oracle["n"].integer, oracle["h"].elements.count)
    q = oracle["b"].elements.count
    func row(_ key: String) -> Matrix { oracle[key].matrix(rows: 1) }
    func input(_ key: String, _ count: Int, _ tape: Tape) -> Variable {
      count == 0 ? tape.input(rows: 1, columns: 0) : tape.input(row(key))
    }
    quadratic = input("Q", n * n, tape)
    linear = input("p", n, tape)
    g = input("G", m * n, tape)
    h = input("h", m, tape)
    a = input("A", q * n, tape)
    b = input("b", q, tape)
    solution = QuadraticProgram(
      variables: n, inequalities: m, equalities: q, quadratic: .variable(quadratic),
      inequalityMatrix: .variable(g), inequalityBound: .variable(h),
      equalityMatrix: .variable(a), equalityBound: .variable(b)
    ).solution(linear, multipliers: true)
    decision = solution.columns(0..<n)
  }

}

struct QuadraticProgramOracleTests {
  static let oracles: [(name: String, oracle: Oracle)] = {
    do {
      return try Oracle("qps")["instances"].elements.map { ($0["name"].text, $0) }
    } catch {
      return []
    }
  }()

  static let names = oracles.map(\.name)

  private func oracle(_ name: String) throws -> Oracle {
    try #require(QuadraticProgramOracleTests.oracles.first { $0.name == name }).oracle
  }

  @Test func readsEveryInstance() {
    #expect(QuadraticProgramOracleTests.oracles.count == 24)
  }

  @Test(arguments: names)
  func solutionAndMultipliersMatch(_ name: String) throws {
    let oracle = try oracle(name)
    let problem = ProgramInstance(oracle)
    try problem.tape.compile([problem.solution]).run()
    let (n, m, q) = (problem.n, problem.m, problem.q)
    let row = problem.solution.value.values
    #expect(deviation(Matrix([Array(row[0..<n])]), from: oracle["x"].matrix()) <= 1e-9)
    if m > 0 {
      let scale = max(oracle["lam"].matrix().largestMagnitude, 1e-3)
      let error = zip(row[n..<n + m], oracle["lam"].flat).map { abs($0 - $1) }.max() ?? 0
      #expect(error <= 1e-9 * scale)
    }
    if q > 0 {
      #expect(deviation(Matrix([Array(row[(n + m)...])]), from: oracle["nu"].matrix()) <= 1e-9)
    }
  }

  @Test(arguments: names)
  func firstDerivativesOfAllSixParametersMatch(_ name: String) throws {
    let oracle = try oracle(name)
    let problem = ProgramInstance(oracle)
    let v = problem.tape.input(oracle["v"].matrix(rows: 1))
    let parameters = [
      problem.quadratic, problem.linear, problem.g, problem.h, problem.a, problem.b,
    ]
    let gradients = problem.tape.gradient(
      of: problem.decision.rowDot(v), withRespectTo: parameters)
    try problem.tape.compile(gradients).run()
    for (gradient, key) in zip(gradients, ["dv_dQ", "dv_dp", "dv_dG", "dv_dh", "dv_dA", "dv_db"])
    where gradient.count > 0 {
      let reference = oracle[key].matrix(rows: 1)
      let scale = max(reference.largestMagnitude, 1e-6)
      #expect((gradient.value - reference).largestMagnitude <= 1e-7 * scale, "\(key)")
    }
  }

  @Test(arguments: names)
  func secondDerivativesMatchInMixedModeAndInReverseOverReverse(_ name: String) throws {
    let oracle = try oracle(name)
    let second = oracle["second"]
    for reverse in [false, true] {
      let problem = ProgramInstance(oracle)
      let tape = problem.tape
      let v = tape.input(oracle["v"].matrix(rows: 1))
      let x = problem.decision
      let value = x.rowDot(v) + 0.5 * x.rowDot(x)
      let gradients = tape.gradient(of: value, withRespectTo: [problem.linear, problem.quadratic])
      let (rp, rq) = (second["r_p"].matrix(rows: 1), second["r_Q"].matrix(rows: 1))
      var products: [Matrix]
      if reverse {
        let s = gradients[0].rowDot(tape.input(rp)) + gradients[1].rowDot(tape.input(rq))
        let result = tape.gradient(of: s, withRespectTo: [problem.linear, problem.quadratic])
        try tape.compile(result).run()
        products = result.map(\.value)
      } else {
        let program = tape.compile(gradients, along: [problem.linear, problem.quadratic])
        problem.linear.setTangent(rp)
        problem.quadratic.setTangent(rq)
        try program.run()
        products = gradients.map(\.tangent)
      }
      let (slopeByP, slopeByQ) = (second["ds_dp"].matrix(rows: 1), second["ds_dQ"].matrix(rows: 1))
      // At a vertex (two instances) the truth is zero and the reference holds rounding noise of
      // 1e-16.
      #expect(
        (products[0] - slopeByP).largestMagnitude <= 1e-6 * max(slopeByP.largestMagnitude, 1e-9))
      let n = problem.n
      let square = products[1].reshaped(rows: n, columns: n)
      products[1] = (0.5 * (square + square.transposed)).reshaped(rows: 1, columns: n * n)
      #expect(
        (products[1] - slopeByQ).largestMagnitude <= 1e-6 * max(slopeByQ.largestMagnitude, 1e-9))
    }
  }

  @Test(arguments: ["public_permutation_4x4_gamma0.01", "public_permutation_6x6_gamma0.001"])
  func aDegenerateVertexHasItsSolutionAndAZeroDerivative(_ name: String) throws {
    let oracle = try #require(
      try Oracle("degenerate")["instances"].elements.first { $0["name"].text == name })
    let problem = ProgramInstance(oracle)
    let v = problem.tape.input(oracle["v"].matrix(rows: 1))
    let gradient = problem.tape.gradient(
      of: problem.decision.rowDot(v), withRespectTo: [problem.linear])[0]
    try problem.tape.compile([problem.solution, problem.decision, gradient]).run()
    #expect(deviation(problem.decision.value, from: oracle["x"].matrix(rows: 1)) <= 1e-9)
    #expect(gradient.value.largestMagnitude == oracle["dv_dp"].matrix(rows: 1).largestMagnitude)
  }
}
