import Differentiation
import LinearAlgebra
import OptimizationSupport
import Reproducibility
import Testing

@testable import Optimization

/// Programs in other units: factors on rows and variables, and linear terms of any size.
struct QuadraticProgramScalingTests {
  /// A program all of whose parameters are on a tape, with the gradients of a function of x.
  private struct Solved {
    let x: Matrix, multipliers: Matrix, gradients: [Matrix], tangents: [Matrix]

    /// Variables are multiplied by 1/`columns` and rows by `rows`, which changes nothing else.
    init(_ plain: PlainProgram, columns: [Double], rows: [Double]) throws {
      let (n, m) = (plain.n, plain.h.count)
      let tape = Tape()
      var (q, g) = (plain.quadratic, plain.g)
      for i in 0..<n { for j in 0..<n { q[i, j] *= columns[i] * columns[j] } }
      for r in 0..<m { for j in 0..<n { g[r, j] *= rows[r] * columns[j] } }
      let quadratic = tape.input(Matrix([q.values]))
      let matrix = tape.input(Matrix([g.values]))
      let bound = tape.input(Matrix([zip(rows, plain.h).map { $0 * $1 }]))
      let linear = tape.input(Matrix([zip(columns, plain.linear).map { $0 * $1 }]))
      let solution = QuadraticProgram(
        variables: n, inequalities: m, quadratic: .variable(quadratic),
        inequalityMatrix: .variable(matrix), inequalityBound: .variable(bound)
      ).solution(linear, multipliers: true)
      let decision = solution.columns(0..<n) * tape.input(Matrix([columns]))
      let value = (decision * decision).rowDot(decision).sum()
      let inputs = [quadratic, matrix, bound, linear]
      let slopes = tape.gradient(of: value, withRespectTo: inputs)
      let program = tape.compile([solution, decision] + slopes, along: [linear])
      linear.setTangent(Matrix([columns]))
      try program.run()
      x = decision.value
      multipliers = Matrix([(0..<m).map { rows[$0] * solution.value[0, n + $0] }])
      // Back to the units of the plain program.
      func back(_ values: [Matrix]) -> [Matrix] {
        var (ofQ, ofG, ofH, ofP) = (values[0], values[1], values[2], values[3])
        for i in 0..<n { for j in 0..<n { ofQ[0, i * n + j] *= columns[i] * columns[j] } }
        for r in 0..<m {
          for j in 0..<n { ofG[0, r * n + j] *= rows[r] * columns[j] }
          ofH[0, r] *= rows[r]
        }
        for j in 0..<n { ofP[0, j] *= columns[j] }
        return [ofQ, ofG, ofH, ofP]
      }
      gradients = back(slopes.map(\.value))
      tangents = back(slopes.map(\.tangent))
    }
  }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func factorsOnRowsAndVariablesChangeNoDecisionMultiplierOrDerivative(_ seed: UInt64) throws {
    let plain = ProgramKind.scaledDuplicates.program(seed: seed)
    let (n, m) = (plain.n, plain.h.count / 2)
    var reduced = plain
    (reduced.g, reduced.h) = (plain.g.selectingRows(0..<m), Array(plain.h.prefix(m)))
    let ones = try Solved(
      reduced, columns: Array(repeating: 1, count: n), rows: Array(repeating: 1, count: m))
    var random = SeededGenerator(seed: seed, stream: "factors")
    let scaled = try Solved(
      reduced, columns: (0..<n).map { [1e-4, 1, 3e3][(Int(seed) + $0) % 3] },
      rows: random.uniforms(m, in: 0...3).map { [1e-8, 1, 1e8][min(2, Int($0))] })
    func expectEqual(_ a: Matrix, _ b: Matrix, _ what: String) {
      let size = max(1e-9, a.largestMagnitude)
      #expect((a - b).largestMagnitude <= 1e-9 * size, "\(what)")
    }
    expectEqual(ones.x, scaled.x, "x")
    expectEqual(ones.multipliers, scaled.multipliers, "λ")
    for (k, name) in ["Q", "G", "h", "p"].enumerated() {
      expectEqual(ones.gradients[k], scaled.gradients[k], "gradient by \(name)")
      expectEqual(ones.tangents[k], scaled.tangents[k], "tangent of the gradient by \(name)")
    }
  }

