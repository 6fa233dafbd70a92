public import Differentiation
public import LinearAlgebra
import Optimization

extension DecisionProblem {
  /// No smoother layer.
  public func smoothed(by factor: Double) -> (any DecisionProblem)? { nil }
}

/// A problem whose decisions come from a smoother layer than its own; all else is the problem's.
///
/// An attacker trains its surrogate on it: where decisions jump from vertex to vertex the gradient
/// of the true layer says nothing beyond the next jump. A victim may train on it as a defence; it
/// never decides by it.
public struct SmoothedProblem: DecisionProblem {
  private let problem: any DecisionProblem
  private let factor: Double
  private let layer: @Sendable ([Variable]) -> Variable

  /// The given problem, deciding by another layer of `factor` times its curvature.
  public init(
    _ problem: any DecisionProblem, by factor: Double,
    decisions layer: @escaping @Sendable ([Variable]) -> Variable
  ) {
    (self.problem, self.factor, self.layer) = (problem, factor, layer)
  }

  /// What the smoother layer maximises.
  public var linearObjective: LinearObjective? { problem.linearObjective?.smoothed(by: factor) }

  /// The problem deciding by a layer that is smoother still: the factors are multiplied.
  public func smoothed(by other: Double) -> (any DecisionProblem)? {
    problem.smoothed(by: factor * other)
  }

  /// The smoother layer's decisions, n×k.
  public func decisions(for prediction: [Variable]) -> Variable { layer(prediction) }

  /// The problem's own: a learner that decides directly solves nothing that could be smoothed.
  public func feasibleDecisions(from raw: [Variable]) -> Variable {
    problem.feasibleDecisions(from: raw)
  }

  /// The problem's own utility.
  public func utility(of decisions: Variable, when outcome: [Variable]) -> Variable {
    problem.utility(of: decisions, when: outcome)
  }

  /// The problem's own error.
  public func predictionError(
    of prediction: [Variable], against outcome: [Variable], statistics: [Variable]
  ) -> Variable {
    problem.predictionError(of: prediction, against: outcome, statistics: statistics)
  }

  /// The problem's own.
  public func violation(of decisions: Matrix, when outcome: [Matrix]) -> Double {
    problem.violation(of: decisions, when: outcome)
  }

  /// The problem's own.
  public func uninformedDecision(knowing outcome: [Matrix]) throws -> Matrix {
    try problem.uninformedDecision(knowing: outcome)
  }

  /// The problem's own.
  public func referenceDecisions(knowing outcome: [Matrix]) throws -> [ReferenceDecision] {
    try problem.referenceDecisions(knowing: outcome)
  }
}

extension QuadraticUtility {
  /// The problem deciding with factor·Q; its utility keeps Q.
  public func smoothed(by factor: Double) -> (any DecisionProblem)? {
    SmoothedProblem(self, by: factor) { prediction in
      let own = program
      let scaled: QuadraticProgram.Parameter =
        switch own.quadratic {
        case .constant(let matrix): .constant(factor * matrix)
        case .variable(let variable): .variable(factor * variable)
        }
      return QuadraticProgram(
        variables: own.variables, inequalities: own.inequalities, equalities: own.equalities,
        quadratic: scaled, inequalityMatrix: own.inequalityMatrix,
        inequalityBound: own.inequalityBound, equalityMatrix: own.equalityMatrix,
        equalityBound: own.equalityBound
      ).solution(-1 * prediction[0])
    }
  }
}
