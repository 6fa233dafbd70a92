import Differentiation
import LinearAlgebra
import OptimizationSupport
import Reproducibility
import TestSupport
import Testing

@testable import Optimization

struct DoublyStochasticProgramTests {
  /// The same program without its structure: N² variables, N row sums and N − 1 column sums.
  static func general(order n: Int, curvature γ: Double) -> QuadraticProgram {
    var sums = Matrix(rows: 2 * n - 1, columns: n * n)
    for i in 0..<n {
      for j in 0..<n {
        sums[i, i * n + j] = 1
        if j < n - 1 { sums[n + j, i * n + j] = 1 }
      }
    }
    return QuadraticProgram(
      variables: n * n, inequalities: n * n, equalities: 2 * n - 1,
      quadratic: .constant(γ * Matrix.identity(n * n)),
      inequalityMatrix: .constant(-1 * Matrix.identity(n * n)),
      inequalityBound: .constant(Matrix(rows: 1, columns: n * n)),
      equalityMatrix: .constant(sums),
      equalityBound: .constant(Matrix(rows: 1, columns: 2 * n - 1, repeating: 1)))
  }

  @Test(arguments: [(6, 0.1, 8), (6, 0.01, 8), (20, 0.1, 1)])
  func solvesTheProgramThatTheGeneralSolverSolves(_ order: Int, _ γ: Double, _ count: Int) throws {
    let values = MatchingCase(values: .uniform, order: order, curvature: γ).instances(count)
    let tape = Tape()
    let θ = tape.input(values)
    let structured = DoublyStochasticProgram(order: order, curvature: γ).solution(θ)
    let general = Self.general(order: order, curvature: γ).solution(-1 * θ)
    var random = SeededGenerator(seed: 1, stream: "weights")
    let weights = tape.input(.normal(like: θ, &random))
    let gradients = [structured, general].map {
      tape.gradient(of: ($0.rowDot(weights) + $0.rowDot($0)).sum(), withRespectTo: [θ])[0]
    }
    let program = tape.compile([structured, general] + gradients, along: [θ])
    θ.setTangent(.normal(like: θ, &random))
    try program.run()
    #expect((structured.value - general.value).largestMagnitude < 1e-8)
    #expect(gradients[1].value.largestMagnitude > 1)
    #expect(deviation(gradients[0].value, from: gradients[1].value) < 1e-8)
    #expect(deviation(structured.tangent, from: general.tangent) < 1e-8)
    #expect(deviation(gradients[0].tangent, from: gradients[1].tangent) < 1e-8)
  }

  @Test(arguments: MatchingCase.all)
  func decisionsAreDoublyStochasticAndOptimal(_ test: MatchingCase) throws {
    let values = test.instances(6)
    let (n, γ) = (test.order, test.curvature)
    let tape = Tape()
    let x = DoublyStochasticProgram(order: n, curvature: γ).solution(tape.input(values))
    try tape.compile([x]).run()
    let decisions = x.value
    #expect(decisions.values.allSatisfy { $0 >= 0 })
    #expect(worstSum(decisions, order: n) < 1e-10)
    #expect(tape.branches.census.solves == 6)
    #expect(tape.branches.census.worstResidual < 1e-10)
    // No move of mass around a cycle of two rows and two columns gains anything.
    for i in 0..<6 {
      let slope = values.row(i).indices.map { values.values[$0] - γ * decisions.values[$0] }
      let mass = Array(decisions.row(i))
      for a in 0..<n {
        for b in 0..<n where mass[a * n + b] > 1e-9 {
          for c in 0..<n where c != a {
            for d in 0..<n where d != b && mass[c * n + d] > 1e-9 {
              let gain =
                slope[a * n + d] + slope[c * n + b] - slope[a * n + b] - slope[c * n + d]
              #expect(gain <= 1e-9)
            }
          }
        }
      }
    }
  }

  @Test(arguments: ["public_matching0_6x6", "public_matching1_4x4"])
  func decisionsAndDerivativesMatchTheReference(_ name: String) throws {
    let oracle = try #require(
      try Oracle("qps")["instances"].elements.first { $0["name"].text == name })
    let size = oracle["n"].integer
    let order = Int(Double(size).squareRoot().rounded())
    let tape = Tape()
    let θ = tape.input(-1 * oracle["p"].matrix(rows: 1))
    let γ = oracle["Q"].matrix()[0, 0]
    let x = DoublyStochasticProgram(order: order, curvature: γ).solution(θ)
    let v = tape.input(oracle["v"].matrix(rows: 1))
    let linear = tape.gradient(of: x.rowDot(v), withRespectTo: [θ])[0]
    let curved = tape.gradient(of: x.rowDot(v) + 0.5 * x.rowDot(x), withRespectTo: [θ])[0]
    let program = tape.compile([x, linear, curved], along: [θ])
    θ.setTangent(-1 * oracle["second"]["r_p"].matrix(rows: 1))
    try program.run()
    #expect(deviation(x.value, from: oracle["x"].matrix(rows: 1)) <= 1e-8)
    #expect(deviation(-1 * linear.value, from: oracle["dv_dp"].matrix(rows: 1)) <= 1e-8)
    let product = tape.input(linear.tangent)
    #expect(product.value.largestMagnitude < 1e-12, "there is no curvature between kinks")
    var expected = oracle["dx_dp"].matrix() * oracle["second"]["r_p"].matrix(rows: 1).transposed
    expected = (oracle["dx_dp"].matrix().transposed * expected).transposed
    #expect(deviation(-1 * curved.tangent, from: expected) <= 1e-8)
  }

  @Test(arguments: ["public_permutation_4x4_gamma0.01", "public_permutation_6x6_gamma0.001"])
  func aPermutationHasADerivativeThatIsExactlyZero(_ name: String) throws {
    let oracle = try #require(
      try Oracle("degenerate")["instances"].elements.first { $0["name"].text == name })
    let order = oracle["N"].integer
    let tape = Tape()
    let θ = tape.input(-1 * oracle["p"].matrix(rows: 1))
    let γ = oracle["Q"].matrix()[0, 0]
    let x = DoublyStochasticProgram(order: order, curvature: γ).solution(θ)
    let v = tape.input(oracle["v"].matrix(rows: 1))
    let gradient = tape.gradient(of: x.rowDot(v), withRespectTo: [θ])[0]
    let program = tape.compile([x, gradient], along: [θ])
    θ.setTangent(v.value)
    try program.run()
    #expect(deviation(x.value, from: oracle["x"].matrix(rows: 1)) <= 1e-12)
    #expect(gradient.value.largestMagnitude == 0)
    #expect(x.tangent.largestMagnitude == 0)
  }
}
