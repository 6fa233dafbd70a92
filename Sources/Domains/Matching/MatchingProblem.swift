public import Differentiation
public import Learning
public import LinearAlgebra
public import Optimization

/// Bipartite matching: max θᵀx − ½γ‖x‖² over the N×N doubly stochastic matrices (paper
/// §8.2).
///
/// The outcome is one field: θ, N² numbers per instance, 1 where two papers cite each other
/// and else 0.
public struct MatchingProblem: DecisionProblem {
  /// The program that decisions solve.
  public let program: DoublyStochasticProgram
  /// The last layer of a learner that decides directly.
  public let layer: SinkhornLayer

  /// A problem with `side` papers on each side, curvature γ, and the given temperature of directly
  /// made decisions.
  public init(side: Int, curvature: Double, temperature: Double = 0.05) {
    program = DoublyStochasticProgram(order: side, curvature: curvature)
    layer = SinkhornLayer(order: side, temperature: temperature)
  }

  /// The optimal decisions for predicted outcomes, n×N².
  public func decisions(for prediction: [Variable]) -> Variable { program.solution(prediction[0]) }

  /// Doubly stochastic decisions from raw scores, n×N², without solving a program.
  public func feasibleDecisions(from raw: [Variable]) -> Variable { layer.decisions(from: raw[0]) }

  /// The utility of each decision under its outcome, n×1.
  public func utility(of decisions: Variable, when outcome: [Variable]) -> Variable {
    decisions.rowDot(outcome[0] - (0.5 * program.curvature) * decisions)
  }

  /// θ̂ᵀx − ½γ‖x‖².
  public var linearObjective: LinearObjective? {
    LinearObjective { x, _ in (0.5 * program.curvature) * x.rowDot(x) }
  }

  /// The mean squared error of each prediction over the pairs, n×1.
  public func predictionError(
    of prediction: [Variable], against outcome: [Variable], statistics: [Variable]
  ) -> Variable {
    let error = prediction[0] - outcome[0]
    return (1 / Double(error.columns)) * error.rowDot(error)
  }

  /// The problem deciding with γ times the factor; its utility keeps γ.
  public func smoothed(by factor: Double) -> (any DecisionProblem)? {
    let smooth = DoublyStochasticProgram(
      order: program.order, curvature: factor * program.curvature)
    return SmoothedProblem(self, by: factor) { smooth.solution($0[0]) }
  }

  /// Everybody matched with everybody alike: what a random matching is worth on average.
  public func uninformedDecision(knowing outcome: [Matrix]) -> Matrix {
    let n = program.order
    return Matrix(rows: 1, columns: n * n, repeating: 1 / Double(n))
  }
}
