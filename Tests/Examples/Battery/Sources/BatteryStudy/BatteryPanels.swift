import Attacks
import Learning
public import Paper

/// What is run: the covariance step, and Algorithm 1 beside it, both made for the two-stage
/// learner.
public enum BatteryPanels {
  /// Learners, budgets and seeds; lengths and rates were chosen by clean utility on seed 100, which
  /// is not reported.
  public static let plan = Plan(
    twoStage: TwoStage(training: Training(steps: 150, rate: 0.06)),
    decisionFocused: DecisionFocused(training: Training(steps: 60, rate: 2)),
    simpleJoint: SimpleJoint(training: Training(steps: 600, rate: 0.05)),
    budgets: [0.25, 0.5, 1], referenceBudget: 0.5, seeds: Array(0...7), freshWeights: 2, draws: 2)

  /// Panel 1a, the covariance step.
  public static let covariance = panel("1a", CovarianceStep())

  /// Panel 1b, Algorithm 1 by sign steps.
  public static let algorithm1 = panel(
    "1b", MetaGradientAttack(iterations: 10, rule: .sign, stepSize: 0.2, checkedEntries: 2))

  /// Both.
  public static let all = [covariance, algorithm1]

  private static func panel(_ id: String, _ attack: any Attack) -> Panel {
    Panel(
      id: id, title: "\(attack.label) on the two-stage learner, day-ahead battery",
      domain: BatteryDomain(), attack: attack, attacked: plan.twoStage, plan: plan)
  }
}
