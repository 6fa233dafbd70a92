public import Differentiation
public import Reproducibility

/// A learner whose network's output is the decision, made feasible by a last layer suited to the
/// set.
///
/// Shrinking towards an inner point for polytopes, a softmax for the simplex (paper §3.3).
public protocol DirectLearner: Learner {}

extension DirectLearner {
  /// Decisions are shrunk towards an inner point.
  public static var needsInterior: Bool { true }

  /// The paper, and a layer that makes decisions feasible.
  public static var references: [Reference] { [.kinsey2023, .shah2020] }

  /// The scenario's network for decisions.
  public func predictor(in scenario: Scenario) -> any Predictor { scenario.decisionNetwork }

  /// The feasible decisions that the outputs stand for.
  public func decisions(from output: [Variable], in problem: any DecisionProblem) -> Variable {
    problem.feasibleDecisions(from: output)
  }
}

/// A network that decides, trained for the decision's utility (paper §3.3).
public struct SimpleJoint: DirectLearner {
  /// What keys and pages call it.
  public static let name = "simple-joint", label = "Simple joint learner"
  /// What it does, in a sentence.
  public static let summary = "Has a network decide at once, without solving anything."
  /// How it trains.
  public var training: Training

  /// A simple joint learner that trains as said.
  public init(training: Training) { self.training = training }

  /// The training loss of each instance, n×1.
  public func losses(
    of output: [Variable], against outcome: [Variable], statistics: [Variable],
    in problem: any DecisionProblem
  ) -> Variable {
    -1 * problem.utility(of: problem.feasibleDecisions(from: output), when: outcome)
  }
}

/// The paper's variant of the simple joint learner: regression on the decisions that the training
/// outcomes call for (§3.3).
///
/// The loss of an instance is ‖x̂(u) − x*(θ)‖². The paper finds it less effective and more
/// prone to overfitting.
public struct DecisionRegression: DirectLearner {
  /// The name in records and on pages.
  public static let name = "decision-regression"
  /// What pages call it.
  public static let label = "Simple joint learner (regression on decisions)"
  /// What it does, in a sentence.
  public static let summary =
    "Has a network imitate the decisions that the training outcomes call for."
  /// Every step solves for the decisions that the outcomes call for.
  public static let solvesInTraining = true
  /// How it trains.
  public var training: Training

  /// A regression on decisions that trains as said.
  public init(training: Training) { self.training = training }

  /// The training loss of each instance, n×1; the optimal decisions follow the outcomes received,
  /// poisoned ones too.
  public func losses(
    of output: [Variable], against outcome: [Variable], statistics: [Variable],
    in problem: any DecisionProblem
  ) -> Variable {
    let error = problem.feasibleDecisions(from: output) - problem.decisions(for: outcome)
    return error.rowDot(error)
  }
}
