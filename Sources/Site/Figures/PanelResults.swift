import Attacks
import Domains
import Experiments
import Learning
import Reproducibility

/// The numbers of one panel, seed by seed, as its records hold them.
///
/// The quantities are those of `PanelValues`; means and intervals over seeds are made from these.
struct PanelResults {
  typealias Instances = PanelValues.Instances

  private let quantities: PanelValues
  let records: PanelRecords
  let panel: Experiments.Panel
  /// The names of the victims, the attacked one first.
  let victims: [String]
  /// The names of what is done to the data: the attack, the controls, then variants of the attack.
  let treatments: [String]

  init(_ records: PanelRecords) {
    self.records = records
    quantities = PanelValues(records)
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
  /// How the victims of a treatment differ from the learners that attacks are made for.
  func victimKind(_ treatment: String) -> VictimKind {
    panel.series.first { $0.name == treatment }?.victimKind ?? .usual
  }
  /// The names of the controls.
  var controls: [String] { quantities.controls }
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
    quantities.clean(victim, at: instances)
  }

  /// Victims trained on treated data; at budget 0 that is untreated data.
  func values(
    _ victim: String, _ treatment: String, budget: Double, at instances: Instances = .targets
  ) -> [Double]? {
    quantities.values(victim, treatment, budget: budget, at: instances)
  }

  /// Victims of the kind of a treatment's, trained on clean data.
  func clean(
    beside treatment: String, _ victim: String, budget: Double, at instances: Instances = .targets
  ) -> [Double]? {
    quantities.clean(beside: treatment, victim, budget: budget, at: instances)
  }

  /// Victims that start from the attack's own weights, trained on clean or on treated data; nil where no such victim can be.
  func valuesFromSharedWeights(
    _ victim: String, _ treatment: String, budget: Double, isPoisoned: Bool,
    at instances: Instances = .targets
  ) -> [Double]? {
    quantities.valuesFromSharedWeights(
      victim, treatment, budget: budget, isPoisoned: isPoisoned, at: instances)
  }

  /// A reference decision.
  func level(_ name: String, at instances: Instances = .targets) -> [Double]? {
    quantities.level(name, at: instances)
  }

  /// The names of the reference decisions, in the order of the records.
  var levels: [String] { records.clean.first?.levels.map(\.name) ?? [] }

  /// Utility lost to a treatment, paired by seed.
  func losses(
    _ victim: String, _ treatment: String, budget: Double, at instances: Instances = .targets
  ) -> [Double]? {
    quantities.losses(victim, treatment, budget: budget, at: instances)
  }

  /// Utility lost to the attack beyond that control (or nothing) which costs the most on average, paired by seed.
  func lossesBeyondControls(_ victim: String, budget: Double) -> [Double]? {
    quantities.lossesBeyondControls(victim, budget: budget)
  }

  /// What the untreated victim gains over the uninformed decision, seed by seed.
  func gains(_ victim: String) -> [Double]? { quantities.gains(victim) }

  /// The records of the attack and of its variants, each attack once.
  var allAttackRecords: [Record] {
    records.treated.filter {
      !controls.contains($0.series) && victimKind($0.series) == .usual
    }.map(\.record)
  }
}

extension PanelValues.Instances {
  /// What charts call them.
  var label: String { self == .targets ? "targets" : "held-out" }
}
