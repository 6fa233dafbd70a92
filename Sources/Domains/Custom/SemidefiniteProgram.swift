import Differentiation
import LinearAlgebra
import Optimization

/// Minimise ½xᵀQx + pᵀx subject to Gx ≤ h, Ax = b with Q semidefinite or zero, by proximal points.
///
/// x ← argmin ½xᵀQx + pᵀx + ½s‖x − x′‖², x′ being the last point: each is a strictly convex
/// program that is solved exactly on its active set, and for linear programs the iteration ends
/// after finitely many of them (Rockafellar 1976).
struct SemidefiniteProgram {
  let quadratic: Matrix
  let inequalityMatrix: Matrix, inequalityBound: Matrix
  let equalityMatrix: Matrix, equalityBound: Matrix

  /// How many points are tried.
  private static let mostPoints = 2000

  /// The solutions for the linear terms `p`, one row per instance.
  ///
  /// - Throws: `SolverError`: infeasible, or not converged; with an infinite residual where the
  ///   objective has no bound.
  func solutions(_ p: Matrix) throws -> Matrix {
    let k = quadratic.rows
    let reach = max(1, inequalityBound.largestMagnitude, equalityBound.largestMagnitude)
    let weight = max(1e-3 * quadratic.largestMagnitude, 1e-2 * p.largestMagnitude / reach, 1e-12)
    let tape = Tape()
    let linear = tape.input(rows: p.rows, columns: k)
    let solution = QuadraticProgram(
      variables: k, inequalities: inequalityMatrix.rows, equalities: equalityMatrix.rows,
      quadratic: .constant(quadratic + weight * Matrix.identity(k)),
      inequalityMatrix: .constant(inequalityMatrix), inequalityBound: .constant(inequalityBound),
      equalityMatrix: .constant(equalityMatrix), equalityBound: .constant(equalityBound)
    ).solution(linear)
    let program = tape.compile([solution])
    var x = Matrix(rows: p.rows, columns: k)
    var (change, before) = (0.0, 0.0)
    for point in 0..<Self.mostPoints {
      linear.set(p - weight * x)
      try program.run()
      let next = solution.value
      change = (next - x).largestMagnitude
      x = next
      if point == 100 { before = change }
      // Points that approach nothing run along a ray at a steady pace.
      if point == 400, change > 0.9 * before { throw SolverError.unbounded }
      if point > 0, change <= 1e-12 * max(reach, x.largestMagnitude) { return x }
    }
    throw SolverError.notConverged(instance: 0, residual: change)
  }
}

extension SolverError {
  /// The points of a search run away: the objective has no bound.
  fileprivate static var unbounded: SolverError {
    .notConverged(instance: 0, residual: .infinity)
  }
}
