import Learning
import Statistics

/// A7: whether larger budgets give worse direct attacks.
enum BudgetClaims {
  static let all = [
    claim("A7a", "§6.1, Figure 7", "On synthetic data", Place.synthetic, "small and large"),
    claim("A7b", "§6.2, Figure 8b", "For portfolios", [Place.portfolio], "portfolio"),
    claim("A7c", "§8.2, Figure 10b", "In matching", [Place.matching], "Cora"),
  ]

  private static func claim(
    _ id: String, _ where: String, _ domain: String, _ places: [Place], _ label: String
  ) -> Claim {
    Claim(
      id, at: `where`, "\(domain), a larger budget often makes the direct attack worse.",
      supported: """
        Unit by unit, the share of adjacent budgets at which W is lower at the larger one by more \
        than 2 standard errors, minus the same share among re-runs at one budget, > 0.10
        """,
      setting: """
        The standard error holds the victims’ initial weights and the re-runs. Of at least 5 \
        units and 15 trials. All budgets enter the share.
        """,
      panels: places.map(\.direct),
      cells: [
        Claim.Cell(label) { evidence throws(Gap) in
          var (excess, trials): ([Double], Int) = ([], 0)
          var beside: (rises: [Double], reruns: [Double]) = ([], [])
          for place in places {
            let setbacks = try Setbacks(
              try evidence.values(place.direct), .decisionFocused,
              variant: evidence.values(place.direct).variant(like: evidence.choice.variant))
            beside.rises += setbacks.rises
            beside.reruns += setbacks.reruns
            excess += setbacks.rises.minus(setbacks.reruns)
            trials += setbacks.trials
          }
          let values = try evidence.values(places[0].direct)
          func interval(_ shares: [Double]) -> Interval {
            places.count == 1 ? values.interval(shares) : Interval(of: shares)
          }
          let numbers = [
            LedgerNumber("Share of adjacent budgets", interval(beside.rises), .plain),
            LedgerNumber("Share among re-runs", interval(beside.reruns), .plain),
          ]
          let difference = interval(excess)
          try Rates.requireEnough(units: difference.count, trials: trials, numbers)
          return CellFinding(
            ("Difference of shares, \(label)", difference), above: 0.10, unit: .plain
          ).with(numbers)
        }
      ])
  }
}

/// How often a panel's attack does less at a larger budget, and how often a re-run at the same
/// budget does less than another.
struct Setbacks {
  /// One share per unit.
  let rises, reruns: [Double]
  /// How many pairs of budgets there are in all.
  let trials: Int

  /// - Throws: `Gap.missing` without at least two budgets and two attacks at one of them.
  init(_ values: PanelValues, _ victim: VictimID, variant: AttackVariant) throws(Gap) {
    let own = PanelValues(values.records, variant: variant)
    let budgets = own.budgets
    let repeated = own.rerunBudgets
    guard budgets.count > 1 else {
      throw .missing("Panel \(values.panel.id) has one budget of the attack.")
    }
    guard !repeated.isEmpty else {
      throw .missing(values.panel.notRun("again from other starts"))
    }
    var (rises, reruns): ([Double], [Double]) = ([], [])
    for seed in own.records.seeds {
      let deviation = try own.rerunDeviation(victim, seed: seed)
      func falls(_ one: [Double]?, _ other: [Double]?) throws(Gap) -> Double {
        guard let one, let other else { throw own.gap(victim, from: .fresh) }
        // Utility that is higher with the second poison is a loss that is lower.
        let gained = Interval(of: other.minus(one))
        let error = ((gained.standardError ?? 0).squared + 2 * deviation.squared).squareRoot()
        return gained.mean > 2 * error ? 1 : 0
      }
      var pairs: [Double] = []
      for (smaller, larger) in zip(budgets, budgets.dropFirst()) {
        pairs.append(
          try falls(
            own.cell(victim, seed: seed, budget: smaller),
            own.cell(victim, seed: seed, budget: larger)))
      }
      rises.append(pairs.mean ?? 0)
      var repeats: [Double] = []
      for budget in repeated {
        let cells = own.reruns(victim, seed: seed, budget: budget)
        for (index, one) in cells.enumerated() {
          for other in cells[(index + 1)...] { repeats.append(try falls(one, other)) }
        }
      }
      reruns.append(repeats.mean ?? 0)
    }
    (self.rises, self.reruns) = (rises, reruns)
    trials = own.records.seeds.count * (budgets.count - 1)
  }
}

extension PanelValues {
  /// The names of the series of the same attack from other starting points, the first one's
  /// included.
  private var rerunNames: [String] {
    [attack]
      + panel.variants.filter { $0.repetition > 0 && $0.name.hasPrefix("\(attack)-start") }
      .map(\.name)
  }

  /// The budgets at which the attack was made several times.
  var rerunBudgets: [Double] {
    let names = rerunNames
    guard names.count > 1 else { return [] }
    return budgets.filter { budget in
      names.allSatisfy { records.series($0)?.budgets.contains(budget) ?? false }
    }
  }

  /// The utilities at the targets that each of the attacks from other starting points leaves, one
  /// list per attack of one value per initial weights.
  func reruns(_ victim: VictimID, seed: UInt64, budget: Double) -> [[Double]] {
    rerunNames.compactMap { cell(victim, seed: seed, budget: budget, series: $0) }
  }

  /// The standard deviation of the utility left by re-runs of one unit, pooled over the budgets.
  func rerunDeviation(_ victim: VictimID, seed: UInt64) throws(Gap) -> Double {
    var variances: [Double] = []
    for budget in rerunBudgets {
      let means = reruns(victim, seed: seed, budget: budget).map { $0.mean ?? 0 }
      guard means.count > 1 else { throw gap(victim, from: .fresh) }
      variances.append((Interval(of: means).deviation ?? 0).squared)
    }
    return (variances.mean ?? 0).squareRoot()
  }
}

extension Double {
  /// x².
  fileprivate var squared: Double { self * self }
}
