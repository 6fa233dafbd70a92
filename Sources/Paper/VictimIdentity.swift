public import Learning

/// The paper's learners as victims, trained as calibrated: every poison of the grid is evaluated on
/// each.
extension VictimID {
  /// The two-stage learner.
  public static var twoStage: VictimID { VictimID(TwoStage.name) }
  /// The decision-focused learner.
  public static var decisionFocused: VictimID { VictimID(DecisionFocused.name) }
  /// The simple joint learner.
  public static var simpleJoint: VictimID { VictimID(SimpleJoint.name) }
}
