public import Learning
public import Statistics

/// What the rules of claims look at: the records of a study, by one choice of budget, attack,
/// weights and victims.
public struct Evidence: Sendable {
  /// The panels that were run.
  let panels: [PanelRecords]
  /// All panels of the study.
  let planned: [Panel]
  /// What else the paper's claims look at; nil for other studies.
  let paper: PaperStudy?
  /// Which cells decide; the default is `.deciding`.
  public var choice: CellChoice

  /// The records of panels that were run, out of those that the study plans.
  public init(_ panels: [PanelRecords], planned: [Panel], choice: CellChoice = .deciding) {
    (self.panels, self.planned, self.choice, paper) = (panels, planned, choice, nil)
  }

  /// The records of the paper's study.
  init(study: PaperStudy, choice: CellChoice = .deciding) {
    (panels, planned, self.choice) = (study.panels, study.grid.panels, choice)
    paper = study
  }

  /// The two learners that predict and then decide.
  static let predictors = [VictimID.twoStage, .decisionFocused]

  /// The utilities of a panel that was run.
  ///
  /// - Throws: `Gap.missing` where it was not.
  public func values(_ id: String) throws(Gap) -> PanelValues {
    guard let records = panels.first(where: { $0.panel.id == id }) else {
      let isPlanned = planned.contains { $0.id == id }
      let elsewhere =
        paper == nil ? "is not a panel of this study" : "is not in this preset’s grid"
      let reason = isPlanned ? "was not run in this build" : elsewhere
      throw .missing("Panel \(id) \(reason).")
    }
    return PanelValues(records)
  }

  /// What the attack of a panel does to a victim.
  ///
  /// - Parameters:
  ///   - id: the panel.
  ///   - victim: the victim, as the plan names it.
  ///   - variant: the form of the attack. The default is that of the choice, as far as the panel's
  ///     attack has it.
  ///   - weights: the victims' initial weights. The default is that of the choice.
  ///   - budget: the budget. The default is that of the choice.
  /// - Returns: the effect.
  /// - Throws: `Gap` where records are missing.
  public func effect(
    _ id: String, on victim: VictimID, variant: AttackVariant? = nil,
    weights: VictimWeights? = nil, budget: Double? = nil
  ) throws(Gap) -> Effect {
    let values = try values(id)
    let wanted = variant ?? values.variant(like: choice.variant)
    let chosen = try self.budget(of: values)
    return try Effect(
      PanelValues(values.records, variant: wanted, victims: choice.victims), victim: victim,
      weights: weights ?? choice.weights, budget: budget ?? chosen)
  }

  /// The budget of the choice in a panel.
  ///
  /// - Throws: `Gap.missing` where the panel was not run at it.
  public func budget(of values: PanelValues) throws(Gap) -> Double {
    let plan = values.panel.plan
    switch choice.budget {
    case .reference:
      guard plan.budgets.contains(plan.referenceBudget) else {
        throw .missing("Panel \(values.panel.id) was not run at its reference budget.")
      }
      return plan.referenceBudget
    case .place(let place):
      guard plan.budgets.indices.contains(place) else {
        throw .missing("Panel \(values.panel.id) has \(plan.budgets.count) budgets.")
      }
      return plan.budgets[place]
    }
  }
}

/// What an attack does to one kind of victims at one budget.
public struct Effect {
  /// The panel's utilities.
  public let values: PanelValues
  /// Whom it is about.
  public let victim: VictimID
  /// The weights that the victim starts from.
  public let weights: VictimWeights
  /// The budget.
  public let budget: Double
  /// G, what the clean victim gains over the uninformed decision, where its interval lies above 0,
  /// else S, what the perfect decision gains.
  public let scale: Double
  /// Whether the scale is G.
  public let isGain: Bool
  /// Δ, the loss, and W, the loss beyond the costliest control, one per unit, in utility.
  public let losses, excess: [Double]

  /// - Throws: `Gap.missing` where records are missing; `Gap.unjudgeable` where victims cannot
  ///   start from the attack's weights, or nothing can be gained at all.
  init(
    _ values: PanelValues, victim: VictimID, weights: VictimWeights, budget: Double
  ) throws(Gap) {
    (self.values, self.victim, self.weights, self.budget) = (values, victim, weights, budget)
    guard let gains = values.gains(victim), let stake = values.stake else {
      throw .missing(values.records.lack(of: "clean records"))
    }
    let gain = values.interval(gains)
    isGain = gain.lies(above: 0)
    scale = isGain ? gain.mean : stake
    guard scale > 0 else {
      throw .unjudgeable(
        "In panel \(values.panel.id) even the perfect decision gains nothing over the uninformed "
          + "one.")
    }
    guard
      let losses = values.losses(victim, values.attack, budget: budget, from: weights),
      let excess = values.lossesBeyondControls(victim, budget: budget, from: weights)
    else { throw values.gap(victim, from: weights) }
    (self.losses, self.excess) = (losses, excess)
  }

  /// The smallest effect of interest, 0.05 of the scale, in utility.
  public var smallest: Double { 0.05 * scale }

  /// V = W / G (or / S), one per unit.
  public var shares: [Double] { excess.map { $0 / scale } }

  /// The interval of the mean of values, one per unit.
  public func interval(_ values: [Double]) -> Interval { self.values.interval(values) }

  /// W as a share of the gain, with its interval.
  public func number(_ label: String) -> LedgerNumber {
    LedgerNumber("W, \(label)", interval(shares), unit)
  }

  /// W in shares of the gain, for a rule.
  public func share(_ label: String) -> (name: String, interval: Interval) {
    ("W, \(label)", interval(shares))
  }

  /// Of what shares are told: of G, or of S where there is no clear gain.
  public var unit: LedgerNumber.Unit { isGain ? .gain : .stake }

  /// The costliest control, as a share of the gain.
  public func control(_ label: String) -> LedgerNumber {
    LedgerNumber(
      "Costliest control, \(label)",
      interval(values.lossesToControl(victim, budget: budget).map { $0 / scale }), unit)
  }
}

extension PanelValues {
  /// S: what the perfect decision gains over the uninformed one, on average.
  var stake: Double? {
    level(.perfect).flatMap { perfect in
      level(.uninformed).map { interval(perfect.minus($0)).mean }
    }
  }

  /// Why losses are not there.
  func gap(_ victim: VictimID, from weights: VictimWeights) -> Gap {
    guard weights == .shared else {
      return .missing(
        records.series(attack) == nil
          ? notRun(attack) : records.lack(of: "records of the \(victim) learner"))
    }
    return panel.variants.contains { $0.name == attack + VictimWeights.suffix }
      ? .unjudgeable(
        """
        In panel \(panel.id) the \(victim) learner’s network has another shape than the attacked \
        one’s and cannot start from its weights.
        """)
      : .missing(panel.notRun("with shared initial weights"))
  }

  /// That a preset leaves a form of the panel's attack out, named as series are.
  private func notRun(_ series: String) -> String {
    let form = AttackVariant(rawValue: String(series.dropFirst(panel.attack.name.count)))
    return panel.notRun(form.map { "in this form: \($0.label)" } ?? "as “\(series)”")
  }
}

extension Panel {
  /// That a preset does not run the panel's attack in some way.
  func notRun(_ way: String) -> String {
    "This preset does not run the attack of panel \(id) \(way)."
  }
}
