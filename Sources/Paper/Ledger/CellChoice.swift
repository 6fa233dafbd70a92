import Attacks

/// What can be chosen about a cell beside its place; the strip beside a verdict goes through the
/// choices, so that one sees whether the verdict hangs on one of them.
public struct CellChoice: Sendable, Hashable {
  /// Which budget.
  public enum Budget: Sendable, Hashable {
    /// The one at which claims are decided.
    case reference
    /// One of the panel's budgets by its place, the smallest first.
    case place(Int)
  }

  /// The budget; the default is `.reference`.
  public var budget = Budget.reference
  /// The attack, as a variant of the panel's own; the default is `.own`.
  public var variant = AttackVariant.own
  /// The victims' initial weights; the default is `.fresh`.
  public var weights = VictimWeights.fresh
  /// The victims; the default is `.deployed`.
  public var victims = VictimVariant.deployed

  /// The choice by which claims are decided: fresh weights, the paper's steps, the reference
  /// budget.
  public static let deciding = CellChoice()

  /// Whether a claim is about an attack that has the form chosen.
  func applies(to claim: Claim, in grid: Grid) -> Bool {
    variant == .own
      || grid.panels.contains { claim.panels.contains($0.id) && $0.attack.has(variant) }
  }

  /// The choices that differ from the deciding one in one thing each, with what differs in a few
  /// words: budgets, step rules, weights, victims.
  ///
  /// - Parameter budgets: the number of budgets of the panel that has most.
  /// - Returns: the choices with their labels.
  static func alternatives(budgets: Int) -> [(label: String, choice: CellChoice)] {
    (0..<budgets).map { place in
      ("budget \(place + 1) of \(budgets)", CellChoice(budget: .place(place)))
    }
      + [AttackVariant.sign, .smoothed, .strong].map {
        ($0.label, CellChoice(variant: $0))
      }
      + [("shared weights", CellChoice(weights: .shared))]
      + VictimVariant.allCases.compactMap { victims in
        victims.difference.map { ($0, CellChoice(victims: victims)) }
      }
  }
}

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
    case .strong: "strong MetaPoison"
    case .untuned: "untuned MetaPoison"
    }
  }
}
