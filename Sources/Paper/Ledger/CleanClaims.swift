import Learning
import Statistics

/// A10, A14, A15, A19, A20: learners without an attack.
enum CleanClaims {
  static let all = [portfolio, matching, levels, simpleJoint, regression]

  static let portfolio = better(
    "A10", "§6.2", "For portfolios, unattacked, the decision-focused learner is better.",
    [.portfolio], beside: [.noPrior, .returns, .small, .large])
  static let matching = better(
    "A14", "§8.2", "In matching, unattacked, the decision-focused learner is better.",
    [.matching], beside: [.citeseer])

  private static func better(
    _ id: String, _ where: String, _ text: String, _ places: [Place], beside: [Place]
  ) -> Claim {
    Claim(
      id, at: `where`, text,
      supported: "U(decision-focused) − U(two-stage) > 0.02 S, paired by unit",
      setting: beside.isEmpty
        ? nil : "Beside it, not claimed by the paper: other sizes, graphs and variants.",
      panels: (places + beside).map(\.twoStage), allowsChoices: false,
      cells: (places + beside).map { place in
        Claim.Cell(place.label, isDeciding: places.contains { $0.label == place.label }) {
          evidence throws(Gap) in try isBetter(place, evidence)
        }
      })
  }

  /// Whether the clean decision-focused learner is better than the two-stage one.
  static func isBetter(_ place: Place, _ evidence: Evidence) throws(Gap) -> CellFinding {
    let values = try evidence.values(place.twoStage)
    let difference = values.interval(try advantage(place, evidence))
    let stake = try stake(of: values)
    return CellFinding(
      ("Difference of clean utilities, \(place.label)", difference), above: 0.02 * stake,
      equal: 0.02 * stake, unit: .utility
    ).with([LedgerNumber("S, the stake", stake, .utility)])
  }

  /// U(decision-focused) − U(two-stage) on clean data, one per unit.
  static func advantage(_ place: Place, _ evidence: Evidence) throws(Gap) -> [Double] {
    try difference(try evidence.values(place.twoStage), .decisionFocused, .twoStage)
  }

  private static func difference(
    _ values: PanelValues, _ one: VictimID, _ other: VictimID
  ) throws(Gap) -> [Double] {
    guard let first = values.clean(one), let second = values.clean(other) else {
      throw lacking(values)
    }
    return first.minus(second)
  }

  private static func lacking(_ values: PanelValues) -> Gap {
    .missing(values.records.lack(of: "clean records"))
  }

  private static func stake(of values: PanelValues) throws(Gap) -> Double {
    guard let stake = values.stake else { throw lacking(values) }
    return stake
  }

  /// The clean levels of portfolios that the paper reports.
  private static let reported = (decisionFocused: -0.094...(-0.005), twoStage: -0.65...(-0.32))

  static let levels = Claim(
    "A15", at: "§6.2",
    """
    The paper’s unattacked level of the decision-focused learner comes from rows that are mixed \
    up, ticker by ticker.
    """,
    supported: """
      Clean utility of the decision-focused learner lies in [−0.094, −0.005] with rows ticker \
      by ticker, and outside with rows in order
      """,
    opposed: "outside with rows ticker by ticker, or inside with rows in order",
    setting: """
      The paper’s range of the two-stage learner, [−0.65, −0.32], stands beside without a \
      verdict.
      """,
    panels: ["8a", "8a-tickers"], allowsChoices: false,
    cells: [
      Claim.Cell("portfolio") { evidence throws(Gap) in
        let (ordered, mixed) = (
          try evidence.values(Place.portfolio.twoStage),
          try evidence.values(Place.tickerByTicker.twoStage)
        )
        func level(_ values: PanelValues, _ victim: VictimID) throws(Gap) -> Interval {
          guard let clean = values.clean(victim) else { throw lacking(values) }
          return values.interval(clean)
        }
        let (one, other) = (
          try level(mixed, .decisionFocused), try level(ordered, .decisionFocused)
        )
        let range = reported.decisionFocused
        func isOutside(_ interval: Interval) -> Bool {
          interval.lies(below: range.lowerBound) || interval.lies(above: range.upperBound)
        }
        let numbers = [
          LedgerNumber("Decision-focused, rows ticker by ticker", one, .utility),
          LedgerNumber("Decision-focused, rows in order", other, .utility),
          LedgerNumber(
            "Two-stage, rows ticker by ticker", try level(mixed, .twoStage), .utility),
          LedgerNumber("Two-stage, rows in order", try level(ordered, .twoStage), .utility),
        ]
        let supports = one.lies(within: range) && isOutside(other)
        return CellFinding(
          Decision(
            supports: supports, opposes: !supports && (isOutside(one) || other.lies(within: range))
          ), nil, numbers)
      }
    ])

