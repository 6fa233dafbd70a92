import Differentiation
import Learning
import LinearAlgebra

/// The problems on which every attack and every learner of the catalogs is tried.
enum ConformanceProblem: String, Sendable, CaseIterable {
  /// A polytope with a quadratic utility, from the reference files.
  case polytope
  /// Decisions that never change: no attack can do anything, and all must go through nevertheless.
  case constant

  /// The reference data with this problem; a third of ε's entries may only grow.
  func scenario(lower: Double = -1) throws -> Scenario {
    let base = try AttackOracle("two_stage_tanh").scenario
    let (rows, columns) = base.pipeline.perturbationShape
    return Scenario(
      pipeline: base.pipeline, problem: self == .constant ? ConstantDecision() : base.problem,
      predictor: base.predictor, targetOutcome: base.targetOutcome,
      heldOutOutcome: base.heldOutOutcome,
      box: Box(
        lower: Matrix(
          rows: rows, columns: columns,
          values: (0..<rows * columns).map { $0 % 3 == 0 ? 0 : lower }),
        upper: Matrix(rows: rows, columns: columns, repeating: 0.7)),
      desiredDecisions: Matrix(
        rows: base.targetOutcome[0].rows, columns: base.targetOutcome[0].columns, repeating: 0.1))
  }
}

/// A decision problem whose decision never changes: the oracle of everything that ought to be zero.
struct ConstantDecision: DecisionProblem {
  func decisions(for prediction: [Variable]) -> Variable { (0 * prediction[0]) + 0.5 }

  func feasibleDecisions(from raw: [Variable]) -> Variable { (0 * raw[0]) + 0.5 }

  func utility(of decisions: Variable, when outcome: [Variable]) -> Variable {
    decisions.rowDot(outcome[0])
  }

  func predictionError(
    of prediction: [Variable], against outcome: [Variable], statistics: [Variable]
  ) -> Variable {
    let error = prediction[0] - outcome[0]
    return error.rowDot(error)
  }

  /// θ̂ᵀx, which every decision maximises that is the only one.
  var linearObjective: LinearObjective? { LinearObjective { x, _ in 0 * x.rowDot(x) } }

  func uninformedDecision(knowing outcome: [Matrix]) -> Matrix {
    Matrix(rows: 1, columns: 3, repeating: 0.5)
  }
}
