import Learning
import Statistics

/// A1, A2, A3, A11: what MetaPoison does, and what Algorithm 1 does beside it.
enum MetaPoisonClaims {
  static let all = [nominal, noTrend, weaker, elsewhere]

  static let nominal = Claim(
    "A1", at: "§6.1, Figure 4",
    "MetaPoison hardly hurts the simple joint learner, which it is made for.",
    supported: "W < 0.10 G", panels: ["4a", "4b"],
    cells: Place.synthetic.map { place in
      Claim.Cell(place.label) { evidence throws(Gap) in
        try spared(.simpleJoint, in: place, below: 0.10, evidence)
      }
    })

  static let elsewhere = Claim(
    "A11", at: "§8.2, Figure 9",
    """
    For portfolios and matchings, too, MetaPoison hardly hurts the simple joint learner, and the \
    others not at all.
    """,
    supported: "W < 0.10 G on simple joint, W < 0.05 G on the others", panels: ["9a", "9b"],
    cells: [Place.portfolio, .matching].flatMap { place in
      ([VictimID.simpleJoint] + Evidence.predictors).map { victim in
        Claim.Cell("\(place.label), \(victim)") { evidence throws(Gap) in
          try spared(victim, in: place, below: victim == .simpleJoint ? 0.10 : 0.05, evidence)
        }
      }
    })

  private static func spared(
    _ victim: VictimID, in place: Place, below threshold: Double, _ evidence: Evidence
  ) throws(Gap) -> CellFinding {
    let label = "\(victim), \(place.label)"
    let effect = try evidence.effect(place.metaPoison, on: victim)
    return CellFinding(effect.share(label), below: threshold, unit: effect.unit)
      .with([effect.control(label)])
  }

  static let noTrend = Claim(
    "A2", at: "§6.1, Figure 4",
    "What MetaPoison’s poison does to the two other learners follows no trend.",
    supported: """
      The interval of the slope of W on B, unit by unit, holds 0, and W < 0.05 G at the largest \
      budget
      """,
    opposed: "the slope lies above 0 and W > 0.05 G at the largest budget",
    setting: "All budgets enter the slope, so that none can be chosen.", panels: ["4a", "4b"],
    cells: Place.synthetic.flatMap { place in
      Evidence.predictors.map { victim in
        Claim.Cell("\(place.label), \(victim)") { evidence throws(Gap) in
          try trend(of: victim, in: place, evidence)
        }
      }
    })

  private static func trend(
    of victim: VictimID, in place: Place, _ evidence: Evidence
  ) throws(Gap) -> CellFinding {
    let budgets = try evidence.values(place.metaPoison).panel.plan.budgets
    guard budgets.count > 1 else {
      throw .missing("A slope needs two budgets in panel \(place.metaPoison).")
    }
    var effects: [Effect] = []
    for budget in budgets {
      effects.append(try evidence.effect(place.metaPoison, on: victim, budget: budget))
    }
    let last = effects[effects.count - 1]
    let slope = last.interval(
      effects.map(\.shares).byUnit.map { Slope(of: $0, on: budgets).value })
    let atLast = last.interval(last.shares)
    return CellFinding(
      Decision(
        supports: !slope.lies(above: 0) && !slope.lies(below: 0) && atLast.lies(below: 0.05),
        opposes: slope.lies(above: 0) && atLast.lies(above: 0.05)),
      CellFinding.Effect(interval: atLast, threshold: 0.05, wantsAbove: false, scale: 0.05),
      [
        LedgerNumber("Slope of W on B, \(victim), \(place.label)", slope, .gain),
        LedgerNumber("W at the largest budget, \(victim), \(place.label)", atLast, .gain),
      ]
    ).undecided(
      while: atLast.mean > 0.05
        ? [.init(interval: slope, threshold: 0, wantsAbove: true)]
        // A slope that is there stays there with any number of units.
        : slope.lies(above: 0) || slope.lies(below: 0)
          ? [.init(interval: slope, threshold: 0, wantsAbove: slope.mean < 0)] : [])
  }

  static let weaker = Claim(
    "A3", at: "§6.1, Figures 4 and 5",
    """
    The poison made for the two-stage learner does far more than MetaPoison’s, on the two-stage \
    and on the decision-focused learner.
    """,
    supported: "W(two-stage poison) − W(MetaPoison) > 0.05 G, each attack with its tuned step",
    panels: ["4a", "4b", "5a", "5b"],
    cells: Place.synthetic.flatMap { place in
      Evidence.predictors.map { victim in
        Claim.Cell("\(place.label), \(victim)") { evidence throws(Gap) in
          let gradient = try evidence.effect(place.twoStage, on: victim)
          let meta = try evidence.effect(place.metaPoison, on: victim)
          let difference = gradient.interval(gradient.excess.minus(meta.excess))
          return CellFinding(
            ("Difference of W, \(victim), \(place.label)", difference), above: gradient.smallest,
            equal: gradient.smallest, unit: .utility
          ).with([gradient.number("two-stage poison"), meta.number("MetaPoison")])
        }
      }
    })
}
