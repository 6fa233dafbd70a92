import Learning
import Statistics

/// B1, B2, B3, B7: our own claims about attacks on smoother surrogates.
enum SmoothingClaims {
  static let all = [stronger, asGoodAsTransfer, neverWorse, neither]

  static let stronger = Claim(
    own: "B1", "Smoothing the attacker’s layer makes direct attacks strong.",
    supported: "W(smoothed) − 3 W(plain) > 0 on the decision-focused learner",
    panels: ["8b", "10b"],
    cells: [Place.portfolio, .matching].map { place in
      Claim.Cell(place.label) { evidence throws(Gap) in
        let smooth = try evidence.effect(place.direct, on: .decisionFocused, variant: .smoothed)
        let plain = try evidence.effect(place.direct, on: .decisionFocused, variant: .own)
        let difference = smooth.interval(smooth.excess.minus(plain.excess.map { 3 * $0 }))
        return CellFinding(
          ("W(smoothed) − 3 W(plain), \(place.label)", difference), above: 0,
          scale: smooth.smallest, unit: .utility
        ).with([smooth.number("smoothed"), plain.number("plain")])
      }
    })

  static let asGoodAsTransfer = Claim(
    own: "B2", "With it, the direct attack is at least as good as the transfer.",
    supported: """
      W(smoothed, direct) − W(best transfer of the two-stage learner’s poisons) > −0.05 G on \
      the decision-focused learner
      """,
    panels: ["5a", "5b", "7a", "7b", "8a", "8b", "10a", "10b"],
    cells: Place.all.map { place in
      Claim.Cell(place.label) { evidence throws(Gap) in
        let direct = try evidence.effect(place.direct, on: .decisionFocused, variant: .smoothed)
        let transfer = try strongest(place.twoStage, on: .decisionFocused, evidence)
        let difference = direct.interval(direct.excess.minus(transfer.excess))
        return CellFinding(
          ("W(smoothed, direct) − W(best transfer), \(place.label)", difference),
          above: -direct.smallest, unit: .utility
        ).with([direct.number("smoothed, direct"), transfer.number("best transfer")])
      }
    })

  static let neverWorse = Claim(
    own: "B3",
    """
    An attack continued from the smaller budget, its best re-evaluated iterate kept, is never \
    worse at a larger one.
    """,
    supported: """
      The share of adjacent budgets at which W is lower at the larger one by more than 2 standard \
      errors, unit by unit, < 0.05
      """,
    setting: "Of at least 5 units and 15 trials.", panels: ["7a", "7b", "8b", "10b"],
    allowsChoices: false,
    cells: Place.all.map { place in
      Claim.Cell(place.label) { evidence throws(Gap) in
        let values = PanelValues(
          try evidence.values(place.direct).records, variant: .continued)
        let budgets = values.budgets
        guard values.records.series(values.attack) != nil, budgets.count > 1 else {
          throw values.gap(.decisionFocused, from: .fresh)
        }
        var shares: [Double] = []
        for seed in values.records.seeds {
          var rises: [Double] = []
          for (smaller, larger) in zip(budgets, budgets.dropFirst()) {
            guard let one = values.cell(.decisionFocused, seed: seed, budget: smaller),
              let other = values.cell(.decisionFocused, seed: seed, budget: larger)
            else { throw values.gap(.decisionFocused, from: .fresh) }
            let gained = Interval(of: other.minus(one))
            rises.append(gained.mean > 2 * (gained.standardError ?? 0) ? 1 : 0)
          }
          shares.append(rises.mean ?? 0)
        }
        let share = values.interval(shares)
        let number = LedgerNumber("Share of rises, \(place.label)", share, .plain)
        try Rates.requireEnough(
          units: share.count, trials: shares.count * (budgets.count - 1), [number])
        return CellFinding(
          ("Share of rises, \(place.label)", share), below: 0.05, unit: .plain)
      }
    })

  static let neither = Claim(
    own: "B7", "Training for decisions neither protects nor exposes.",
    supported:
      "|V(decision-focused) − V(two-stage)| < 0.15, each under the strongest poison for it",
    opposed: "the interval of the difference lies outside ±0.15",
    panels: ["5a", "5b", "7a", "7b", "8a", "8b", "10a", "10b"],
    cells: Place.all.map { place in
      Claim.Cell(place.label) { evidence throws(Gap) in
        let focused = try strongest(
          [place.direct, place.twoStage], on: .decisionFocused, evidence)
        let own = try strongest([place.direct, place.twoStage], on: .twoStage, evidence)
        let difference = focused.interval(focused.shares.minus(own.shares))
        return CellFinding(
          ("V(decision-focused) − V(two-stage), \(place.label)", difference), within: 0.15,
          unit: .gain
        ).with([focused.number("decision-focused"), own.number("two-stage")])
      }
    })

  /// The attack of a panel, among its forms that were made, that costs a victim most on average.
  static func strongest(
    _ panel: String, on victim: VictimID, _ evidence: Evidence
  ) throws(Gap) -> Effect {
    try strongest([panel], on: victim, evidence)
  }

  private static func strongest(
    _ panels: [String], on victim: VictimID, _ evidence: Evidence
  ) throws(Gap) -> Effect {
    var found: [Effect] = []
    for panel in panels {
      found.append(try evidence.effect(panel, on: victim, variant: .own))
      for variant in [AttackVariant.sign, .smoothed] {
        let values = try evidence.values(panel)
        let name = values.panel.attack.name + variant.rawValue
        if values.records.series(name)?.budgets.contains(try evidence.budget(of: values)) ?? false {
          found.append(try evidence.effect(panel, on: victim, variant: variant))
        }
      }
    }
    func loss(_ effect: Effect) -> Double { effect.interval(effect.excess).mean }
    guard let strongest = found.max(by: { loss($0) < loss($1) }) else {
      throw .missing("No attack was made.")
    }
    return strongest
  }
}
