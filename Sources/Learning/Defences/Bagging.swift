public import Reproducibility

/// Trains several models, each from its own initial weights on rows drawn with replacement, and
/// decides by the mean of their decisions.
///
/// Decisions are averaged, not predictions: the feasible sets are convex, so the mean is feasible;
/// the utility is concave in the decision, so it is worth at least what members are worth on
/// average; and predictions of a covariance's factor, or the outputs of a learner that decides at
/// once, have no mean that means anything. Of a linear program the mean of vertices is a mixture of
/// them and no vertex itself.
///
/// Rows are drawn from the stream "defence/bagging", member by member, the same for clean and
/// poisoned data. An attacker who knows of it differentiates through all members.
public struct Bagging: Defence {
  /// What keys and pages call it.
  public static let name = "bagging", label = "Ensemble on resampled rows"
  /// What it does, in a sentence.
  public static let summary =
    "Averages the decisions of models that are trained on rows drawn with replacement."
  /// What it follows.
  public static let references = [Reference.breiman1996, .biggio2011]

  /// The number of models, at least 1.
  ///
  /// The default is 5.
  public let members: Int
  /// Where rows are drawn from, a part of who the victim is.
  ///
  /// The default is 0.
  public let seed: UInt64

  /// An ensemble of the given number of models.
  public init(members: Int, seed: UInt64 = 0) {
    precondition(members >= 1, "an ensemble of \(members)")
    (self.members, self.seed) = (members, seed)
  }

  /// Five models.
  public init() { self.init(members: 5) }

  /// The ensemble of the learner.
  public func learner(_ learner: any Learner) -> any Learner { ensemble(of: learner) }

  private func ensemble(of learner: some Learner) -> any Learner {
    EnsembleLearner(learner, members: members, seed: seed)
  }

  /// The number of models.
  public var settings: [Setting] { [Setting("Models", "\(members)")] }
}
