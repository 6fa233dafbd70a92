import Learning
import Statistics

/// A4, A8, A12, A21, A22: what the poison made for the two-stage learner does to it and to others.
enum TransferClaims {
  static let all = [synthetic, portfolio, matching, ownVictim, sizes]

  private static let rule =
    "W on decision-focused > 0 and V(decision-focused) − ½V(two-stage) > 0"
  private static let counterRule = "V(decision-focused) − ¼V(two-stage) < 0"

  static let synthetic = Claim(
    id: "A4", place: "§6.1, Figure 5",
    text: "The poison made for the two-stage learner transfers to the decision-focused one.",
    reproduced: "\(rule), at both sizes", contradicted: "\(counterRule), at both sizes",
    panels: ["5a", "5b"], allowsSharedWeights: true
  ) { evidence in
    Ruling(Place.synthetic) { place throws(Gap) in try transfer(place, evidence) }
  }

  static let matching = Claim(
    id: "A12", place: "§8.2, Figure 10a",
    text: "In matching, the poison made for the two-stage learner transfers.",
    reproduced: rule, contradicted: counterRule, panels: ["10a"], allowsSharedWeights: true
  ) { evidence in Ruling { () throws(Gap) in try transfer(Place.matching, evidence) } }

  private static func transfer(_ place: Place, _ evidence: Evidence) throws(Gap) -> Part {
    let other = try evidence.effect(place.twoStage, on: .decisionFocused)
    let own = try evidence.effect(place.twoStage, on: .twoStage)
    let budget = try own.referenceBudget
    let excess = Interval(of: try other.excessShares(at: budget))
    let (transferred, direct) = (try other.shares(at: budget), try own.shares(at: budget))
    let half = Interval(of: transferred.minus(direct.map { $0 / 2 }))
    let quarter = Interval(of: transferred.minus(direct.map { $0 / 4 }))
    return Part(
      Decision(holds: excess.lies(above: 0) && half.lies(above: 0), fails: quarter.lies(below: 0)),
      [
        LedgerNumber("W, decision-focused, \(place.label)", excess, .gain),
        LedgerNumber("V, decision-focused, \(place.label)", Interval(of: transferred), .gain),
        LedgerNumber("V, two-stage, \(place.label)", Interval(of: direct), .gain),
        LedgerNumber("V(decision-focused) − ½V(two-stage), \(place.label)", half, .gain),
        LedgerNumber("V(decision-focused) − ¼V(two-stage), \(place.label)", quarter, .gain),
      ] + (try other.context("decision-focused, \(place.label)")))
  }

  static let portfolio = Claim(
    id: "A8", place: "§6.2, Figure 8a",
    text: """
      For portfolios, the poison made for the two-stage learner often hurts the decision-focused \
      one, but not always.
      """,
    reproduced: "W > τ in 50 to 95 % of the cells (budget, seed)", contradicted: "in under 25 %",
    panels: ["8a"]
  ) { evidence in
    Ruling { () throws(Gap) in
      let effect = try evidence.effect(Place.portfolio.twoStage, on: .decisionFocused)
      let values = effect.values
      var hurt = Tally()
      for budget in values.panel.plan.budgets {
        let excess = try effect.excess(at: budget)
        for (seed, excess) in zip(values.records.seeds, excess) {
          let change = try values.change(effect.victim, seed: seed, from: 0, to: budget)
          hurt.count(excess > change.noise)
        }
      }
      return Part(
        Decision(holds: hurt.share >= 0.5 && hurt.share <= 0.95, fails: hurt.share < 0.25),
        [hurt.number("Cells with W > τ")])
    }
  }

  static let ownVictim = Claim(
    id: "A21", place: "§7",
    text: "The attack on the two-stage learner works on its own victim in every domain.",
    reproduced: "W > 0.10 in all domains (synthetic: at both sizes)",
    contradicted: "W < 0.10 in two domains", panels: ["5a", "5b", "8a", "10a"],
    allowsSharedWeights: true
  ) { evidence in
    func verdict(_ decisions: [Decision]) -> Verdict {
      let domains = Evidence.domains(decisions)
      return domains.count { $0 == .fails } >= 2 ? .contradicted : Verdict(all: domains)
    }
    return Ruling(Place.all, verdict: verdict) { place throws(Gap) in
      let effect = try evidence.effect(place.twoStage, on: .twoStage)
      let (excess, numbers) = try effect.atReference("two-stage, \(place.label)")
      return Part(excess.decision(above: 0.10), numbers)
    }
  }

  static let sizes = Claim(
    id: "A22", place: "§6.1", text: "Small and large data sets show the same trends.",
    reproduced: "The interval of V(small) − V(large) lies within ±0.15, for both attacks",
    contradicted: "outside, for both attacks",
    setting: """
      The two attacks are those of Figures 4 and 5, each on the learner that it is made for. Data \
      of one seed share features and outcomes at both sizes, so that differences are paired.
      """,
    panels: ["4a", "4b", "5a", "5b"], allowsSharedWeights: true
  ) { evidence in
    let attacks: [(name: String, panel: (Place) -> String, victim: VictimID)] = [
      ("MetaPoison on simple joint", \.metaPoison, .simpleJoint),
      ("Algorithm 1 on two-stage", \.twoStage, .twoStage),
    ]
    return Ruling(attacks) { attack throws(Gap) in
      let small = try evidence.effect(attack.panel(Place.small), on: attack.victim)
      let large = try evidence.effect(attack.panel(Place.large), on: attack.victim)
      let shares = try small.shares(at: small.referenceBudget)
      let difference = Interval(of: shares.minus(try large.shares(at: large.referenceBudget)))
      return Part(
        Decision(
          holds: difference.lies(above: -0.15) && difference.lies(below: 0.15),
          fails: difference.lies(above: 0.15) || difference.lies(below: -0.15)),
        [LedgerNumber("V(small) − V(large), \(attack.name)", difference, .gain)])
    }
  }
}