  static let simpleJoint = Claim(
    "A19", at: "§3.3", "The simple joint learner is often ineffective.",
    supported: "Its clean utility lies below both others’ by more than 0.05 G",
    setting: "The large size of synthetic data is shown beside.",
    panels: ["4a", "4b", "9a", "9b"], allowsChoices: false,
    cells: Place.all.map { place in
      Claim.Cell(place.label, isDeciding: place.label != Place.large.label) {
        evidence throws(Gap) in
        let values = try evidence.values(place.metaPoison)
        let smallest = 0.05 * (try scale(of: values, .twoStage))
        let intervals = [
          values.interval(try difference(values, .simpleJoint, .twoStage)),
          values.interval(try difference(values, .simpleJoint, .decisionFocused)),
        ]
        return both(
          intervals, ["Simple joint − two-stage", "Simple joint − decision-focused"],
          below: -smallest, place.label)
      }
    })

  /// G of a learner, or S where there is no clear gain.
  private static func scale(of values: PanelValues, _ victim: VictimID) throws(Gap) -> Double {
    guard let gains = values.gains(victim) else { throw lacking(values) }
    let gain = values.interval(gains)
    return gain.lies(above: 0) ? gain.mean : try stake(of: values)
  }

  /// For where both intervals lie below a threshold, against where one lies above it; equal where
  /// both lie within it on either side of 0.
  private static func both(
    _ intervals: [Interval], _ names: [String], below threshold: Double, _ label: String
  ) -> CellFinding {
    let range = threshold...(-threshold)
    let decision: Decision =
      intervals.allSatisfy { $0.lies(within: range) }
      ? .equal
      : Decision(
        supports: intervals.allSatisfy { $0.lies(below: threshold) },
        opposes: intervals.contains { $0.lies(above: threshold) })
    // The interval that is farther from the claim decides what a plot shows.
    let weakest = intervals.max { $0.mean < $1.mean }
    return CellFinding(
      decision,
      weakest.map {
        CellFinding.Effect(
          interval: $0, threshold: threshold, wantsAbove: false, scale: -threshold)
      },
      zip(names, intervals).map { LedgerNumber("\($0), \(label)", $1, .utility) }
    ).undecided(
      while: intervals.contains { $0.mean > threshold }
        ? [] : intervals.map { .init(interval: $0, threshold: threshold, wantsAbove: false) })
  }

  static let regression = Claim(
    "A20", at: "§3.3",
    "A simple joint learner that regresses on the best decisions is worse and overfits more.",
    supported: """
      Utility at new instances lower and the gap to training larger than of the learner trained \
      for utility, both by more than 0.05 G
      """,
    panels: ["4a", "4b"], allowsChoices: false,
    cells: Place.synthetic.map { place in
      Claim.Cell(place.label) { evidence throws(Gap) in
        guard
          let comparison = evidence.paper?.comparisons.first(where: {
            $0.comparison.size == place.label
          })
        else { throw .missing("The comparison of learners on clean data was not run.") }
        var (lower, larger): ([Double], [Double]) = ([], [])
        for record in comparison.clean {
          guard let one = record.evaluations[comparison.comparison.regression.id]?.clean,
            let other = record.evaluations[comparison.comparison.simpleJoint.id]?.clean,
            let learned = one.training.mean, let otherLearned = other.training.mean
          else { throw .missing("The comparison at the size \(place.label) lacks records.") }
          func mean(_ values: [Double]) -> Double { values.mean ?? 0 }
          lower.append(mean(one.targets) - mean(other.targets))
          // Below, like the utility, where it overfits more.
          larger.append(
            otherLearned - mean(other.targets) - (learned - mean(one.targets)))
        }
        let values = try evidence.values(place.metaPoison)
        let smallest = 0.05 * (try scale(of: values, .simpleJoint))
        return both(
          [values.interval(lower), values.interval(larger)],
          ["Utility, regression − simple joint", "Gap to training, simple joint − regression"],
          below: -smallest, place.label)
      }
    })
}
