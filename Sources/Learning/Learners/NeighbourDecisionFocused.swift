public import Differentiation
public import Reproducibility

/// Trained for the utility of the decision under outcomes that are averaged over neighbours: the
/// k-NN robust decision loss.
///
/// One outcome is a single draw of what the features allow for; those of similar instances tell
/// more of its mean. The loss of an instance is that of the decision-focused learner, averaged over
/// its neighbours,
///
///     ℓᵢ = −(1/k)·Σ f(x*(θ̂ᵢ), w·θᵢ + (1 − w)·θⱼ),
///
/// over the k instances j ≠ i whose features are nearest to those of i, by Euclidean distance. As
/// f is linear in θ, that is the loss at the averaged outcome, which costs no more than any other.
///
/// Neighbours are found by the features received, poisoned ones too, when a training begins. An
/// attack differentiates through the averaged values alone: with its features an instance moves
/// among its neighbours without changing them, until one is replaced and the loss jumps.
public struct NeighbourDecisionFocused: Learner {
  /// What keys and pages call it.
  public static let name = "neighbour-decision-focused"
  /// What pages call it.
  public static let label = "Neighbour-averaging decision-focused learner"
  /// What it does, in a sentence.
  public static let summary =
    "Trains for the decision under outcomes averaged over instances of similar features."
  /// What it follows.
  public static let references = [Reference.schutte2024, .tangKhalil2024]
  /// Every step optimises for every instance.
  public static let solvesInTraining = true
  /// The mean of utilities is the utility of the mean.
  public static let needsLinearObjective = true
  /// How it trains.
  public var training: Training
  /// How outcomes are averaged.
  public let averaging: NeighbourAveraging

  /// A learner that averages over ten neighbours with weight ½ for the own outcome.
  public init(training: Training) { self.init(training: training, averaging: .init()) }

  /// A learner that trains and averages as said.
  public init(training: Training, averaging: NeighbourAveraging) {
    (self.training, self.averaging) = (training, averaging)
  }

  /// Training and neighbours.
  public var settings: [Setting] { [Setting("Training", training.phrase)] + averaging.settings }

  /// The outcome with its first field averaged.
  public func lossOutcome(
    of samples: TapedSamples, in problem: any DecisionProblem
  ) -> [Variable] { averaging.outcome(of: samples) }

  /// The training loss of each instance, n×1.
  public func losses(
    of prediction: [Variable], against outcome: [Variable], statistics: [Variable],
    in problem: any DecisionProblem
  ) -> Variable {
    if problem.linearObjective == nil { return refusedLosses(like: prediction) }
    return -1 * problem.utility(of: problem.decisions(for: prediction), when: outcome)
  }
}
