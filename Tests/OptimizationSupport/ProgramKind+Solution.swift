import Differentiation
import LinearAlgebra
import Optimization

extension PlainProgram {
  /// x, λ and ν, by the layer.
  ///
  /// - Throws: `SolverError`.
  public func solved() throws -> [Double] {
    let tape = Tape()
    let program = QuadraticProgram(
      variables: n, inequalities: h.count, equalities: b.count, quadratic: .constant(quadratic),
      inequalityMatrix: .constant(g),
      inequalityBound: .constant(Matrix(rows: 1, columns: h.count, values: h)),
      equalityMatrix: .constant(a),
      equalityBound: .constant(Matrix(rows: 1, columns: b.count, values: b)))
    let solution = program.solution(tape.input(Matrix([linear])), multipliers: true)
    try tape.compile([solution]).run()
    return solution.value.values
  }
}
