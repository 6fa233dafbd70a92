public import Differentiation
public import Reproducibility

/// A network whose output is the decision, trained for the decision's utility (paper §3.3).
///
/// A last layer suited to the feasible set turns raw outputs into decisions: shrinking towards an inner point for polytopes, a
/// softmax for the simplex.
public struct SimpleJoint: Learner {
  /// The name in records and on pages.
  public static let name = "simple-joint"
  /// What it follows.
  public static let references = [Reference.kinsey2023, Reference.shah2020]
  /// How it trains.
  public var training: Training

  /// A simple joint learner that trains as said.
  public init(training: Training) { self.training = training }

  /// The scenario's network for decisions.
  public func predictor(in scenario: Scenario) -> any Predictor { scenario.decisionNetwork }

  /// The training loss of each instance, n×1.
  public func losses(
    of output: [Variable], against outcome: [Variable], statistics: [Variable],
    in problem: any DecisionProblem
  ) -> Variable {
    -1 * problem.utility(of: problem.feasibleDecisions(from: output), when: outcome)
  }

  /// The feasible decisions that the outputs stand for.
  public func decisions(from output: [Variable], in problem: any DecisionProblem) -> Variable {
    problem.feasibleDecisions(from: output)
  }
}

/// The paper's variant of the simple joint learner: regression on the decisions that the training outcomes call for (§3.3).
///
/// The loss of an instance is ‖x̂(u) − x*(θ)‖². The paper finds it less effective and more prone to overfitting.
public struct DecisionRegression: Learner {
  /// The name in records and on pages.
  public static let name = "decision-regression"
  /// What it follows.
  public static let references = [Reference.kinsey2023, Reference.shah2020]
  /// How it trains.
  public var training: Training

  /// A regression on decisions that trains as said.
  public init(training: Training) { self.training = training }

  /// The scenario's network for decisions.
  public func predictor(in scenario: Scenario) -> any Predictor { scenario.decisionNetwork }

  /// The training loss of each instance, n×1; the optimal decisions follow the outcomes received, poisoned ones too.
  public func losses(
    of output: [Variable], against outcome: [Variable], statistics: [Variable],
    in problem: any DecisionProblem
  ) -> Variable {
    let error = problem.feasibleDecisions(from: output) - problem.decisions(for: outcome)
    return error.rowDot(error)
  }

  /// The feasible decisions that the outputs stand for.
  public func decisions(from output: [Variable], in problem: any DecisionProblem) -> Variable {
    problem.feasibleDecisions(from: output)
  }
}
