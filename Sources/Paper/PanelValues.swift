import Experiments
public import Learning
public import Statistics

/// From which initial weights victims start.
public enum VictimWeights: String, Sendable, CaseIterable {
  /// From weights that no attack used.
  case fresh
  /// From the one draw that the attack was made with.
  case shared

  /// What the name of a series ends with whose attack keeps one draw of initial weights.
  public static let suffix = "-shared"
}

/// The utilities of one panel seed by seed, as its records hold them, and the losses made from
/// them.
///
/// The utility of a victim in a cell is, for one seed, the mean over the victims' initial weights
/// of the mean utility over the instances, and for a control the mean of that over its draws. A
/// list has one value per seed, in the order of the records' seeds, and is nil where any seed lacks
/// a record. Victims are named as in the panel's plan, also where a series has variants of them.
public struct PanelValues: Sendable {
  /// On what victims are judged.
  public enum Instances: String, Sendable, CaseIterable {
    /// The instances that the attack is made for.
    case targets
    /// Instances that it never sees.
    case heldOut = "held_out"

    /// The utilities, one value per initial weights.
    public func callAsFunction(_ utility: VictimUtility) -> [Double] {
      self == .targets ? utility.targets : utility.heldOut
    }

    /// The mean over the victims' initial weights.
    public func mean(_ utility: VictimUtility) -> Double { self(utility).mean ?? 0 }
  }

  /// The records.
  public let records: PanelRecords
  /// Which form of the panel's attack it is about, and which kind of victims.
  private let variant: AttackVariant
  private let victims: VictimVariant

  /// The values of a panel's records, for its own attack or for a variant of it, and for victims as
  /// calibrated or others.
  public init(
    _ records: PanelRecords, variant: AttackVariant = .own, victims: VictimVariant = .deployed
  ) {
    (self.records, self.variant, self.victims) = (records, variant, victims)
  }

  /// The panel.
  public var panel: Panel { records.panel }

  /// The name of the attack's series.
  public var attack: String { panel.attack.name + variant.rawValue + victims.suffix }

  /// A variant as far as the panel's attack has it, else its own form.
  func variant(like wanted: AttackVariant) -> AttackVariant {
    panel.attack.has(wanted) ? wanted : .own
  }

  /// The interval of the mean of values, one per seed.
  public func interval(_ values: [Double]) -> Interval {
    Interval(of: values, design: records.design)
  }

  /// The budgets of the attack.
  public var budgets: [Double] { records.series(attack)?.budgets ?? panel.plan.budgets }

  /// The names of the controls.
  public var controls: [String] {
    records.series.filter { $0.isControl && $0.victims == .deployed }.map(\.name)
  }

  /// What a victim reached in a cell; nil where there is no record.
  private func evaluation(
    _ victim: VictimID, _ treatment: String, seed: UInt64, budget: Double
  ) -> Record.Evaluation? {
    let variant = records.series(treatment)?.victims ?? .deployed
    return records.record(seed: seed, series: treatment, budget: budget)?
      .evaluations[variant.id(of: victim)]
  }

  private func each(_ value: (UInt64) -> Double?) -> [Double]? {
    let values = records.seeds.compactMap(value)
    return values.count == records.seeds.count && !values.isEmpty ? values : nil
  }

  /// Untreated victims.
  public func clean(_ victim: VictimID, at instances: Instances = .targets) -> [Double]? {
    if victims != .deployed {
      return clean(
        beside: attack, victim, budget: panel.plan.referenceBudget, at: instances)
    }
    return each { seed in
      records.cleanRecord(seed: seed)?.evaluations[victim].map { instances.mean($0.clean) }
    }
  }

  /// Victims trained on treated data; without any budget that is untreated data.
  public func values(
    _ victim: VictimID, _ treatment: String, budget: Double, at instances: Instances = .targets
  ) -> [Double]? {
    guard budget > 0 else { return clean(victim, at: instances) }
    return each { seed in
      evaluation(victim, treatment, seed: seed, budget: budget)?
        .poisoned { instances($0) }.map { $0.mean ?? 0 }.mean
    }
  }

