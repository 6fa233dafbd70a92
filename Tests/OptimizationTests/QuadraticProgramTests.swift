import Differentiation
import LinearAlgebra
import OptimizationSupport
import Reproducibility
import Testing

@testable import Optimization

/// A random polytope problem with constant matrices, as a learner meets it.
struct RandomProgram {
  let n: Int, m: Int
  let quadratic: Matrix, rows: Matrix, bound: Matrix
  var random: SeededGenerator

  init(seed: UInt64, n: Int = 6, m: Int = 14) {
    (self.n, self.m) = (n, m)
    random = SeededGenerator(seed: seed, stream: "random program")
    let root = Matrix.normal(rows: n, columns: n, &random)
    quadratic = 0.3 * (root * root.transposed) + Matrix.identity(n)
    rows = .normal(rows: m, columns: n, &random)
    bound = Matrix(rows: 1, columns: m, values: random.uniforms(m, in: 0.2...1))
  }

  var program: QuadraticProgram {
    QuadraticProgram(
      variables: n, inequalities: m, quadratic: .constant(quadratic),
      inequalityMatrix: .constant(rows), inequalityBound: .constant(bound))
  }
}

struct QuadraticProgramTests {
  static let seeds = Array(UInt64(0)..<12)

  @Test(arguments: seeds)
  func solutionsSatisfyTheOptimalityConditions(_ seed: UInt64) throws {
    var problem = RandomProgram(seed: seed)
    let (n, m, count) = (problem.n, problem.m, 20)
    let tape = Tape()
    let p = tape.input(3 * .normal(rows: count, columns: n, &problem.random))
    let z = problem.program.solution(p, multipliers: true)
    try tape.compile([z]).run()
    let result = z.value
    for i in 0..<count {
      let row = Array(result.row(i))
      let (x, λ) = (Array(row[0..<n]), Array(row[n..<n + m]))
      for j in 0..<n {
        var slope = p.value[i, j]
        for l in 0..<n { slope += problem.quadratic[j, l] * x[l] }
        for r in 0..<m { slope += λ[r] * problem.rows[r, j] }
        #expect(abs(slope) < 1e-11)
      }
      for r in 0..<m {
        let slack = problem.bound[0, r] - (0..<n).reduce(0) { $0 + problem.rows[r, $1] * x[$1] }
        #expect(slack > -1e-11 && λ[r] > -1e-11 && abs(slack * λ[r]) < 1e-10)
      }
    }
  }

  @Test(arguments: seeds)
  func aWarmStartGivesTheSolutionOfAColdOne(_ seed: UInt64) throws {
    var problem = RandomProgram(seed: seed)
    let (n, count) = (problem.n, 8)
    let tape = Tape()
    let p = tape.input(rows: count, columns: n)
    let x = problem.program.solution(p)
    let program = tape.compile([x])
    let trail = BranchTrail(slots: 12, wordsPerSlot: tape.choiceWords)
    var linear = Matrix.normal(rows: count, columns: n, &problem.random)
    for step in 0..<12 {
      p.set(linear)
      tape.branches.current = trail[step]
      tape.branches.hint = step == 0 ? nil : trail[step - 1]
      try program.run()
      let warm = x.value
      tape.branches.hint = nil
      try program.run()
      #expect((warm - x.value).largestMagnitude < 1e-12)
      tape.branches.mode = .held
      try program.run()
      #expect((warm - x.value).largestMagnitude < 1e-12, "held at its own active set")
      tape.branches.mode = .free
      linear = linear + 0.3 * .normal(rows: count, columns: n, &problem.random)
    }
    #expect(tape.branches.census.warmHits > 0)
    #expect(tape.branches.census.worstResidual < 1e-11)
  }

  @Test(arguments: seeds)
  func scalingAConstraintChangesNothing(_ seed: UInt64) throws {
    var problem = RandomProgram(seed: seed)
    let p = 4 * Matrix.normal(rows: 1, columns: problem.n, &problem.random)
    let scales = problem.random.uniforms(problem.m, in: 0.1...10)
    var (rows, bound) = (problem.rows, problem.bound)
    for r in 0..<problem.m {
      for j in 0..<problem.n { rows[r, j] *= scales[r] }
      bound[0, r] *= scales[r]
    }
    let scaled = QuadraticProgram(
      variables: problem.n, inequalities: problem.m, quadratic: .constant(problem.quadratic),
      inequalityMatrix: .constant(rows), inequalityBound: .constant(bound))
    var results: [Matrix] = []
    for program in [problem.program, scaled] {
      let tape = Tape()
      let x = program.solution(tape.input(p))
      try tape.compile([x]).run()
      results.append(x.value)
    }
    #expect((results[0] - results[1]).largestMagnitude < 1e-11)
  }

