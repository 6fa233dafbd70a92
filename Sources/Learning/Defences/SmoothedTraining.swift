public import Reproducibility

/// Trains with a smoother decision layer than the one that decides.
///
/// Losses in training are those of decisions by `factor` times the problem's curvature, as an
/// attacker's smoothed surrogate has them; the trained victim decides by the problem itself. Where
/// decisions jump, a training that follows the jumps may be led astray by single rows; a smooth one
/// changes little with each of them, and its gradient serves the attacker, too. The utility in a
/// loss keeps its curvature, and losses made of the layer's own objective (SPO+, Fenchel–Young)
/// take the layer's. It changes nothing for learners that do not solve while they train, nor where
/// the problem has no smoother layer.
public struct SmoothedTraining: Defence {
  /// What keys and pages call it.
  public static let name = "smoothed-training", label = "Smoothed layer in training"
  /// What it does, in a sentence.
  public static let summary = "Trains with a smoother decision layer than the one that decides."
  /// What it follows.
  public static let references = [Reference.engstrom2025, .wilder2019]

  /// How many times the curvature of the problem the layer has in training.
  ///
  /// The default is 10.
  public let factor: Double
  /// How many times as long steps are.
  ///
  /// Decisions answer a layer of s times the curvature s times less, and with them the loss of a
  /// decision-focused learner. The default is 1.
  public let rateFactor: Double

  /// A defence that trains with `factor` times the curvature and `rateFactor` times the rate.
  public init(factor: Double = 10, rateFactor: Double = 1) {
    precondition(factor >= 1 && rateFactor > 0, "curvature × \(factor), rate × \(rateFactor)")
    (self.factor, self.rateFactor) = (factor, rateFactor)
  }

  /// Ten times the curvature at the same rate.
  public init() { self.init(factor: 10) }

  /// The layer of more curvature; the problem itself where it has none.
  public func trainingProblem(_ problem: any DecisionProblem) -> any DecisionProblem {
    factor == 1 ? problem : problem.smoothed(by: factor) ?? problem
  }

  /// Steps of the changed length.
  public func training(_ training: Training) -> Training {
    var changed = training
    changed.rate *= rateFactor
    return changed
  }

  /// Curvature and rate.
  public var settings: [Setting] {
    [
      Setting("Curvature of the layer in training", "× \(NumberFormat.chosen(factor))"),
      Setting("Learning rate", "× \(NumberFormat.chosen(rateFactor))"),
    ]
  }
}
