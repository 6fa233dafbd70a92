import Differentiation
import LinearAlgebra
import OptimizationSupport
import Reproducibility
import Testing

@testable import Optimization

struct ConvexProgramTests {
  static let seeds = UInt64(0)..<40

  private static func eliminate(_ a: [[Double]], _ b: [Double]) -> [Double]? {
    // Gaussian elimination with row exchanges.
    var (a, b) = (a, b)
    let n = b.count
    for k in 0..<n {
      guard let pivot = (k..<n).max(by: { abs(a[$0][k]) < abs(a[$1][k]) }), abs(a[pivot][k]) > 1e-9
      else { return nil }
      a.swapAt(k, pivot)
      b.swapAt(k, pivot)
      for i in 0..<n where i != k {
        let factor = a[i][k] / a[k][k]
        for j in k..<n { a[i][j] -= factor * a[k][j] }
        b[i] -= factor * b[k]
      }
    }
    return (0..<n).map { b[$0] / a[$0][$0] }
  }

  /// The best vertex of {Gx ≤ h}, found among all choices of n rows.
  private static func bestVertex(_ g: Matrix, _ h: [Double], _ p: [Double]) -> (
    x: [Double], value: Double
  )? {
    let n = g.columns
    var best: (x: [Double], value: Double)?
    func visit(_ chosen: [Int], from first: Int) {
      if chosen.count == n {
        let rows = chosen.map { Array(g.row($0)) }
        guard let x = eliminate(rows, chosen.map { h[$0] }) else { return }
        let isFeasible = h.indices.allSatisfy { row in
          zip(g.row(row), x).reduce(0) { $0 + $1.0 * $1.1 } <= h[row] + 1e-9
        }
        let value = zip(p, x).reduce(0) { $0 + $1.0 * $1.1 }
        if isFeasible, value < (best?.value ?? .infinity) { best = (x, value) }
        return
      }
      for row in first..<h.count { visit(chosen + [row], from: row + 1) }
    }
    visit([], from: 0)
    return best
  }

  /// Random rows within a box, and whole-number linear terms.
  private static func polytope(_ seed: UInt64) -> (g: Matrix, h: [Double], p: [Double]) {
    var random = SeededGenerator(seed: seed, stream: "linear program")
    let n = 2 + Int(seed % 3)
    let cuts = Matrix.normal(rows: 5, columns: n, &random)
    let identity = Matrix.identity(n)
    return (
      cuts.stacked(over: identity).stacked(over: -1 * identity),
      random.uniforms(5, in: 0.2...1) + Array(repeating: 2, count: 2 * n), random.normals(n)
    )
  }

  @Test(arguments: seeds)
  func linearProgramsEndAtTheirBestVertex(_ seed: UInt64) throws {
    let (g, h, p) = Self.polytope(seed)
    let best = try #require(Self.bestVertex(g, h, p))
    let x = try ConvexProgram(inequalityMatrix: g, inequalityBound: h).solutions(Matrix([p]))
    #expect((x - Matrix([best.x])).largestMagnitude <= 1e-12)
    // Units change nothing.
    let factors = h.indices.map { [1e-8, 1, 1e8][($0 + Int(seed)) % 3] }
    var scaled = g
    for r in h.indices { for j in 0..<g.columns { scaled[r, j] *= factors[r] } }
    let again = try ConvexProgram(
      inequalityMatrix: scaled, inequalityBound: zip(h, factors).map { $0 * $1 }
    ).solutions(1e12 * Matrix([p]))
    #expect((x - again).largestMagnitude <= 1e-12)
  }

  @Test(arguments: seeds)
  func anyGuessOfActiveRowsLeadsToTheSameDecision(_ seed: UInt64) throws {
    let (g, h, p) = Self.polytope(seed)
    let n = g.columns
    var random = SeededGenerator(seed: seed, stream: "guesses")
    let linear = p.map { DoubleDouble($0) }
    let memory = Workspace()
    let constraints: UnsafeMutablePointer<Double> = memory.zeros(g.values.count)
    for (k, entry) in g.values.enumerated() { constraints[k] = entry }
    let program = try PreciseProgram(
      variables: n, inequalities: h.count, equalities: 0, quadratic: memory.zeros(n * n),
      constraints: constraints, shift: 0x1p-10, instance: 0)
    try program.optimise(linear, h, instance: 0)
    let decision = (0..<n).map { program.x[$0].high }
    let rows = Set(program.rows)
    for _ in 0..<10 {
      let guess = h.indices.filter { _ in Double.random(in: 0...1, using: &random) < 0.4 }
      try program.optimise(linear, h, from: guess, instance: 0)
      #expect(Set(program.rows) == rows)
      // To the last bit, whatever was active before.
      #expect((0..<n).map { program.x[$0].high } == decision)
      // From where it stands there is nothing to change.
      try program.optimise(linear, h, from: program.rows, instance: 0)
      #expect(program.changes == 0)
    }
    withExtendedLifetime(memory) {}
  }