  private func solve(
    _ quadratic: Matrix, _ g: Matrix, _ h: [Double], _ p: Matrix
  ) throws -> Matrix {
    let tape = Tape()
    let x = QuadraticProgram(
      variables: quadratic.rows, inequalities: g.rows, quadratic: .constant(quadratic),
      inequalityMatrix: .constant(g),
      inequalityBound: .constant(Matrix(rows: 1, columns: h.count, values: h))
    ).solution(tape.input(p))
    try tape.compile([x]).run()
    return x.value
  }

  private let box = Matrix.identity(2).stacked(over: -1 * .identity(2))

  @Test(arguments: [1e-6, 1e-9, 1e-12])
  func aTinyQuadraticTermStaysInsideItsBounds(_ size: Double) throws {
    // The second term sends x₂ to its bound −1, where the gradient by x₁ is size·(x₁ +
    // ½).
    let quadratic = size * Matrix([[1, -0.5], [-0.5, 1]])
    let x = try solve(quadratic, box, [1, 1, 1, 1], Matrix([[0, 1]]))
    #expect((x - Matrix([[-0.5, -1]])).largestMagnitude <= 1e-12)
  }

  @Test(arguments: [1e16, 1e30, 1e100, 1e300])
  func hugeLinearTermsLeadToTheirVertex(_ size: Double) throws {
    let quadratic = Matrix([[1.3, 0.3], [0.3, 1.3]])
    let p = size * Matrix([[-0.7, 0.4], [0.2, 0.9], [-1, -0.1]])
    let x = try solve(quadratic, box, [1, 2, 3, 4], p)
    #expect((x - Matrix([[1, -4], [-3, -4], [1, 2]])).largestMagnitude <= 1e-12)
  }

  @Test func whatIsNotANumberIsNeverADecision() throws {
    let one = Matrix.identity(2)
    let h = [1.0, 1, 1, 1]
    for bad in [Double.nan, .infinity] {
      let x = try solve(one, box, h, Matrix([[1, bad], [-1, 1]]))
      #expect(x.row(0).allSatisfy(\.isNaN) && Array(x.row(1)) == [1, -1])
      var g = box
      g[3, 1] = bad
      let matrix = g
      #expect(throws: SolverError.self) { try self.solve(one, matrix, h, Matrix([[1, 1]])) }
    }
    for bad in [Double.nan, -.infinity] {
      #expect(throws: SolverError.self) {
        try self.solve(one, self.box, [1, 1, 1, bad], Matrix([[1, 1]]))
      }
    }
    let quadratic = Matrix([[1, .nan], [.nan, 1]])
    #expect(throws: SolverError.self) { try self.solve(quadratic, self.box, h, Matrix([[1, 1]])) }
    let free = try solve(one, box, [.infinity, 1, 1, 1], Matrix([[-7, 1]]))
    #expect(free == Matrix([[7, -1]]), "an infinite bound is none")
  }

  @Test func theSameActiveSetCanBeHeldWhereDoublesAreNotEnough() throws {
    let plain = ProgramKind.tinyTies.program(seed: 8)
    let tape = Tape()
    let p = tape.input(Matrix([plain.linear]))
    let x = QuadraticProgram(
      variables: plain.n, inequalities: plain.h.count, equalities: plain.b.count,
      quadratic: .constant(plain.quadratic), inequalityMatrix: .constant(plain.g),
      inequalityBound: .constant(Matrix([plain.h])), equalityMatrix: .constant(plain.a),
      equalityBound: .constant(Matrix(rows: 1, columns: plain.b.count, values: plain.b))
    ).solution(p)
    let run = tape.compile([x])
    let trail = BranchTrail(slots: 1, wordsPerSlot: tape.choiceWords)
    tape.branches.current = trail[0]
    try run.run()
    let free = x.value
    tape.branches.mode = .held
    try run.run()
    #expect((x.value - free).largestMagnitude <= 1e-12)
  }
}
