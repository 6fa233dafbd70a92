public import Differentiation
public import Reproducibility

/// Trained to call for the decisions that the outcomes call for, by the Fenchel–Young loss of the
/// problem's own quadratic regulariser.
///
/// The regulariser is Ω(x) = R(x) on the feasible set, R being the curvature of f(x, θ) = θᵀx
/// − R(x), such as ½γ‖x‖², so that the regularised argmax is the decision itself. The loss
/// of an instance is Ω*(θ̂) + Ω(y) − θ̂ᵀy at y = x*(θ), which is
///
///     ℓ = f*(θ̂) − f(x*(θ), θ̂) ≥ ½‖x*(θ̂) − x*(θ)‖²_Q,
///
/// with R(x) = ½xᵀQx on the right: what the true decision gives away where the prediction is
/// believed. It is convex in θ̂, 0 where both call for the same decision, and its gradient is
/// x*(θ̂) − x*(θ).
///
/// x*(θ) is solved for when a training begins. On a problem that is smoothed for its derivatives R
/// is that of the smoother layer.
public struct FenchelYoung: Learner {
  /// What keys and pages call it.
  public static let name = "fenchel-young", label = "Regularised (Fenchel–Young) learner"
  /// What it does, in a sentence.
  public static let summary =
    "Trains its prediction to call for the decisions that the training outcomes call for."
  /// What it follows.
  public static let references = [Reference.blondel2020]
  /// Every step optimises for every instance.
  public static let solvesInTraining = true
  /// f* is that of a linear term.
  public static let needsLinearObjective = true
  /// How it trains.
  public var training: Training

  /// A Fenchel–Young learner that trains as said.
  public init(training: Training) { self.training = training }

  /// The outcome, and behind it the decisions x*(θ) that it calls for.
  public func lossOutcome(
    of samples: TapedSamples, in problem: any DecisionProblem
  ) -> [Variable] { samples.outcomeWithDecisions(in: problem) }

  /// The training loss of each instance, n×1.
  public func losses(
    of prediction: [Variable], against outcome: [Variable], statistics: [Variable],
    in problem: any DecisionProblem
  ) -> Variable {
    guard let objective = problem.linearObjective else { return refusedLosses(like: prediction) }
    return objective.fenchelYoungLoss(
      of: prediction, deciding: problem.decisions(for: prediction),
      beside: outcome.splitBeforeLast.last)
  }
}
