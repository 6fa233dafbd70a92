public import Reproducibility

/// Names a learner: its `Component` name.
public typealias LearnerID = Identifier<any Learner>

/// Names a victim; two victims of one study never share it.
public typealias VictimID = Identifier<Victim>

/// Names a decision that needs no training, such as that of somebody who knows the outcome.
public typealias LevelID = Identifier<ReferenceDecision>

/// Names a domain, which makes scenarios.
public typealias DomainID = Identifier<Scenario>

extension Learner {
  /// The name as an identifier.
  public static var id: LearnerID { LearnerID(name) }

  /// The name as an identifier.
  public var id: LearnerID { Self.id }
}

extension LevelID {
  /// Deciding with the outcomes that come true.
  public static var perfect: LevelID { LevelID("perfect") }
  /// Knowing nothing: the best decision without features, or one that treats all alike.
  public static var uninformed: LevelID { LevelID("uninformed") }
  /// Optimal for the mean training covariance and no knowledge of returns.
  public static var `static`: LevelID { LevelID("static") }
}
