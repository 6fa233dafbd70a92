import Learning
import Statistics

/// A4, A8, A12, A21, A22: what the poison made for the two-stage learner does to it and to others.
enum TransferClaims {
  static let all = [synthetic, portfolio, matching, ownVictim, sizes]

  private static let rule = "V(decision-focused) − ½V(two-stage) > 0 and W(decision-focused) > 0"
  private static let counterRule = "V(decision-focused) − ¼V(two-stage) < 0"

  static let synthetic = Claim(
    "A4", at: "§6.1, Figure 5",
    "The poison made for the two-stage learner transfers to the decision-focused one.",
    supported: rule, opposed: counterRule, panels: ["5a", "5b"],
    cells: Place.synthetic.map(transfer))

  static let matching = Claim(
    "A12", at: "§8.2, Figure 10a",
    "In matching, the poison made for the two-stage learner transfers.",
    supported: rule, opposed: counterRule, panels: ["10a", "10a-citeseer"],
    cells: [Place.matching, .citeseer].map(transfer))

  private static func transfer(_ place: Place) -> Claim.Cell {
    Claim.Cell(place.label) { evidence throws(Gap) in
      let other = try evidence.effect(place.twoStage, on: .decisionFocused)
      let own = try evidence.effect(place.twoStage, on: .twoStage)
      let half = other.interval(other.shares.minus(own.shares.map { $0 / 2 }))
      let quarter = other.interval(other.shares.minus(own.shares.map { $0 / 4 }))
      let harm = other.interval(other.excess)
      let isHarmed = harm.lies(above: 0)
      let supports = half.lies(above: 0) && isHarmed
      return CellFinding(
        Decision(supports: supports, opposes: !supports && quarter.lies(below: 0)),
        CellFinding.Effect(interval: half, threshold: 0, wantsAbove: true, scale: 0.05),
        [
          LedgerNumber("V(decision-focused) − ½V(two-stage), \(place.label)", half, .gain),
          LedgerNumber("V(decision-focused) − ¼V(two-stage), \(place.label)", quarter, .gain),
          other.number("decision-focused, \(place.label)"),
          own.number("two-stage, \(place.label)"),
        ]
      ).undecided(
        while: half.mean > 0
          ? [.init(interval: harm, threshold: 0, wantsAbove: true)]
          : [.init(interval: quarter, threshold: 0, wantsAbove: false)])
    }
  }

  static let portfolio = Claim(
    "A8", at: "§6.2, Figure 8a",
    """
    For portfolios, the poison made for the two-stage learner often hurts the decision-focused \
    one, but not always.
    """,
    supported: """
      The share of budgets with W > 0.05 G on decision-focused, unit by unit, lies between 0.5 and \
      0.95
      """,
    opposed: "it lies outside",
    setting: "Of at least 5 units and 15 trials. All budgets enter the share.", panels: ["8a"],
    cells: [
      Claim.Cell(Place.portfolio.label) { evidence throws(Gap) in
        let panel = Place.portfolio.twoStage
        let budgets = try evidence.values(panel).panel.plan.budgets
        var effects: [Effect] = []
        for budget in budgets {
          effects.append(try evidence.effect(panel, on: .decisionFocused, budget: budget))
        }
        let rates = effects.map { effect in
          effect.excess.map { $0 > effect.smallest ? 1.0 : 0 }
        }.byUnit.map { $0.mean ?? 0 }
        let share = effects[0].interval(rates)
        let number = LedgerNumber("Share of budgets with W > 0.05 G", share, .plain)
        try Rates.requireEnough(units: share.count, trials: rates.count * budgets.count, [number])
        return CellFinding(
          Decision(
            supports: share.lies(within: 0.5...0.95),
            opposes: share.lies(below: 0.5) || share.lies(above: 0.95)),
          CellFinding.Effect(
            interval: share, threshold: share.mean < 0.725 ? 0.5 : 0.95,
            wantsAbove: share.mean < 0.725, scale: 0.5),
          [number])
      }
    ])

  static let ownVictim = Claim(
    "A21", at: "§7",
    "The attack on the two-stage learner works on its own victim in every domain.",
    supported: "W > 0.10 G", setting: "The large size of synthetic data is shown beside.",
    panels: ["5a", "5b", "8a", "10a"],
    cells: Place.all.map { place in
      Claim.Cell(place.label, isDeciding: place.label != Place.large.label) {
        evidence throws(Gap) in
        let effect = try evidence.effect(place.twoStage, on: .twoStage)
        let label = "two-stage, \(place.label)"
        return CellFinding(effect.share(label), above: 0.10, unit: effect.unit)
          .with([effect.control(label)])
      }
    })

  static let sizes = Claim(
    "A22", at: "§6.1", "Small and large data sets show the same trends.",
    supported: "|V(small) − V(large)| < 0.15",
    opposed: "the interval of the difference lies outside ±0.15",
    setting: """
      The two attacks are those of Figures 4 and 5, each on the learner that it is made for. Data \
      of one seed share features and outcomes at both sizes, so that differences are paired.
      """,
    panels: ["4a", "4b", "5a", "5b"],
    cells: [
      Claim.Cell("two-stage") { evidence throws(Gap) in
        try difference(\.twoStage, .twoStage, evidence)
      },
      Claim.Cell("MetaPoison") { evidence throws(Gap) in
        try difference(\.metaPoison, .simpleJoint, evidence)
      },
    ])

  private static func difference(
    _ panel: (Place) -> String, _ victim: VictimID, _ evidence: Evidence
  ) throws(Gap) -> CellFinding {
    let small = try evidence.effect(panel(.small), on: victim)
    let large = try evidence.effect(panel(.large), on: victim)
    let difference = small.interval(small.shares.minus(large.shares))
    return CellFinding(
      ("V(small) − V(large), \(victim)", difference), within: 0.15, unit: .gain)
  }
}

/// Rates are told of enough cases only.
enum Rates {
  /// - Throws: `Gap.unjudgeable` with fewer than 5 units or 15 trials.
  static func requireEnough(
    units: Int, trials: Int, _ numbers: [LedgerNumber]
  ) throws(Gap) {
    guard units >= 5, trials >= 15 else {
      throw .unjudgeable(
        "A rate needs 5 units and 15 trials; there are \(units) and \(trials).", numbers)
    }
  }
}
