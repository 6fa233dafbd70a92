import Attacks
import Learning
import Statistics

/// A16, A17, A18: what attacks cost, and how their gradients behave.
enum GradientClaims {
  static let all = [cost, explosion, optima]

  static let cost = Claim(
    "A16", at: "§1, §4.2, §6.1",
    "Attacking the decision-focused learner costs prohibitively more compute.",
    supported: """
      The processor time of an attack iteration is at least 10 times that against the two-stage \
      learner, at equal n and T
      """,
    setting: """
      Measured apart and kept with the machine that it was measured on: this program’s by \
      “report performance”, that of torch, higher and qpth as a recorded baseline. Where an \
      implementation was not measured in a domain there is no cell.
      """,
    panels: ["5a", "5b", "7a", "7b", "8a", "8b", "10a", "10b"], allowsChoices: false,
    cells: Place.domains.map { place in
      Claim.Cell("\(place.label), this program") { evidence throws(Gap) in
        guard let cost = evidence.paper?.costs.first(where: { $0.place == place.label }) else {
          throw .missing(
            "Iterations were not timed in this domain: “report performance” does it, into "
              + "\(GrowthStudy.path).")
        }
        return finding(
          least: cost.ratios.least, most: cost.ratios.most,
          "Ratio of times, \(place.label), this program"
        ).with(
          [
            LedgerNumber("Seconds of an iteration, two-stage", cost.twoStage),
            LedgerNumber("Seconds of an iteration, decision-focused", cost.decisionFocused),
          ], remarks: measured(cost, evidence.paper?.costFile))
      }
    } + [
      Claim.Cell("small, torch + higher + qpth") { _ throws(Gap) in
        let (least, most) = RecordedBaseline.ratio
        return finding(
          least: least, most: most, "Ratio of times at equal T, torch + higher + qpth"
        ).with([], remarks: [RecordedBaseline.source])
      }
    ])

  /// What was measured, where and when, in a sentence.
  private static func measured(
    _ cost: IterationCost, _ file: PaperStudy.CostFile?
  ) -> [String] {
    guard let instances = cost.instances, let steps = cost.steps, let file else { return [] }
    return [
      "Processor time with n = \(instances) and T = \(steps): medians, and the range of the ratio "
        + "over rounds in which both took turns; measured on \(file.day) (\(file.machine), "
        + "\(file.instructions) instructions)."
    ]
  }

  private static func finding(least: Double, most: Double, _ name: String) -> CellFinding {
    CellFinding(
      Decision(supports: least >= 10, opposes: most < 10), nil,
      [LedgerNumber("\(name), at least", least), LedgerNumber("\(name), at most", most)])
  }

  static let explosion = Claim(
    "A17", at: "§1",
    "Gradients explode or vanish more often when the decision-focused learner is attacked.",
    supported: """
      log₁₀ of the range of ‖v_t‖ over a sweep, the median over iterations, is larger than \
      of the attack on the two-stage learner by more than 0.5, paired by unit
      """,
    panels: ["5a", "5b", "7a", "7b", "8a", "8b", "10a", "10b"],
    cells: Place.domains.map { place in
      Claim.Cell(place.label) { evidence throws(Gap) in
        let direct = try ranges(place.direct, evidence)
        let own = try ranges(place.twoStage, evidence)
        let values = try evidence.values(place.direct)
        return CellFinding(
          ("Difference of log₁₀ ranges, \(place.label)", values.interval(direct.minus(own))),
          above: 0.5, unit: .plain
        ).with([
          LedgerNumber("log₁₀ range, decision-focused", values.interval(direct), .plain),
          LedgerNumber("log₁₀ range, two-stage", values.interval(own), .plain),
        ])
      }
    })

  /// log₁₀ of the largest over the smallest ‖v_t‖ of a sweep, the median over the
  /// iterations of a panel's attack, one per unit.
  private static func ranges(_ panel: String, _ evidence: Evidence) throws(Gap) -> [Double] {
    let base = try evidence.values(panel)
    let values = PanelValues(
      base.records, variant: base.variant(like: evidence.choice.variant))
    let budget = try evidence.budget(of: base)
    var all: [Double] = []
    for seed in values.records.seeds {
      let record = values.records.record(seed: seed, series: values.attack, budget: budget)
      guard let trace = record?.trace, !trace.backwardLargest.isEmpty else {
        throw .missing("Panel \(panel) lacks traces of its attack.")
      }
      let ranges = zip(trace.backwardLargest, trace.backwardSmallest).map { largest, smallest in
        Decades.between(smallest, largest)
      }
      all.append(ranges.median ?? 0)
    }
    return all
  }

  static let optima = Claim(
    "A18", at: "§1",
    "The attack on the decision-focused learner has many optima of various quality.",
    supported: """
      The standard deviation of V over re-runs from other starting points is more than 1.25 times \
      that of the attack on the two-stage learner, paired by unit
      """,
    opposed: "it is less than 1.25 times",
    setting: "At the reference and the largest budget, pooled.",
    panels: ["5a", "5b", "7a", "7b", "8a", "8b", "10a", "10b"], allowsChoices: false,
    cells: Place.all.map { place in
      Claim.Cell(place.label) { evidence throws(Gap) in
        let direct = try spreads(place.direct, .decisionFocused, evidence)
        let own = try spreads(place.twoStage, .twoStage, evidence)
        let values = try evidence.values(place.direct)
        let mean = values.interval(own).mean
        return CellFinding(
          (
            "SD of V, decision-focused − 1.25 × two-stage, \(place.label)",
            values.interval(direct.minus(own.map { 1.25 * $0 }))
          ), above: 0, scale: mean > 0 ? mean : 1, unit: .gain
        ).with([
          LedgerNumber("SD of V over re-runs, decision-focused", values.interval(direct), .gain),
          LedgerNumber("SD of V over re-runs, two-stage", values.interval(own), .gain),
        ])
      }
    })

  /// The standard deviation of V over the starting points of a panel's attack, per unit.
  private static func spreads(
    _ panel: String, _ victim: VictimID, _ evidence: Evidence
  ) throws(Gap) -> [Double] {
    let effect = try evidence.effect(panel, on: victim)
    let values = effect.values
    guard !values.rerunBudgets.isEmpty else {
      throw .missing(values.panel.notRun("again from other starts"))
    }
    var spreads: [Double] = []
    for seed in values.records.seeds {
      spreads.append(try values.rerunDeviation(victim, seed: seed) / effect.scale)
    }
    return spreads
  }
}
