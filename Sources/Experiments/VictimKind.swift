import Learning

/// How victims differ from the learners that attacks are made for: nobody who poisons data knows what they will be used for.
public enum VictimKind: String, Sendable, CaseIterable {
  /// As calibrated.
  case usual
  /// Trained for four times as many steps.
  case longer
  /// With twice as many hidden units.
  case wider

  /// What the name of a series ends with whose victims are of this kind.
  var suffix: String { self == .usual ? "" : "-\(rawValue)-victims" }

  /// A learner as such a victim.
  func learner(_ learner: any Learner) -> any Learner {
    guard self == .longer else { return learner }
    var longer = learner
    longer.training.steps *= 4
    return longer
  }

  /// A scenario as such a victim sees it.
  func scenario(_ scenario: Scenario) -> Scenario {
    self == .wider ? scenario.widened(by: 2) : scenario
  }
}
