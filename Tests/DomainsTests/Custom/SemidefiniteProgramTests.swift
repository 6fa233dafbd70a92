import Differentiation
import LinearAlgebra
import Optimization
import Reproducibility
import Testing

@testable import Domains

struct SemidefiniteProgramTests {
  private func program(_ seed: UInt64, rank: Int) -> (SemidefiniteProgram, Matrix) {
    var random = SeededGenerator(seed: seed, stream: "semidefinite")
    let (k, m) = (5, 7)
    let factor = Matrix.normal(rows: k, columns: max(1, rank), deviation: 1, &random)
    let identity = Matrix.identity(k)
    let rows = Matrix.normal(rows: m, columns: k, deviation: 1, &random)
    let program = SemidefiniteProgram(
      quadratic: rank == 0 ? Matrix(rows: k, columns: k) : factor * factor.transposed,
      inequalityMatrix: rows.stacked(over: identity).stacked(over: -1 * identity),
      inequalityBound: Matrix([random.uniforms(m, in: 0.1...1) + Array(repeating: 1, count: 10)]),
      equalityMatrix: Matrix([[1, 1, -1, 0, 0.5]]), equalityBound: Matrix([[0.1]]))
    return (program, Matrix.normal(rows: 6, columns: k, deviation: 1, &random))
  }

  /// The strictly convex programs Q + sI lead there as s → 0.
  @Test(arguments: 0..<12)
  func solutionsAreLimitsOfSmoothedOnes(_ seed: UInt64) throws {
    let (program, p) = program(seed, rank: Int(seed % 4))
    let x = try program.solutions(p)
    func objective(_ x: Matrix) -> Double {
      let curved = x * program.quadratic
      return zip(zip(x.values, curved.values), p.values).reduce(0) {
        $0 + 0.5 * $1.0.0 * $1.0.1 + $1.0.0 * $1.1
      }
    }
    let tape = Tape()
    let smoothed = QuadraticProgram(
      variables: 5, inequalities: 17, equalities: 1,
      quadratic: .constant(program.quadratic + 1e-7 * Matrix.identity(5)),
      inequalityMatrix: .constant(program.inequalityMatrix),
      inequalityBound: .constant(program.inequalityBound),
      equalityMatrix: .constant(program.equalityMatrix),
      equalityBound: .constant(program.equalityBound)
    ).solution(tape.input(p))
    try tape.compile([smoothed]).run()
    let (exact, near) = (objective(x), objective(smoothed.value))
    // Each row's objective is at most ½s‖x‖² ≤ 2.5·10⁻⁷ above that of the exact solution.
    #expect(exact <= near + 1e-9 && near - exact <= 6 * 2.5e-7)
    let reached = x * program.inequalityMatrix.transposed
    for i in 0..<6 {
      for j in 0..<17 { #expect(reached[i, j] <= program.inequalityBound[0, j] + 1e-9) }
      let sum = x[i, 0] + x[i, 1] - x[i, 2] + 0.5 * x[i, 4]
      #expect((sum - 0.1).magnitude <= 1e-9)
    }
  }

  @Test func utilityWithoutBoundIsRefused() throws {
    var problem = try CustomProblem.example(.knapsack)
    problem.constraints.inequalityMatrix = problem.constraints.inequalityMatrix.selectingRows(0..<1)
    problem.constraints.inequalityBound = [20]
    let contents = ProblemFile.contents(of: problem, title: "Test")
    let error = #expect(throws: ProblemFileError.self) {
      try ProblemFile.problem(in: contents, of: "own.h5")
    }
    #expect(error == .constraints(file: "own.h5", .unbounded(group: "/train", 0)))
  }

  /// An instance of its own that nobody can decide is named.
  @Test func infeasibleInstancesAreNamed() throws {
    var problem = ParametricProblem.knownConstraints.problem()
    var bounds = try #require(problem.target.known[.equalityBound])
    bounds[2, 0] = 10
    problem.target.known[.equalityBound] = bounds
    let contents = ProblemFile.contents(of: problem, title: "Test")
    let error = #expect(throws: ProblemFileError.self) {
      try ProblemFile.problem(in: contents, of: "own.h5")
    }
    #expect(error == .constraints(file: "own.h5", .infeasibleInstance(group: "/target", 2)))
  }

  @Test func parametersStandInOnePlaceOnly() throws {
    let problem = ParametricProblem.knownQuadratic.problem()
    var contents = ProblemFile.contents(of: problem, title: "Test")
    let own = try #require(contents.arrays["/train/quadratic"])
    contents.arrays["/problem/quadratic"] = own
    #expect(
      throws: ProblemFileError.value(
        file: "own.h5", object: "/problem/quadratic", .twice("/train/quadratic"))
    ) { try ProblemFile.problem(in: contents, of: "own.h5") }
    contents.arrays["/problem/quadratic"] = nil
    contents.arrays["/held_out/quadratic"] = nil
    contents.attributes["/held_out/quadratic"] = nil
    #expect(
      throws: ProblemFileError.missing(
        file: "own.h5", object: "/held_out/quadratic", .with("/train/quadratic"))
    ) { try ProblemFile.problem(in: contents, of: "own.h5") }
  }

  @Test func predictedParametersNeedTheirAttributes() throws {
    for (kind, name, array) in [
      (ParametricProblem.predictedFactor, "ridge", "/train/label_quadratic_factor"),
      (.predictedBounds, "violation_price", "/train/label_inequality_bound"),
    ] {
      var contents = ProblemFile.contents(of: kind.problem(), title: "Test")
      contents.attributes["/problem"]?[name] = nil
      #expect(
        throws: ProblemFileError.missing(
          file: "own.h5", object: "attribute \(name) of /problem", .with(array))
      ) { try ProblemFile.problem(in: contents, of: "own.h5") }
    }
  }
}
