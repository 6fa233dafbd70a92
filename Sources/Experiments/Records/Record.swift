public import Attacks
public import Learning
import LinearAlgebra
public import Reproducibility

/// What one experiment found: all that pages and charts are made from.
public struct Record: Sendable {
  /// Part of every key: raised when records come to hold something else.
  public static let formatVersion = 2

  /// The key of the experiment.
  public var key: Digest
  /// The experiment's options as canonical JSON.
  public var options: String
  /// The name of the domain, the attack ("none" for clean data) and the learner attacked ("" if none).
  public var domain: String, attack: String, learner: String
  /// The seed.
  public var seed: UInt64
  /// The budget B.
  public var budget: Double
  /// The digest of the data set that the experiment used.
  public var dataset: Digest
  /// What each victim reached, by the learner's name.
  public var evaluations: [String: Evaluation]
  /// What the best and the uninformed decisions reach; only with clean data.
  public var levels: [Level]
  /// How the attack went; nil without one.
  public var trace: Poison.Trace?
  /// The attack's finite-difference check; nil without one.
  public var certificate: Poison.Certificate?
  /// The digest of the file's content, once it is stored.
  public var contentDigest: Digest?

  /// Utilities of one victim with clean and with poisoned training data.
  public struct Evaluation: Sendable, Equatable {
    /// Victims from initial weights that no attack used: one value per initial weights.
    public var clean: VictimUtility
    /// The same with poisoned data, one element per draw (one for an attack, several for a control).
    public var poisoned: [VictimUtility]
    /// The victim that starts from the attack's own fixed weights, clean and poisoned; nil where those change.
    public var sharedClean: VictimUtility?, sharedPoisoned: VictimUtility?

    /// Utilities of the given victims.
    public init(
      clean: VictimUtility, poisoned: [VictimUtility] = [], sharedClean: VictimUtility? = nil,
      sharedPoisoned: VictimUtility? = nil
    ) {
      (self.clean, self.poisoned) = (clean, poisoned)
      (self.sharedClean, self.sharedPoisoned) = (sharedClean, sharedPoisoned)
    }
  }

  /// A reference decision and its mean utility.
  public struct Level: Sendable, Equatable {
    /// What it knows: "perfect", "uninformed", "static".
    public var name: String
    /// At the targets.
    public var targets: Double
    /// At the held-out instances.
    public var heldOut: Double

    /// A level of the given name and utilities.
    public init(name: String, targets: Double, heldOut: Double) {
      (self.name, self.targets, self.heldOut) = (name, targets, heldOut)
    }
  }
}
