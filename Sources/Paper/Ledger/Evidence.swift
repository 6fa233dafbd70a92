import Attacks
import Learning
import Statistics

/// What the rules of the ledger look at: the records of a study, for one kind of victims.
struct Evidence {
  let study: PaperStudy
  /// Whether victims start from weights that no attack used, or from the attack's own.
  var weights: VictimWeights = .fresh
  /// Whether MetaPoison is the strong variant instead of the published one.
  var usesStrongMetaPoison = false

  /// The two learners that predict and then decide, and each at both sizes of synthetic data.
  static let predictors = [VictimID.twoStage, .decisionFocused]
  static let syntheticPredictors = Place.synthetic.flatMap { place in
    predictors.map { (place, $0) }
  }

  /// The decisions about `places` as those about domains, where both sizes must agree.
  static func domains(_ decisions: [Decision]) -> [Decision] {
    [Decision(all: Array(decisions[0...1]))] + decisions[2...]
  }

  func panel(_ id: String) throws(Gap) -> PanelValues {
    guard let records = study.panels.first(where: { $0.panel.id == id }) else {
      let isPlanned = study.grid.panels.contains { $0.id == id }
      let reason = isPlanned ? "was not run in this build" : "is not in this version’s grid"
      throw .missing("Panel \(id) \(reason).")
    }
    guard usesStrongMetaPoison, records.panel.attack.name == MetaPoison.name else {
      return PanelValues(records)
    }
    let values = PanelValues(records, variant: PanelValues.strongSuffix)
    guard records.series(values.attack) != nil else {
      throw .missing("The strong MetaPoison is made by the preset full.")
    }
    return values
  }

  /// What the attack of a panel does to a victim, at the panel's reference budget unless others are
  /// asked for.
  ///
  /// - Throws: `Gap` where the panel was not run, or where the victim's gain is too small to be
  ///   judged by.
  func effect(_ id: String, on victim: VictimID) throws(Gap) -> Effect {
    try Effect(try panel(id), victim: victim, weights: weights)
  }
}

struct Effect {
  let values: PanelValues
  let victim: VictimID
  let weights: VictimWeights
  /// G: what the clean victim gains over the uninformed decision, in utility.
  let gain: Double

  /// - Throws: `Gap.unjudgeable` unless G's interval lies above 0 and G is 5 % of what the perfect
  ///   decision gains.
  init(_ values: PanelValues, victim: VictimID, weights: VictimWeights) throws(Gap) {
    (self.values, self.victim, self.weights) = (values, victim, weights)
    guard let gains = values.gains(victim), values.level(.perfect) != nil else {
      throw .missing("Panel \(values.panel.id) lacks clean records.")
    }
    let interval = Interval(of: gains)
    gain = interval.mean
    guard values.clearGain(victim) != nil else {
      var numbers = [
        LedgerNumber(
          "Gain of the \(victim) learner over the uninformed decision (panel \(values.panel.id))",
          interval, .utility)
      ]
      if let budget = values.panel.plan.referenceBudget,
        let excess = values.lossesBeyondControls(victim, budget: budget, from: weights)
      {
        numbers.append(
          LedgerNumber(
            "Loss beyond controls of the \(victim) learner (panel \(values.panel.id))",
            Interval(of: excess), .utility))
      }
      throw .unjudgeable(
        """
        In panel \(values.panel.id) the \(victim) learner, unattacked, gains too little over the \
        uninformed decision for a loss to be judged.
        """,
        numbers)
    }
  }

  var referenceBudget: Double {
    get throws(Gap) { try values.referenceBudget }
  }

  /// Δ, one per seed, in utility.
  func losses(at budget: Double) throws(Gap) -> [Double] {
    if let losses = values.losses(victim, values.attack, budget: budget, from: weights) {
      return losses
    }
    throw values.missing(victim, budget: budget, from: weights)
  }

  /// W = Δ − c, one per seed, in utility.
  func excess(at budget: Double) throws(Gap) -> [Double] {
    if let excess = values.lossesBeyondControls(victim, budget: budget, from: weights) {
      return excess
    }
    throw values.missing(victim, budget: budget, from: weights)
  }

  /// V = Δ / G, one per seed.
  func shares(at budget: Double) throws(Gap) -> [Double] {
    try losses(at: budget).map { $0 / gain }
  }

  /// W / G, one per seed.
  func excessShares(at budget: Double) throws(Gap) -> [Double] {
    try excess(at: budget).map { $0 / gain }
  }

  /// W at B*, with the numbers that stand beside it.
  func atReference(_ label: String) throws(Gap) -> (excess: Interval, numbers: [LedgerNumber]) {
    let excess = Interval(of: try excessShares(at: referenceBudget))
    return (excess, [LedgerNumber("W, \(label)", excess, .gain)] + (try context(label)))
  }

  /// What stands beside W at B*: the costliest control, and the mean of W over all budgets above 0
  /// (fresh initial weights).
  func context(_ label: String) throws(Gap) -> [LedgerNumber] {
    let control = values.lossesToControl(victim, budget: try referenceBudget)
    var numbers = [
      LedgerNumber("Costliest control, \(label)", Interval(of: control.map { $0 / gain }), .gain)
    ]
    guard weights == .fresh else { return numbers }
    let budgets = values.budgets
    var sums = values.records.seeds.map { _ in 0.0 }
    for budget in budgets {
      for (seed, share) in try excessShares(at: budget).enumerated() {
        sums[seed] += share / Double(budgets.count)
      }
    }
    numbers.append(LedgerNumber("W, mean over budgets, \(label)", Interval(of: sums), .gain))
    return numbers
  }
}

extension PanelValues {
  /// B*, at which rules are stated.
  var referenceBudget: Double {
    get throws(Gap) {
      guard let budget = panel.plan.referenceBudget else {
        throw .unjudgeable(
          """
          No budget of the grid costs the two-stage victim a quarter of its gain on the \
          calibration seeds, so there is no B*.
          """)
      }
      guard panel.plan.budgets.contains(budget) else {
        throw .missing(
          "The budget B* of the rule is not among those of this build of panel \(panel.id).")
      }
      return budget
    }
  }

  func missing(_ victim: VictimID, budget: Double, from weights: VictimWeights) -> Gap {
    guard weights == .shared else {
      return .missing("Panel \(panel.id) lacks records of the \(victim) learner.")
    }
    return panel.variants.contains { $0.name == attack + VictimWeights.suffix }
      ? .unjudgeable(
        """
        In panel \(panel.id) the \(victim) learner’s network has another shape than the attacked \
        one’s and cannot start from its weights.
        """)
      : .missing("Attacks with shared initial weights are made by the preset full.")
  }
}
