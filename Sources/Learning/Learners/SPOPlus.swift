public import Differentiation
public import Reproducibility

/// Trained for a convex bound of the regret: “smart predict, then optimise”, SPO+.
///
/// The bound is known of a linear utility; here it is carried over to f(x, θ) = θᵀx − R(x)
/// with the problem's own curvature R. With x̂ = x*(θ̂), for which θ̂ᵀx̂ − R(x̂) =
/// f*(θ̂), the regret of deciding by θ̂ is
///
///     f*(θ) − f(x̂, θ) = f*(θ) − 2f*(θ̂) + (2θ̂ − θ)ᵀx̂ − R(x̂)
///                     ≤ f*(θ) − 2f(x*(θ), θ̂) + f*(2θ̂ − θ),
///
/// since x̂ is feasible for the third maximum and x*(θ) for the second. The regulariser takes its
/// place without a factor of its own: twice from −2f*(θ̂), once from the regret. The right-hand
/// side is the loss. It equals the Fenchel–Young loss f*(2θ̂ − θ) − f(x*(θ), 2θ̂ −
/// θ), is convex in θ̂, at least the regret, 0 at θ̂ = θ, and its gradient is 2(x*(2θ̂ −
/// θ) − x*(θ)): the published one with the sign of a utility. For R → 0 it is the published
/// loss.
///
/// x*(θ) is solved for when a training begins. On a problem that is smoothed for its derivatives R
/// is that of the smoother layer, and the regret is that of its utility.
public struct SPOPlus: Learner {
  /// What keys and pages call it.
  public static let name = "spo-plus", label = "Smart predict-then-optimise (SPO+) learner"
  /// What it does, in a sentence.
  public static let summary = "Trains its prediction for a convex upper bound of the regret."
  /// What it follows.
  public static let references = [Reference.elmachtoubGrigas2022, .blondel2020]
  /// Every step optimises for every instance.
  public static let solvesInTraining = true
  /// f* is that of a linear term.
  public static let needsLinearObjective = true
  /// How it trains.
  public var training: Training

  /// An SPO+ learner that trains as said.
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
    let (fields, best) = outcome.splitBeforeLast
    var mirrored = prediction
    mirrored[0] = 2 * prediction[0] - fields[0]
    return objective.fenchelYoungLoss(
      of: mirrored, deciding: problem.decisions(for: mirrored), beside: best)
  }
}

extension TapedSamples {
  /// The outcome, and behind it the decisions that it calls for; the outcome alone where the
  /// utility is not linear in it.
  func outcomeWithDecisions(in problem: any DecisionProblem) -> [Variable] {
    problem.linearObjective == nil ? outcome : outcome + [problem.decisions(for: outcome)]
  }
}

extension [Variable] {
  /// The fields of an outcome and what was put behind them.
  var splitBeforeLast: (fields: [Variable], last: Variable) {
    guard let last else { preconditionFailure("an outcome of no fields") }
    return (Array(dropLast()), last)
  }
}
