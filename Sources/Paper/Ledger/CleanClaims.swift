import Learning
import Statistics

/// A10, A14, A15, A19, A20: learners without an attack.
enum CleanClaims {
  static let all = [portfolio, matching, levels, simpleJoint, regression]

  static let portfolio = better(
    "A10", "§6.2", "For portfolios, unattacked, the decision-focused learner is better.",
    Place.portfolio)
  static let matching = better(
    "A14", "§8.2", "In matching, unattacked, the decision-focused learner is better.",
    Place.matching)

  private static func better(
    _ id: String, _ where: String, _ text: String, _ place: Place
  ) -> Claim {
    Claim(
      id: id, place: `where`, text: text,
      reproduced: "U(decision-focused) − U(two-stage) > 0, paired by seed", contradicted: "< 0",
      panels: [place.twoStage, place.direct]
    ) { evidence in
      Ruling { () throws(Gap) in
        let difference = Interval(of: try advantage(place, evidence))
        return Part(
          difference.decision(above: 0),
          [LedgerNumber("Difference of clean utilities", difference, .utility)])
      }
    }
  }

  /// U(decision-focused) − U(two-stage) on clean data, one per seed.
  static func advantage(_ place: Place, _ evidence: Evidence) throws(Gap) -> [Double] {
    try difference(try evidence.panel(place.twoStage), .decisionFocused, .twoStage)
  }

  private static func difference(_ panel: PanelValues, _ one: VictimID, _ other: VictimID)
    throws(Gap) -> [Double]
  {
    guard let first = panel.clean(one), let second = panel.clean(other) else {
      throw .missing("Panel \(panel.panel.id) lacks clean records.")
    }
    return first.minus(second)
  }

  static let levels = Claim(
    id: "A15", place: "§6.2, §8.2",
    text: """
      Unattacked utilities: portfolios −0.65 to −0.32 (two-stage) and −0.094 to −0.005 \
      (decision-focused); matching 2.37 to 2.90 and 2.65 to 4.59.
      """,
    reproduced: "No verdict: levels depend on constants that the paper leaves open",
    contradicted: nil,
    setting: """
      The risk aversion λ, the norm, the size of γ, the networks and the split are not given in \
      the paper.
      """,
    panels: ["8a", "10a"]
  ) { evidence in
    var ruling = Ruling(.noRule)
    for place in [Place.portfolio, Place.matching] {
      let part = Part { () throws(Gap) in
        let panel = try evidence.panel(place.twoStage)
        var numbers: [LedgerNumber] = []
        for victim in Evidence.predictors {
          guard let clean = panel.clean(victim) else { continue }
          numbers.append(
            LedgerNumber("\(victim), clean, \(place.label)", Interval(of: clean), .utility))
        }
        for level in [LevelID.uninformed, .perfect] {
          guard let values = panel.level(level) else { continue }
          numbers.append(
            LedgerNumber("\(level) decision, \(place.label)", Interval(of: values), .utility))
        }
        return Part(.open, numbers)
      }
      ruling.numbers += part.numbers
      ruling.remarks += part.remarks
    }
    return ruling
  }

  static let simpleJoint = Claim(
    id: "A19", place: "§3.3", text: "The simple joint learner is often ineffective.",
    reproduced: "Its clean utility lies below both others’ in two of three domains",
    contradicted: "above both in two",
    setting: "On synthetic data both sizes must agree.", panels: ["4a", "4b", "9a", "9b"]
  ) { evidence in
    Ruling(
      Place.all, verdict: { Verdict(twoOf: Evidence.domains($0)) }
    ) { place throws(Gap) in
      let panel = try evidence.panel(place.metaPoison)
      let intervals = [
        Interval(of: try difference(panel, .simpleJoint, .twoStage)),
        Interval(of: try difference(panel, .simpleJoint, .decisionFocused)),
      ]
      return Part(
        Decision(
          holds: intervals.allSatisfy { $0.lies(below: 0) },
          fails: intervals.allSatisfy { $0.lies(above: 0) }),
        [
          LedgerNumber("Simple joint − two-stage, \(place.label)", intervals[0], .utility),
          LedgerNumber("Simple joint − decision-focused, \(place.label)", intervals[1], .utility),
        ])
    }
  }

  static let regression = Claim(
    id: "A20", place: "§3.3",
    text: "A simple joint learner that regresses on the best decisions is worse and overfits more.",
    reproduced: "Lower utility at new instances and a larger gap to training, both sizes",
    contradicted: "higher utility and a smaller gap, both sizes", panels: ["4a", "4b"]
  ) { evidence in
    guard !evidence.study.comparisons.isEmpty else {
      return Ruling(.notRun, remarks: ["The comparison of learners on clean data was not run."])
    }
    return Ruling(evidence.study.comparisons) { comparison throws(Gap) in
      let size = comparison.comparison.size
      var (utility, gap): ([Double], [Double]) = ([], [])
      for record in comparison.clean {
        guard let one = record.evaluations[comparison.comparison.regression.id]?.clean,
          let other = record.evaluations[comparison.comparison.simpleJoint.id]?.clean,
          !one.training.isEmpty, !other.training.isEmpty
        else { throw .missing("The comparison at the size \(size) lacks records.") }
        func mean(_ values: [Double]) -> Double { values.mean ?? .nan }
        utility.append(mean(one.targets) - mean(other.targets))
        gap.append(
          mean(one.training) - mean(one.targets) - mean(other.training) + mean(other.targets))
      }
      let (lower, larger) = (Interval(of: utility), Interval(of: gap))
      return Part(
        Decision(
          holds: lower.lies(below: 0) && larger.lies(above: 0),
          fails: lower.lies(above: 0) && larger.lies(below: 0)),
        [
          LedgerNumber("Utility, regression − simple joint, \(size)", lower, .utility),
          LedgerNumber("Gap to training, regression − simple joint, \(size)", larger, .utility),
        ])
    }
  }
}
