import Attacks
import Domains
import Experiments
import Learning
import Reproducibility

/// The numbers of one panel, seed by seed, as its records hold them.
///
/// The utility of a victim in a cell is, for one seed, the mean over the victims' initial weights of the mean utility over the
/// instances, and for a control the mean of that over its draws. Means and intervals over seeds are made from these.
struct PanelResults {
  /// On what victims are judged.
  enum Instances: String, CaseIterable {
    case targets
    case heldOut = "held_out"

    var label: String { self == .targets ? "targets" : "held-out" }
  }

  let records: PanelRecords
  let panel: Experiments.Panel
  /// The names of the victims, the attacked one first.
  let victims: [String]
  /// The names of what is done to the data: the attack, the controls, then variants of the attack.
  let treatments: [String]

  init(_ records: PanelRecords) {
    self.records = records
    panel = records.panel
    let attacked = type(of: panel.attacked).name
    let names = panel.plan.victims.map { type(of: $0).name }
    victims = names.filter { $0 == attacked } + names.filter { $0 != attacked }
    treatments = panel.series.map(\.name)
  }

  var seeds: [UInt64] { records.seeds }
  var budgets: [Double] { panel.plan.budgets }
  /// The budgets of the attack, the controls and the variants, which may have others.
  var allBudgets: [Double] { Set(panel.series.flatMap(\.budgets)).sorted() }
  var attack: String { type(of: panel.attack).name }
  /// The names of the controls.
  var controls: [String] {
    panel.series.compactMap { if case .control = $0.treatment { $0.name } else { nil } }
  }
  var attacked: String { type(of: panel.attacked).name }
  var isPortfolio: Bool { panel.domain is PortfolioDomain }
  var isMatching: Bool { panel.domain is MatchingDomain }

  /// The budget whose numbers stand for the panel in a sentence: B*, or the middle one where there is none.
  var referenceBudget: Double {
    let middle = panel.plan.middleBudget
    return panel.plan.referenceBudget.map { budgets.contains($0) ? $0 : middle } ?? middle
  }

  /// The number of constraints, in a panel of the figure that varies it.
  var constraints: Int? { (panel.domain as? SyntheticDomain)?.constraints }

  /// A budget as a page prints it: a number, or a percentage of the price.
  func label(ofBudget budget: Double) -> String {
    guard panel.budgetsArePrices else { return NumberFormat.exact(budget) }
    return NumberFormat.exact((budget * 1e6).rounded() / 1e4) + "\u{a0}%"
  }

  /// What a reference decision knows; a decision that knows nothing is here a random matching.
  func label(ofLevel name: String) -> String {
    name == "uninformed" && isMatching ? "random matching" : Wording.label(ofLevel: name)
  }

  // MARK: Values, one a seed

  /// Untreated victims.
  func clean(_ victim: String, at instances: Instances = .targets) -> [Double]? {
    complete(records.clean.map { $0.evaluations[victim].map { instances.mean($0.clean) } })
  }

  /// Victims trained on treated data; at budget 0 that is untreated data.
  func values(
    _ victim: String, _ treatment: String, budget: Double, at instances: Instances = .targets
  ) -> [Double]? {
    guard budget > 0 else { return clean(victim, at: instances) }
    return complete(
      seeds.map { seed in
        let record = records.record(seed: seed, series: treatment, budget: budget)
        guard let draws = record?.evaluations[victim]?.poisoned, !draws.isEmpty else { return nil }
        return draws.map(instances.mean).reduce(0, +) / Double(draws.count)
      })
  }

  /// Victims that start from the attack's own weights, trained on clean or on treated data; nil where no such victim can be.
  func valuesFromSharedWeights(
    _ victim: String, _ treatment: String, budget: Double, isPoisoned: Bool,
    at instances: Instances = .targets
  ) -> [Double]? {
    complete(
      seeds.map { seed in
        let record = records.record(seed: seed, series: treatment, budget: budget)
        let evaluation = record?.evaluations[victim]
        return (isPoisoned ? evaluation?.sharedPoisoned : evaluation?.sharedClean)
          .map(instances.mean)
      })
  }

  /// A reference decision.
  func level(_ name: String, at instances: Instances = .targets) -> [Double]? {
    complete(
      records.clean.map { record in
        record.levels.first { $0.name == name }.map {
          instances == .targets ? $0.targets : $0.heldOut
        }
      })
  }

  /// The names of the reference decisions, in the order of the records.
  var levels: [String] { records.clean.first?.levels.map(\.name) ?? [] }

  /// Utility lost to a treatment, paired by seed.
  func losses(
    _ victim: String, _ treatment: String, budget: Double, at instances: Instances = .targets
  ) -> [Double]? {
    guard let clean = clean(victim, at: instances),
      let treated = values(victim, treatment, budget: budget, at: instances)
    else { return nil }
    return zip(clean, treated).map { $0 - $1 }
  }

  /// Utility lost to the attack beyond that control (or nothing) which costs the most on average, paired by seed.
  func lossesBeyondControls(_ victim: String, budget: Double) -> [Double]? {
    guard let losses = losses(victim, attack, budget: budget) else { return nil }
    let none = losses.map { _ in 0.0 }
    let rivals = [none] + controls.compactMap { self.losses(victim, $0, budget: budget) }
    let strongest = rivals.max { $0.reduce(0, +) < $1.reduce(0, +) } ?? none
    return zip(losses, strongest).map { $0 - $1 }
  }

  /// What the untreated victim gains over the uninformed decision, seed by seed.
  func gains(_ victim: String) -> [Double]? {
    guard let clean = clean(victim), let none = level("uninformed") else { return nil }
    return zip(clean, none).map { $0 - $1 }
  }

  /// The records of the attack and of its variants.
  var allAttackRecords: [Record] {
    records.treated.filter { !controls.contains($0.series) }.map(\.record)
  }

  private func complete(_ values: [Double?]) -> [Double]? {
    let present = values.compactMap { $0 }
    return present.count == values.count && !present.isEmpty ? present : nil
  }
}

extension PanelResults.Instances {
  /// The mean over the victims' initial weights.
  func mean(_ utility: VictimUtility) -> Double {
    let values = self == .targets ? utility.targets : utility.heldOut
    return values.reduce(0, +) / Double(max(1, values.count))
  }
}