  /// Bounds that say "none" and linear terms of any size must not blur the other rows.
  @Test(arguments: seeds, [1.0, 1e3, 1e6])
  func hugeBoundsAndTermsLeaveTheOtherRowsSharp(_ seed: UInt64, _ size: Double) throws {
    var problem = RandomProgram(seed: seed)
    let (n, m) = (problem.n, problem.m)
    let p = size * Matrix.normal(rows: 4, columns: n, &problem.random)
    let loose = QuadraticProgram(
      variables: n, inequalities: m + 2, quadratic: .constant(problem.quadratic),
      inequalityMatrix: .constant(
        problem.rows.stacked(over: Matrix(rows: 2, columns: n, repeating: 1))),
      inequalityBound: .constant(
        Matrix(rows: 1, columns: m + 2, values: problem.bound.values + [1e12, 1e9])))
    var results: [Matrix] = []
    for program in [problem.program, loose] {
      let tape = Tape()
      let x = program.solution(tape.input(p))
      try tape.compile([x]).run()
      results.append(x.value)
    }
    #expect((results[0] - results[1]).largestMagnitude < 1e-9)
    for i in 0..<4 {
      for r in 0..<m {
        let product = (0..<n).reduce(0) { $0 + problem.rows[r, $1] * results[0][i, $1] }
        #expect(product - problem.bound[0, r] < 1e-9 * max(1, size * 1e-3))
      }
    }
  }

  @Test func anEmptyRowIsIgnoredOrInfeasible() throws {
    for (bound, isFeasible) in [(0.0, true), (1, true), (-1, false)] {
      let tape = Tape()
      let program = QuadraticProgram(
        variables: 1, inequalities: 1, quadratic: .constant(.identity(1)),
        inequalityMatrix: .constant(Matrix([[0]])), inequalityBound: .constant(Matrix([[bound]])))
      let x = program.solution(tape.input(Matrix([[-3]])))
      let run = tape.compile([x])
      if isFeasible {
        try run.run()
        #expect(x.value[0, 0] == 3)
      } else {
        #expect(throws: SolverError.self) { try run.run() }
      }
    }
  }

  @Test func anInfeasibleInstanceIsNamed() throws {
    // x ≤ −1 and −x ≤ 0 leave nothing; the second instance's bound leaves [−1, 0].
    let tape = Tape()
    let bound = tape.input(Matrix([[0, 1], [-1, 0]]))
    let program = QuadraticProgram(
      variables: 1, inequalities: 2, quadratic: .constant(.identity(1)),
      inequalityMatrix: .constant(Matrix([[1], [-1]])), inequalityBound: .variable(bound))
    let x = program.solution(tape.input(Matrix([[0], [0]])))
    let run = tape.compile([x])
    let error = #expect(throws: SolverError.self) { try run.run() }
    if case .infeasible(let instance, _, let violation)? = error {
      #expect(instance == 1 && violation > 0)
    } else {
      Issue.record("\(String(describing: error)) is not infeasibility")
    }
  }

  @Test func anIndefiniteQuadraticTermIsNamed() throws {
    let tape = Tape()
    let program = QuadraticProgram(
      variables: 2, inequalities: 0, quadratic: .constant(Matrix([[1, 2], [2, 1]])))
    let run = tape.compile([program.solution(tape.input(Matrix([[1, 1]])))])
    #expect(throws: SolverError.notPositiveDefinite(instance: 0, minor: 2)) { try run.run() }
  }

  @Test func contradictingEqualitiesAreRefusedAndRedundantOnesAreNot() throws {
    for (right, isFeasible) in [([1.0, 2.0], true), ([1.0, 3.0], false)] {
      let tape = Tape()
      let program = QuadraticProgram(
        variables: 2, inequalities: 0, equalities: 2, quadratic: .constant(.identity(2)),
        equalityMatrix: .constant(Matrix([[1, 1], [2, 2]])),
        equalityBound: .constant(Matrix([right])))
      let x = program.solution(tape.input(Matrix([[0, 0]])))
      let run = tape.compile([x])
      if isFeasible {
        try run.run()
        #expect((x.value - Matrix([[0.5, 0.5]])).largestMagnitude < 1e-14)
      } else {
        #expect(throws: SolverError.self) { try run.run() }
      }
    }
  }

  @Test func aZeroMultiplierIsDroppedAndCounted() throws {
    // The unconstrained optimum lies exactly on x ≤ 1: the row is active with multiplier 0.
    let tape = Tape()
    let program = QuadraticProgram(
      variables: 1, inequalities: 1, quadratic: .constant(.identity(1)),
      inequalityMatrix: .constant(Matrix([[1]])), inequalityBound: .constant(Matrix([[1]])))
    let p = tape.input(Matrix([[-1]]))
    let x = program.solution(p)
    let slope = tape.gradient(of: x, withRespectTo: [p])[0]
    try tape.compile([x, slope]).run()
    #expect(x.value[0, 0] == 1)
    #expect(slope.value[0, 0] == -1)  // of the two one-sided slopes −1 and 0 the inactive one
    #expect(tape.branches.census.degenerate == 1)
  }
}
