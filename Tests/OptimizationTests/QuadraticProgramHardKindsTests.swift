import Differentiation
import LinearAlgebra
import Testing

@testable import Optimization

/// Programs of the kinds that solvers get wrong, against the optimality conditions in double-double
/// arithmetic.
struct QuadraticProgramHardKindsTests {
  static let seeds = UInt64(0)..<60

  /// x, λ and ν of a program.
  static func solve(_ plain: PlainProgram) throws -> [Double] {
    let tape = Tape()
    let program = QuadraticProgram(
      variables: plain.n, inequalities: plain.h.count, equalities: plain.b.count,
      quadratic: .constant(plain.quadratic), inequalityMatrix: .constant(plain.g),
      inequalityBound: .constant(Matrix(rows: 1, columns: plain.h.count, values: plain.h)),
      equalityMatrix: .constant(plain.a),
      equalityBound: .constant(Matrix(rows: 1, columns: plain.b.count, values: plain.b)))
    let solution = program.solution(tape.input(Matrix([plain.linear])), multipliers: true)
    try tape.compile([solution]).run()
    return solution.value.values
  }

  @Test(arguments: ProgramKind.allCases)
  func decisionsAreFeasibleAndOptimalOrProvenImpossible(_ kind: ProgramKind) throws {
    for seed in Self.seeds {
      let plain = kind.program(seed: seed)
      if kind == .infeasible {
        let error = #expect(throws: SolverError.self) { try Self.solve(plain) }
        guard case .infeasible(_, _, let violation)? = error else {
          Issue.record("seed \(seed): \(String(describing: error)) is not infeasibility")
          continue
        }
        #expect(violation > 0, "seed \(seed)")
        continue
      }
      let solution = try Self.solve(plain)
      let conditions = DoubledConditions(
        plain, x: Array(solution.prefix(plain.n)), multipliers: Array(solution.dropFirst(plain.n)))
      #expect(conditions.violation <= 1e-10, "seed \(seed)")
      #expect(conditions.displacement <= 1e-8, "seed \(seed)")
      #expect(conditions.negativity <= 1e-10, "seed \(seed)")
    }
  }
}
