public import Learning

/// Hyperparameters chosen on calibration units by rules fixed in advance, with everything that was
/// tried.
///
/// It is kept in `data/calibration.json`, which presets read. `report calibrate` writes it; nothing
/// in it was chosen on what is reported.
public struct Calibration: Sendable, Codable, Equatable {
  /// What was chosen for one learner.
  public struct LearnerChoice: Sendable, Codable, Equatable {
    /// T and δ.
    public var steps: Int, rate: Double
    /// The settings of the attacks that are made for this learner; plain steps and steps of other
    /// rules that are not scale-free are those at the domain's usual size.
    public var attacks: [AttackMethod: AttackSetting]

    /// A choice of the given parts; the default is that nothing attacks the learner.
    public init(steps: Int, rate: Double, attacks: [AttackMethod: AttackSetting] = [:]) {
      (self.steps, self.rate, self.attacks) = (steps, rate, attacks)
    }
  }

  /// What was chosen for one attack.
  public struct AttackSetting: Sendable, Codable, Equatable {
    /// The one step parameter: a factor of the gradient for plain steps, else a share of B.
    public var step: Double
    /// The factor of the curvature of a surrogate's layer; nil where nothing is smoothed.
    public var smoothing: Double?

    /// A setting of the given parts; by default nothing is smoothed.
    public init(step: Double, smoothing: Double? = nil) {
      (self.step, self.smoothing) = (step, smoothing)
    }
  }

  /// One setting that was tried, and what came of it.
  public struct Trial: Sendable, Codable, Equatable {
    /// What was varied.
    public enum Kind: String, Sendable, Codable {
      /// The training's length and rate.
      case training
      /// The smoothing of a surrogate's layer.
      case smoothing
      /// The step of an attack, for half of its iterations at the reference budget.
      case step
      /// The same for all iterations, at the reference and at the largest budget.
      case final
    }

    /// What was varied, and for which learner.
    public var kind: Kind, learner: LearnerID
    /// The attack; nil for a trial of training.
    public var attack: AttackMethod?
    /// T of a training trial.
    public var steps: Int?
    /// The learning rate, the smoothing or the step.
    public var setting: Double
    /// What came of it, nil where training or a decision failed or did not stay finite.
    ///
    /// Training: mean clean utility at validation instances. Attacks: mean attacked utility at the
    /// targets, of all budgets tried.
    public var outcome: Double?
    /// The mean training loss of a training trial; nil where it is not finite, and for other
    /// trials.
    public var loss: Double?
    /// The largest ‖v_t‖ over ‖v_T‖ of the sweep back through a training, the largest of
    /// all units; nil where it is not finite, and for trials of attacks.
    public var growth: Double?
    /// Whether it was chosen.
    public var isChosen = false
  }

  /// What was chosen for one domain.
  public struct DomainChoice: Sendable, Codable, Equatable {
    /// By learner.
    public var learners: [LearnerID: LearnerChoice]
    /// On what the choices were made, in words.
    public var setting = ""
    /// What the rules leave to be said of the choices, such as an edge of the range: in sentences.
    public var remarks: [String] = []
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

  /// The identifiers under which variants of a domain stand in the file.
  static let pairID = DomainID("matching-pair")
  static let noPriorID = DomainID("portfolio-no-prior")
}

/// An attack whose step is calibrated.
public enum AttackMethod: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
  /// Algorithm 1 as printed.
  case plain
  /// Algorithm 1 with sign steps.
  case sign
  /// Algorithm 1 on a smoother surrogate.
  case smoothed
  /// MetaPoison as published, but for its rate.
  case metaPoison = "metapoison"
  /// MetaPoison's stronger form.
  case strongMetaPoison = "metapoison-strong"

  /// What pages call it.
  public var label: String {
    switch self {
    case .plain: "plain steps"
    case .sign: "sign steps"
    case .smoothed: "smoothed attack"
    case .metaPoison: "MetaPoison as published"
    case .strongMetaPoison: "MetaPoison, strong variant"
    }
  }
}
