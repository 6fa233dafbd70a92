public import Domains
public import Experiments
public import Learning

/// Learners that are compared on clean data: utility in training against utility at new instances.
public struct LearnerComparison: Sendable {
  /// "small" or "large".
  public var size: String
  /// The data.
  public var domain: any Domain
  /// Trained for the utility of its decisions, and on the decisions that outcomes call for.
  public var simpleJoint: Victim, regression: Victim
  /// The seeds, and initial weights of each.
  public var seeds: [UInt64], freshWeights: Int

  /// The untreated cell of a seed.
  public func experiment(seed: UInt64) -> Experiment {
    Experiment(
      domain: domain, seed: seed, victims: [simpleJoint, regression], freshWeights: freshWeights)
  }
}

/// The untreated records of a comparison, one per seed.
public struct ComparisonRecords: Sendable {
  /// The comparison with its records.
  public var comparison: LearnerComparison, clean: [Record]
}
