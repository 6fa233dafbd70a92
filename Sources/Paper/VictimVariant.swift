public import Learning

/// How victims differ from the learners that attacks are made for: nobody who poisons data knows
/// what they will be used for.
public enum VictimVariant: String, Sendable, CaseIterable {
  /// As calibrated.
  case deployed
  /// Trained for four times as many steps.
  case longer
  /// With twice as many hidden units.
  case wider
  /// Trained by Adam in minibatches, which no attack of the grid knows.
  case adam
  /// With a defence that leaves out the instances of largest loss.
  case trimmed

  /// What the name of a series ends with whose victims are of this kind.
  var suffix: String { self == .deployed ? "" : "-\(rawValue)-victims" }

  /// What sets such victims apart, in a few words; nil where nothing does.
  public var difference: String? {
    switch self {
    case .deployed: nil
    case .longer: "trained for 4T steps"
    case .wider: "twice the hidden units"
    case .adam: "trained by Adam in minibatches"
    case .trimmed: "defended by a trimmed loss"
    }
  }

  /// What they do about poison; nil for those who do nothing.
  public var defence: (any Defence)? { self == .trimmed ? TrimmedLoss() : nil }

  /// Those who do something about poison.
  public static let defended = allCases.filter { $0.defence != nil }

  /// A victim's identifier as a victim of this kind.
  public func id(of victim: VictimID) -> VictimID {
    self == .deployed ? victim : VictimID("\(victim)-\(rawValue)")
  }

  /// A victim of the paper's plan as one of this kind, where there are so many training instances.
  func callAsFunction(_ victim: Victim, instances: Int) -> Victim {
    switch self {
    case .deployed: victim
    case .longer: .longer(victim.learner)
    case .wider: .wider(victim.learner)
    case .adam: .adam(victim.learner, batches: min(8, instances), of: instances)
    case .trimmed:
      Victim(victim.learner, id: id(of: victim.id), defence: defence)
    }
  }
}
