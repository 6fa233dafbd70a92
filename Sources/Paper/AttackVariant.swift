import Attacks

extension Attack {
  /// Whether there is such a form of the attack: MetaPoison takes no steps by the sign, and
  /// Algorithm 1 no form of MetaPoison's.
  func has(_ variant: AttackVariant) -> Bool {
    let isEnsemble = variant == .strong || variant == .untuned
    return variant == .own || isEnsemble == (self is MetaPoison)
  }
}

/// A form of a panel's attack that stands beside the panel's own.
public enum AttackVariant: String, Sendable, CaseIterable {
  /// The panel's: plain steps of Algorithm 1, or MetaPoison with its published form and a tuned
  /// rate.
  case own = ""
  /// Sign steps of Algorithm 1.
  case sign = "-sign"
  /// Algorithm 1 on a smoother surrogate.
  case smoothed = "-smoothed"
  /// The same, continued from the smaller budget.
  case continued = "-continued"
  /// Algorithm 1 with the factors of a layer held that it derives.
  case frozen = "-frozen"
  /// Algorithm 1 on a fifth of the instances.
  case sparse = "-sparse"
  /// Algorithm 1 by an attacker who knows the defence of its victims and derives it.
  case aware = "-aware"
  /// MetaPoison's stronger form.
  case strong = "-strong"
  /// MetaPoison with the rate of its public code.
  case untuned = "-untuned"

  /// What it is called in a few words.
  public var label: String {
    switch self {
    case .own: "as printed"
    case .sign: "sign steps"
    case .smoothed: "smoothed"
    case .continued: "continued over budgets"
    case .frozen: "frozen factors"
    case .sparse: "a fifth of the rows"
    case .aware: "aware of the defence"
    case .strong: "strong MetaPoison"
    case .untuned: "untuned MetaPoison"
    }
  }
}
