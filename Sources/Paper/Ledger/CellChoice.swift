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

  /// In what a choice differs from the deciding one.
  public enum Kind: String, Sendable, CaseIterable {
    /// In the budget, the attack's steps, the victims' initial weights, the victims themselves.
    case budget, attack, weights, victims
  }

  /// In what it differs from the deciding choice first; nil for that one.
  public var kind: Kind? {
    if budget != .reference { return .budget }
    if variant != .own { return .attack }
    if weights != .fresh { return .weights }
    return victims != .deployed ? .victims : nil
  }

  /// The choice by which claims are decided: fresh weights, the paper's steps, the reference
  /// budget.
  public static let deciding = CellChoice()

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
      + VictimVariant.allCases.filter { $0.defence == nil }.compactMap { victims in
        victims.difference.map { ($0, CellChoice(victims: victims)) }
      }
  }
}