  @Test func amongTiesTheLeastNormIsTaken() throws {
    let g = Matrix([[1, 1, 1], [-1, 0, 0], [0, -1, 0], [0, 0, -1]])
    let program = ConvexProgram(inequalityMatrix: g, inequalityBound: [1, 0, 0, 0])
    let x = try program.solutions(Matrix([[-1, -1, -1], [-1, -1, 0], [-3, -1, -3], [1, 1, 0]]))
    let expected = Matrix([[1, 1, 1], [1.5, 1.5, 0], [1.5, 0, 1.5], [0, 0, 0]])
    #expect((3 * x - expected).largestMagnitude <= 1e-14)
    let equal = ConvexProgram(
      inequalityMatrix: -1 * Matrix.identity(3), inequalityBound: [0, 0, 0],
      equalityMatrix: Matrix([[1, 1, 1]]), equalityBound: [2])
    let onPlane = try equal.solutions(Matrix([[1, 1, 1], [1, 2, 3]]))
    #expect(
      (onPlane - Matrix([[2.0 / 3, 2.0 / 3, 2.0 / 3], [2, 0, 0]])).largestMagnitude <= 1e-14)
  }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func semidefiniteProgramsHaveTheirClosedForm(_ seed: UInt64) throws {
    // ½(vᵀx − t)² + 0·x over a box: with tv inside, the least norm is t·v/‖v‖².
    var random = SeededGenerator(seed: seed, stream: "semidefinite")
    let v = Matrix.normal(rows: 1, columns: 4, &random)
    let identity = Matrix.identity(4)
    let t = 0.3 * v.norm
    let program = ConvexProgram(
      quadratic: v.transposed * v, inequalityMatrix: identity.stacked(over: -1 * identity),
      inequalityBound: Array(repeating: 1, count: 8))
    let x = try program.solutions(-t * v)
    #expect((x - (t / (v.norm * v.norm)) * v).largestMagnitude <= 1e-9)
    // ½x₁² − x₂ over the box: x₁ is pulled to 0 and x₂ pushed to its bound.
    let mixed = ConvexProgram(
      quadratic: Matrix([[1, 0], [0, 0]]),
      inequalityMatrix: Matrix.identity(2).stacked(over: -1 * .identity(2)),
      inequalityBound: [1, 1, 1, 1])
    let y = try mixed.solutions(Matrix([[-0.25, -1], [-5, 1e-6]]))
    #expect((y - Matrix([[0.25, 1], [1, -1]])).largestMagnitude <= 1e-12)
  }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func strictlyConvexProgramsAreSolvedAlike(_ seed: UInt64) throws {
    let plain = ProgramKind.scaledDuplicates.program(seed: seed)
    let strict = try plain.solved()
    let x = try ConvexProgram(
      quadratic: plain.quadratic, inequalityMatrix: plain.g, inequalityBound: plain.h
    ).solutions(Matrix([plain.linear]))
    #expect((x - Matrix([Array(strict.prefix(plain.n))])).largestMagnitude <= 1e-9)
  }

  @Test func whatHasNoBoundedOptimumIsNamed() throws {
    let half = ConvexProgram(inequalityMatrix: Matrix([[1, 0]]), inequalityBound: [1])
    #expect(throws: SolverError.unbounded(instance: 1)) {
      try half.solutions(Matrix([[-1, 0], [1, 0]]))
    }
    #expect(try half.solutions(Matrix([[-2, 0]])) == Matrix([[1, 0]]))
    #expect(throws: SolverError.unbounded(instance: 0)) {
      try half.solutions(Matrix([[-1, 1e-3]]))
    }
    let empty = ConvexProgram(inequalityMatrix: Matrix([[1], [-1]]), inequalityBound: [1, -2])
    #expect(throws: SolverError.infeasible(instance: 0, row: 0, violation: 1)) {
      try empty.solutions(Matrix([[1]]))
    }
    let saddle = ConvexProgram(
      quadratic: Matrix([[1, 2], [2, 1]]), inequalityMatrix: .identity(2), inequalityBound: [1, 1])
    #expect(throws: SolverError.notPositiveDefinite(instance: 0, minor: 2)) {
      try saddle.solutions(Matrix([[1, 1]]))
    }
    #expect(throws: SolverError.self) { try half.solutions(Matrix([[.nan, 0]])) }
  }

  @Test func standsOnATapeWithoutDerivative() throws {
    let tape = Tape()
    let p = tape.input(Matrix([[-1, -2], [-1, -1]]))
    let program = ConvexProgram(
      inequalityMatrix: Matrix([[1, 1], [-1, 0], [0, -1]]), inequalityBound: [1, 0, 0])
    let x = program.solution(p)
    let utility = x.rowDot(p).sum()
    let gradient = tape.gradient(of: utility, withRespectTo: [p])[0]
    try tape.compile([x, gradient]).run()
    #expect((x.value - Matrix([[0, 1], [0.5, 0.5]])).largestMagnitude <= 1e-15)
    // Of pᵀx*(p) only the explicit p is differentiated.
    #expect(gradient.value == x.value)
  }
}
