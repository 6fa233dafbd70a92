import Attacks
import Charts
import Domains
import Experiments
import Learning
import Paper
import Reproducibility

/// What pages and charts ask of a panel's values beyond the numbers: names and labels.
extension PanelValues {
  /// The victims, the attacked one first.
  var victims: [VictimID] {
    let ids = panel.plan.victims.map(\.id)
    return ids.filter { $0 == attacked } + ids.filter { $0 != attacked }
  }

  /// The victim whose learner the attack is made for.
  var attacked: VictimID { VictimID(panel.attacked.name) }

  /// The victim that is attacked or receives the poison; always one of the panel's.
  private func victim(_ id: VictimID) -> Victim {
    guard let victim = panel.plan.victims.first(where: { $0.id == id }) else {
      preconditionFailure("panel \(panel.id) has no victim \(id)")
    }
    return victim
  }

  func phrase(of id: VictimID) -> String { victim(id).learner.phrase }

  /// A victim at the beginning of a label: "Two-stage".
  func heading(of id: VictimID) -> String { English.capitalised(phrase(of: id)) }

  /// A victim's colour, that of its learner on all charts.
  func role(of id: VictimID) -> Series.Role { victim(id).learner.id.role }

  /// The value of what the panels of one chart differ in.
  ///
  /// - Precondition: the panel is one of such a chart.
  var variation: Int {
    guard let variation = panel.variation else {
      preconditionFailure("panel \(panel.id) varies nothing")
    }
    return variation.value
  }

  /// What is done in a series, at the beginning of a label: "Uniform noise".
  func label(ofSeries name: String) -> String {
    guard let series = records.series(name) else {
      preconditionFailure("panel \(panel.id) has no series \(name)")
    }
    return series.treatment.attack?.label ?? "Clean data"
  }

  /// The names of what is done to the data: the attack, the controls, then variants of the attack.
  var treatments: [String] { records.series.map(\.name) }

  var seeds: [UInt64] { records.seeds }

  /// The budgets of the attack, the controls and the variants, which may have others.
  var allBudgets: [Double] { Set(records.series.flatMap(\.budgets)).sorted() }

  /// The budget whose numbers stand for the panel in a sentence: the reference budget.
  var displayedBudget: Double { panel.plan.referenceBudget }

  /// A budget as a page prints it: a number, or a percentage of the price.
  func label(ofBudget budget: Double) -> String { panel.domain.budgetUnit.label(of: budget) }

  /// What a reference decision knows.
  func label(ofLevel id: LevelID) -> String { panel.domain.label(of: id) }

  /// The reference decisions, in the order of the records.
  var levels: [LevelID] { records.clean.first?.levels.map(\.id) ?? [] }

  /// The records of the attack and of its variants at a budget, each attack once.
  func attackRecords(at budget: Double? = nil) -> [Record] {
    records.treated.filter {
      !$0.series.isControl && $0.series.victims == .deployed && budget ?? $0.budget == $0.budget
    }.map(\.record)
  }
}

extension PanelValues.Instances {
  /// What charts call them.
  var label: String { self == .targets ? "targets" : "held-out" }
}
