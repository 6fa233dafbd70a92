import Learning
import Statistics

/// A6, A7, A9, A13: the attack that goes through the decision-focused learner itself.
enum DirectAttackClaims {
  static let all = [
    unreliable, budgetsSynthetic, budgetsPortfolio, budgetsMatching, portfolio, portfolioReason,
    matching, matchingReason,
  ]

  static let unreliable = Claim(
    id: "A6", place: "§6.1, Figure 7",
    text: """
      The direct attack on the decision-focused learner is unreliable, though sometimes it is \
      good.
      """,
    reproduced: """
      Of the cells (size, budget, seed) where the transferred two-stage poison has V > 0.25, the \
      direct attack costs less than the transfer by more than τ in 20 % or more, and does not in \
      10 % or more
      """,
    contradicted: "in 5 % or less", panels: ["5a", "5b", "7a", "7b"]
  ) { evidence in
    var misses = Tally()
    let parts = Place.synthetic.map { place in
      Part { () throws(Gap) in
        let transfer = try evidence.effect(place.twoStage, on: .decisionFocused)
        let direct = try evidence.effect(place.direct, on: .decisionFocused)
        for budget in transfer.values.panel.plan.budgets {
          let shares = try transfer.shares(at: budget)
          for (seed, share) in zip(transfer.values.records.seeds, shares) where share > 0.25 {
            guard let one = transfer.values.cell(.decisionFocused, seed: seed, budget: budget),
              let other = direct.values.cell(.decisionFocused, seed: seed, budget: budget)
            else { throw .missing("Panel \(place.direct) lacks records of the panel beside it.") }
            misses.count(CellDifference(other, one).exceedsNoise)
          }
        }
        return Part(.open)
      }
    }
    let gaps = parts.filter { $0.decision != .open }
    if !gaps.isEmpty { return Ruling(gaps) }
    guard misses.cases > 0 else {
      return Ruling(.unjudgeable, remarks: ["The transferred poison never has V > 0.25."])
    }
    let share = misses.share
    return Ruling([
      Part(
        Decision(holds: share >= 0.20 && share <= 0.90, fails: share <= 0.05),
        [misses.number("Cells where the direct attack falls short of the transfer")])
    ])
  }

  static let budgetsSynthetic = budgets(
    "A7a", "§6.1, Figure 7", "On synthetic data", Place.synthetic, panels: ["7a", "7b"])
  static let budgetsPortfolio = budgets(
    "A7b", "§6.2, Figure 8b", "For portfolios", [Place.portfolio], panels: ["8b"])
  static let budgetsMatching = budgets(
    "A7c", "§8.2, Figure 10b", "In matching", [Place.matching], panels: ["10b"])

  private static func budgets(
    _ id: String, _ place: String, _ domain: String, _ places: [Place], panels: [String]
  ) -> Claim {
    Claim(
      id: id, place: place, text: "\(domain), a larger budget often makes the direct attack worse.",
      reproduced: """
        Of the pairs (seed, adjacent budgets above 0) with W > 0.1 at the smaller budget, the \
        victim’s utility rises by more than τ in 20 % or more; noise alone gives about 2.5 %
        """,
      contradicted: "in 5 % or less", panels: panels
    ) { evidence in
      var (rises, twoStageRises) = (Tally(), Tally())
      let parts = places.map { place in
        Part { () throws(Gap) in
          rises += try setbacks(of: evidence.effect(place.direct, on: .decisionFocused))
          let beside = Part { () throws(Gap) in
            twoStageRises += try setbacks(of: evidence.effect(place.twoStage, on: .twoStage))
            return Part(.open)
          }
          return Part(.open, remarks: beside.remarks)
        }
      }
      let gaps = parts.filter { $0.decision != .open }
      if !gaps.isEmpty { return Ruling(gaps) }
      guard rises.cases > 0 else {
        return Ruling(.unjudgeable, remarks: ["No pair of budgets has W > 0.1 at the smaller one."])
      }
      let share = rises.share
      var numbers = [rises.number("Pairs where utility rises, direct attack")]
      if twoStageRises.cases > 0 {
        numbers.append(
          twoStageRises.number("The same of the attack on the two-stage learner, on its own victim")
        )
      }
      return Ruling([
        Part(
          Decision(holds: share >= 0.20, fails: share <= 0.05), numbers,
          remarks: parts.flatMap(\.remarks)
            + (evidence.study.grid.isCoarse
              ? ["The budgets of this coarse grid lie further apart than those of the rule."] : []))
      ])
    }
  }

  /// How often a larger budget helps the victim.
  private static func setbacks(of effect: Effect) throws(Gap) -> Tally {
    var rises = Tally()
    let budgets = effect.values.panel.plan.budgets
    for (smaller, larger) in zip(budgets, budgets.dropFirst()) {
      let excess = try effect.excessShares(at: smaller)
      for (seed, excess) in zip(effect.values.records.seeds, excess) where excess > 0.1 {
        let change = try effect.values.change(effect.victim, seed: seed, from: smaller, to: larger)
        rises.count(change.exceedsNoise)
      }
    }
    return rises
  }