  /// Victims of the kind of a treatment's, trained on clean data.
  public func clean(
    beside treatment: String, _ victim: VictimID, budget: Double, at instances: Instances = .targets
  ) -> [Double]? {
    each { seed in
      evaluation(victim, treatment, seed: seed, budget: budget).map { instances.mean($0.clean) }
    }
  }

  /// Victims that start from the attack's own weights, trained on clean or on treated data; nil
  /// where no such victim can be.
  public func valuesFromSharedWeights(
    _ victim: VictimID, _ treatment: String, budget: Double, isPoisoned: Bool,
    at instances: Instances = .targets
  ) -> [Double]? {
    each { seed in
      let evaluation = evaluation(victim, treatment, seed: seed, budget: budget)
      return (isPoisoned ? evaluation?.sharedPoisoned.first : evaluation?.sharedClean)
        .map(instances.mean)
    }
  }

  /// A reference decision.
  public func level(_ id: LevelID, at instances: Instances = .targets) -> [Double]? {
    each { seed in
      records.cleanRecord(seed: seed)?.level(id).flatMap {
        instances == .targets ? $0.targets : $0.heldOut
      }
    }
  }

  /// Δ: utility lost to a treatment, paired by seed.
  public func losses(
    _ victim: VictimID, _ treatment: String, budget: Double, at instances: Instances = .targets
  ) -> [Double]? {
    guard let treated = values(victim, treatment, budget: budget, at: instances) else { return nil }
    return clean(victim, at: instances)?.minus(treated)
  }

  /// Δ at the targets, of victims with the given initial weights; shared ones are those of the
  /// attack's variant that keeps its draw.
  func losses(
    _ victim: VictimID, _ attack: String, budget: Double, from weights: VictimWeights
  ) -> [Double]? {
    guard weights == .shared else { return losses(victim, attack, budget: budget) }
    let series = attack + VictimWeights.suffix
    func values(isPoisoned: Bool) -> [Double]? {
      valuesFromSharedWeights(victim, series, budget: budget, isPoisoned: isPoisoned)
    }
    return values(isPoisoned: true).flatMap { values(isPoisoned: false)?.minus($0) }
  }

  /// c: utility lost to that control (or to nothing) which costs the most on average, with fresh
  /// initial weights, by victims of the same kind.
  func lossesToControl(_ victim: VictimID, budget: Double) -> [Double] {
    let none = records.seeds.map { _ in 0.0 }
    let rivals =
      [none]
      + controls.compactMap { losses(victim, $0 + victims.suffix, budget: budget) }
    return rivals.max { $0.reduce(0, +) < $1.reduce(0, +) } ?? none
  }

  /// W = Δ − c: utility lost to the attack beyond the costliest control, paired by seed.
  public func lossesBeyondControls(
    _ victim: VictimID, budget: Double, from weights: VictimWeights = .fresh
  ) -> [Double]? {
    losses(victim, attack, budget: budget, from: weights)?
      .minus(lossesToControl(victim, budget: budget))
  }

  /// What the untreated victim gains over the uninformed decision.
  public func gains(_ victim: VictimID) -> [Double]? {
    level(.uninformed).flatMap { clean(victim)?.minus($0) }
  }

  /// G: the mean of the gains where its interval lies above 0, so that a loss can be told as a
  /// share of it.
  public func clearGain(_ victim: VictimID) -> Double? {
    guard let gains = gains(victim) else { return nil }
    let gain = interval(gains)
    return gain.lies(above: 0) ? gain.mean : nil
  }

  /// The utilities at the targets of one cell's victims of a series, by default the attack's, one
  /// per initial weights; at budget 0 untreated.
  func cell(
    _ victim: VictimID, seed: UInt64, budget: Double, series: String? = nil
  ) -> [Double]? {
    guard budget > 0 else {
      return records.cleanRecord(seed: seed)?.evaluations[victim]?.clean.targets
    }
    return evaluation(victim, series ?? attack, seed: seed, budget: budget)?
      .poisoned.first?.targets
  }
}

extension [[Double]] {
  /// Rows of one value per unit as lists of one unit's values.
  var byUnit: [[Double]] { self[0].indices.map { unit in map { $0[unit] } } }
}
