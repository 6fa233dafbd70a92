import Differentiation
import OptimizationSupport
import Testing

@testable import Optimization

/// Programs of the kinds that solvers get wrong, against the optimality conditions in double-double
/// arithmetic.
struct QuadraticProgramHardKindsTests {
  static let seeds = UInt64(0)..<60

  @Test(arguments: ProgramKind.allCases)
  func decisionsAreFeasibleAndOptimalOrProvenImpossible(_ kind: ProgramKind) throws {
    for seed in Self.seeds {
      let plain = kind.program(seed: seed)
      if kind == .infeasible {
        let error = #expect(throws: SolverError.self) { try plain.solved() }
        guard case .infeasible(_, _, let violation)? = error else {
          Issue.record("seed \(seed): \(String(describing: error)) is not infeasibility")
          continue
        }
        #expect(violation > 0, "seed \(seed)")
        continue
      }
      let solution = try plain.solved()
      let conditions = DoubledConditions(
        plain, x: Array(solution.prefix(plain.n)), multipliers: Array(solution.dropFirst(plain.n)))
      #expect(conditions.violation <= 1e-10, "seed \(seed)")
      #expect(conditions.displacement <= 1e-8, "seed \(seed)")
      #expect(conditions.negativity <= 1e-10, "seed \(seed)")
    }
  }
}
