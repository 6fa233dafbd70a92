public import Attacks
public import Learning
public import Reproducibility

/// What one experiment found: all that pages and charts are made from.
public struct Record: Sendable {
  /// Part of every key: raised when records come to hold something else.
  public static let formatVersion = 6

  /// The experiment's key, and its options as canonical JSON.
  public var key: Digest, options: String
  /// The domain.
  public var domain: DomainID
  /// The attack or control; nil for clean data.
  public var attack: AttackID?
  /// The learner that the attack was made for; nil without one.
  public var learner: LearnerID?
  /// The seed.
  public var seed: UInt64
  /// How far the attack was allowed to go, for features and for labels.
  public var budget: Budget
  /// The digest of the data set that the experiment used.
  public var dataset: Digest
  /// What each victim reached.
  public var evaluations: [VictimID: Evaluation] = [:]
  /// What the best decisions and those without features reach; only with clean data.
  public var levels: [Level] = []
  /// How the attack went; nil without one.
  public var trace: Poison.Trace?
  /// The attack's finite-difference check; nil without one.
  public var certificate: Poison.Certificate?
  /// What came to nothing; nothing of it is among the evaluations.
  public var failures: [Failure] = []
  /// Trainings that poisoned data made diverge; their decisions are feasible, and what these reach
  /// is among the evaluations: it is what the poison has done.
  public var divergences: [Failure] = []
  /// The digest of the file's content, once it is stored.
  public var contentDigest: Digest?

  /// A record of the given parts, with nothing found yet.
  public init(
    key: Digest, options: String, domain: DomainID, attack: AttackID? = nil,
    learner: LearnerID? = nil, seed: UInt64, budget: Budget = Budget(features: 0), dataset: Digest
  ) {
    (self.key, self.options, self.domain) = (key, options, domain)
    (self.attack, self.learner) = (attack, learner)
    (self.seed, self.budget, self.dataset) = (seed, budget, dataset)
  }

  /// A training, or a whole attack, that came to nothing or diverged.
  public struct Failure: Sendable, Equatable {
    /// Whose training it was; nil for the attack, of which then no victim is evaluated.
    public var victim: VictimID?
    /// What went wrong and where, a sentence without its end.
    public var reason: String

    /// A failure of a victim, or of the attack.
    public init(of victim: VictimID?, reason: String) {
      (self.victim, self.reason) = (victim, reason)
    }
  }

  /// Utilities of one victim with clean and with poisoned training data.
  public struct Evaluation: Sendable, Equatable, Codable {
    /// From initial weights that no attack used: one value per initial weights.
    public var clean: VictimUtility
    /// The same with poisoned data, one element per draw.
    ///
    /// An attack has one draw, with a value per initial weights; draw i of a control has one value,
    /// from the initial weights of number i modulo their number, unless draws are crossed with all.
    public var poisoned: [VictimUtility] = []
    /// From the attack's own fixed weights, or from given ones; nil where there are none.
    public var sharedClean: VictimUtility?
    /// The same with poisoned data, one element per draw.
    public var sharedPoisoned: [VictimUtility] = []

    /// What each draw of poisoned data reaches, as if it had been evaluated from all initial
    /// weights.
    ///
    /// Of a draw that was evaluated from one of them it is the clean mean less what the draw costs
    /// from these weights: which weights they were then hardly matters.
    public func poisoned(_ values: (VictimUtility) -> [Double]) -> [[Double]] {
      let clean = values(clean)
      let mean = clean.reduce(0, +) / Double(max(1, clean.count))
      return poisoned.enumerated().map { draw, utility in
        let reached = values(utility)
        guard reached.count == 1, clean.count > 1 else { return reached }
        return [mean - (clean[draw % clean.count] - reached[0])]
      }
    }
  }

  /// A reference decision and its mean utility.
  public struct Level: Sendable, Equatable, Codable {
    /// What it knows.
    public var id: LevelID
    /// At the targets.
    public var targets: Double
    /// At the held-out instances; nil where there are none.
    public var heldOut: Double?

    /// A level of the given utilities.
    public init(id: LevelID, targets: Double, heldOut: Double?) {
      (self.id, self.targets, self.heldOut) = (id, targets, heldOut)
    }
  }

  /// The level of a reference decision; nil if the record has none.
  public func level(_ id: LevelID) -> Level? { levels.first { $0.id == id } }
}
