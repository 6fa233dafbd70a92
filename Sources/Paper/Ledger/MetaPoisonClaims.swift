import Learning
import Statistics

/// A1, A2, A3, A11: what MetaPoison does, and what Algorithm 1 does beside it.
enum MetaPoisonClaims {
  static let all = [nominal, noTrend, weaker, elsewhere]

  static let nominal = Claim(
    id: "A1", place: "§6.1, Figure 4",
    text: "MetaPoison hardly hurts the simple joint learner, which it is made for.",
    reproduced: "W < 0.10 at both sizes", contradicted: "W > 0.10 at both sizes",
    panels: ["4a", "4b"], allowsSharedWeights: true, isAboutMetaPoison: true
  ) { evidence in
    Ruling(Place.synthetic) { place throws(Gap) in
      let effect = try evidence.effect(place.metaPoison, on: .simpleJoint)
      let (excess, numbers) = try effect.atReference("simple joint, \(place.label)")
      return Part(excess.decision(below: 0.10), numbers)
    }
  }

  static let noTrend = Claim(
    id: "A2", place: "§6.1, Figure 4",
    text: "What MetaPoison’s poison does to the two other learners follows no trend.",
    reproduced: """
      At most 1 of 4 series (two learners, two sizes) has a slope of W on B, seed by seed, with an \
      interval above 0 and W > 0.05 at the largest budget
      """,
    contradicted: "At least 3 of 4 have", panels: ["4a", "4b"], isAboutMetaPoison: true
  ) { evidence in
    Ruling(Evidence.syntheticPredictors, verdict: verdictOnTrends) { (place, victim) throws(Gap) in
      let effect = try evidence.effect(place.metaPoison, on: victim)
      let budgets = effect.values.budgets
      guard budgets.count > 1 else {
        throw .missing("A slope needs two budgets in panel \(place.metaPoison).")
      }
      var rows: [[Double]] = []
      for budget in budgets { rows.append(try effect.excessShares(at: budget)) }
      let slope = Interval(of: rows.bySeed.map { Slope(of: $0, on: budgets).value })
      let last = Interval(of: rows[rows.count - 1])
      let rises = slope.lies(above: 0) && last.lies(above: 0.05)
      return Part(
        rises ? .fails : .holds,
        [
          LedgerNumber("Slope of W, \(victim), \(place.label)", slope, .gain),
          LedgerNumber("W at the largest budget, \(victim), \(place.label)", last, .gain),
        ])
    }
  }

  /// Of four series at most one may rise, at least three must.
  private static func verdictOnTrends(_ decisions: [Decision]) -> Verdict {
    guard decisions.allSatisfy({ $0 == .holds || $0 == .fails }) else {
      return Verdict(all: decisions)
    }
    let rising = decisions.count { $0 == .fails }
    return rising <= 1 ? .reproduced : rising >= 3 ? .contradicted : .undecided
  }

  static let weaker = Claim(
    id: "A3", place: "§6.1, Figures 4 and 5",
    text: """
      The poison made for the two-stage learner does far more than MetaPoison’s, on the \
      two-stage and on the decision-focused learner.
      """,
    reproduced: "Δ(two-stage poison) − Δ(MetaPoison) > 0 on both victims at both sizes",
    contradicted: "< 0 on both victims at both sizes", panels: ["4a", "4b", "5a", "5b"],
    allowsSharedWeights: true, isAboutMetaPoison: true
  ) { evidence in
    Ruling(Evidence.syntheticPredictors) { (place, victim) throws(Gap) in
      let gradient = try evidence.effect(place.twoStage, on: victim)
      let meta = try evidence.effect(place.metaPoison, on: victim)
      let losses = try gradient.losses(at: gradient.referenceBudget)
      let difference = Interval(of: losses.minus(try meta.losses(at: meta.referenceBudget)))
      return Part(
        difference.decision(above: 0),
        [LedgerNumber("Difference of Δ, \(victim), \(place.label)", difference, .utility)])
    }
  }

  static let elsewhere = Claim(
    id: "A11", place: "§8.2, Figure 9",
    text: """
      For portfolios and matchings, too, MetaPoison hardly hurts the simple joint learner, and the \
      others not at all.
      """,
    reproduced: "W < 0.10 on simple joint and W < 0.05 on the others, in both domains",
    contradicted: "W > 0.10 on simple joint in both domains", panels: ["9a", "9b"],
    allowsSharedWeights: true, isAboutMetaPoison: true
  ) { evidence in
    Ruling([Place.portfolio, Place.matching]) { place throws(Gap) in
      let effect = try evidence.effect(place.metaPoison, on: .simpleJoint)
      var (own, numbers) = try effect.atReference("simple joint, \(place.label)")
      var othersAreSpared = true
      for victim in Evidence.predictors {
        let other = try evidence.effect(place.metaPoison, on: victim)
        let excess = Interval(of: try other.excessShares(at: other.referenceBudget))
        numbers.append(LedgerNumber("W, \(victim), \(place.label)", excess, .gain))
        othersAreSpared = othersAreSpared && excess.lies(below: 0.05)
      }
      return Part(
        Decision(holds: own.lies(below: 0.10) && othersAreSpared, fails: own.lies(above: 0.10)),
        numbers)
    }
  }
}
