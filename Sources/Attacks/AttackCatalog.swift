import Reproducibility

/// An attack that commands, studies and the conformance suite can make without knowing its options.
public protocol OfferedAttack: Attack {
  /// A shorter name that commands understand, too; the default is the name.
  static var shortName: String { get }

  /// The attack as asked for.
  ///
  /// - Parameter request: what is not an option of the attack is ignored.
  /// - Returns: the attack.
  /// - Throws: where the request contradicts what the attack does.
  static func make(_ request: AttackRequest) throws(AttackRequestError) -> Self
}

extension OfferedAttack {
  /// The name.
  public static var shortName: String { name }
}

/// All attacks, controls among them.
public enum AttackCatalog {
  /// The attacks, in the order in which commands list them.
  public static let all: [any OfferedAttack.Type] = [
    MetaGradientAttack.self, SmoothedAttack.self, AutomaticAttack.self, MetaPoison.self,
    GradientMatching.self,
    UniformNoise.self, RandomSigns.self,
  ]

  /// The attack of the given name or short name; nil if there is none.
  public static func type(named name: String) -> (any OfferedAttack.Type)? {
    all.first { $0.name == name || $0.shortName == name }
  }
}