  // MARK: Against the attack on the two-stage learner

  static let portfolio = comparison(
    "A9", "§6.2, Figure 8b",
    """
    For portfolios, the direct attack on the decision-focused learner costs more than the one on \
    the two-stage learner, on average.
    """,
    Place.portfolio)
  static let portfolioReason = reason(
    "A9b", "§6.2", "Most of that comes from its better utility without an attack (portfolio).",
    Place.portfolio, needs: "A9 and A10")
  static let matching = comparison(
    "A13", "§8.2, Figure 10b",
    "In matching, the decision-focused learner is the more susceptible one.", Place.matching)
  static let matchingReason = reason(
    "A13b", "§8.2", "Most of that comes from its better utility without an attack (matching).",
    Place.matching, needs: "A13 and A14")

  private static func comparison(
    _ id: String, _ where: String, _ text: String, _ place: Place
  ) -> Claim {
    Claim(
      id: id, place: `where`, text: text,
      reproduced: """
        Δ(decision-focused, attacked directly) − Δ(two-stage, attacked directly), the \
        mean over budgets, > 0
        """,
      contradicted: "< 0", panels: [place.twoStage, place.direct]
    ) { evidence in
      Ruling { () throws(Gap) in
        let difference = Interval(of: try excessLoss(place, evidence))
        return Part(
          difference.decision(above: 0),
          [LedgerNumber("Difference of Δ, mean over budgets", difference, .utility)])
      }
    }
  }

  private static func reason(
    _ id: String, _ where: String, _ text: String, _ place: Place, needs: String
  ) -> Claim {
    Claim(
      id: id, place: `where`, text: text,
      reproduced: "The clean difference is at least half of it, if \(needs) are reproduced",
      contradicted: "under a quarter", panels: [place.twoStage, place.direct]
    ) { evidence in
      Ruling { () throws(Gap) in
        let loss = try excessLoss(place, evidence)
        let clean = try CleanClaims.advantage(place, evidence)
        let numbers = [
          LedgerNumber("Difference of clean utilities", Interval(of: clean), .utility),
          LedgerNumber("Difference of Δ, mean over budgets", Interval(of: loss), .utility),
        ]
        guard Interval(of: loss).lies(above: 0), Interval(of: clean).lies(above: 0) else {
          throw .unjudgeable("The rule asks that \(needs) be reproduced.", numbers)
        }
        let half = Interval(of: clean.minus(loss.map { $0 / 2 }))
        let quarter = Interval(of: clean.minus(loss.map { $0 / 4 }))
        return Part(Decision(holds: half.lies(above: 0), fails: quarter.lies(below: 0)), numbers)
      }
    }
  }

  /// Δ of the decision-focused learner minus Δ of the two-stage one, each attacked directly:
  /// means over budgets, one per seed.
  private static func excessLoss(_ place: Place, _ evidence: Evidence) throws(Gap)
    -> [Double]
  {
    let (direct, own) = (try evidence.panel(place.direct), try evidence.panel(place.twoStage))
    let budgets = direct.panel.plan.budgets
    var sums = direct.records.seeds.map { _ in 0.0 }
    for budget in budgets {
      guard let one = direct.losses(.decisionFocused, direct.attack, budget: budget) else {
        throw direct.missing(.decisionFocused, budget: budget, from: .fresh)
      }
      guard let other = own.losses(.twoStage, own.attack, budget: budget), other.count == one.count
      else { throw own.missing(.twoStage, budget: budget, from: .fresh) }
      for seed in sums.indices { sums[seed] += (one[seed] - other[seed]) / Double(budgets.count) }
    }
    return sums
  }
}

/// In how many of some cases something is so.
struct Tally {
  private(set) var hits = 0, cases = 0

  var share: Double { Double(hits) / Double(max(1, cases)) }

  mutating func count(_ isHit: Bool) { (hits, cases) = (hits + (isHit ? 1 : 0), cases + 1) }

  func number(_ what: String) -> LedgerNumber { LedgerNumber(what, share, .share(of: cases)) }

  static func += (tally: inout Tally, other: Tally) {
    (tally.hits, tally.cases) = (tally.hits + other.hits, tally.cases + other.cases)
  }
}

/// The difference of two cells' utilities over the victims' initial weights, which both have in
/// common.
struct CellDifference {
  let mean: Double
  /// τ: two standard errors.
  let noise: Double

  var exceedsNoise: Bool { mean > noise }

  init(_ first: [Double], _ second: [Double]) {
    let interval = Interval(of: first.minus(second))
    mean = interval.mean
    noise = 2 * (interval.deviation ?? 0) / Double(interval.count).squareRoot()
  }
}

extension PanelValues {
  /// What the panel's attack changes between two budgets in the cell of a seed.
  func change(_ victim: VictimID, seed: UInt64, from smaller: Double, to larger: Double) throws(Gap)
    -> CellDifference
  {
    guard let before = cell(victim, seed: seed, budget: smaller),
      let after = cell(victim, seed: seed, budget: larger)
    else { throw missing(victim, budget: larger, from: .fresh) }
    return CellDifference(after, before)
  }
}
