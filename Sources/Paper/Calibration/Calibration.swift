public import Learning

/// Hyperparameters chosen on calibration seeds by rules fixed in advance, with everything that was
/// tried.
///
/// It is kept in `data/calibration.json`, which presets read. `report calibrate` writes it; nothing
/// in it was chosen on what is reported.
public struct Calibration: Sendable, Codable, Equatable {
  /// What was chosen for one learner.
  public struct LearnerChoice: Sendable, Codable, Equatable {
    /// T and δ.
    public var steps: Int, rate: Double
    /// The plain step of Algorithm 1 against this learner (synthetic: at n = 250); nil where it is
    /// not attacked with plain steps.
    public var plainStep: Double?
  }

  /// One setting that was tried, and what came of it.
  public struct Trial: Sendable, Codable, Equatable {
    /// What was varied.
    public enum Kind: String, Sendable, Codable {
      /// The training's length and rate.
      case training
      /// The plain step of Algorithm 1.
      case plainStep = "plain-step"
      /// The budget, with the chosen step.
      case budget
    }

    /// What was varied, and for which learner.
    public var kind: Kind, learner: LearnerID
    /// T of a training trial.
    public var steps: Int?
    /// The learning rate, the step size or the budget.
    public var setting: Double
    /// What came of it, nil where training or a decision failed or did not stay finite.
    ///
    /// Training: mean clean utility at validation instances. Plain step: mean attacked utility at
    /// the targets. Budget: the share of the gain that the attack costs.
    public var outcome: Double?
    /// The mean training loss of a training trial; nil where it is not finite, and for other
    /// trials.
    public var loss: Double?
    /// Whether it was chosen.
    public var isChosen = false
  }

  /// What was chosen for one domain.
  public struct DomainChoice: Sendable, Codable, Equatable {
    /// By learner.
    public var learners: [LearnerID: LearnerChoice]
    /// B*, the smallest grid budget at which plain Algorithm 1 costs the two-stage victim a quarter
    /// of its gain; nil if none does.
    public var referenceBudget: Double?
    /// On what the choices were made, in words.
    public var setting = ""
    /// All that was tried, in order.
    public var trials: [Trial] = []

    /// The choice for a learner.
    public func choice(_ learner: LearnerID) -> LearnerChoice {
      guard let choice = learners[learner] else {
        preconditionFailure("no calibrated choice for the \(learner) learner")
      }
      return choice
    }
  }

  /// By domain.
  public var domains: [DomainID: DomainChoice]

  /// Choices for the given domains.
  public init(domains: [DomainID: DomainChoice]) { self.domains = domains }

  /// The choices for a domain.
  public func domain(_ id: DomainID) -> DomainChoice {
    guard let choice = domains[id] else {
      preconditionFailure("no calibrated choice for the \(id) domain")
    }
    return choice
  }

  /// The identifier under which the matching domain with the pair network stands in the file.
  static let pairID = DomainID("matching-pair")
}
