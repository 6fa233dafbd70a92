import Attacks
import Experiments
import Reproducibility
import Statistics

/// Variants of a panel's attack beside the attack itself, at the budgets at which they were run.
struct VariantTable {
  /// A mean utility at the targets, and below it what was lost.
  struct Cell {
    let utility: String
    let range: String?
    let loss: String
  }

  /// An attack at one budget.
  struct Row {
    let what: String
    let weights: String
    let cells: [Cell]
  }

  /// All attacks at one budget.
  struct Body {
    let budget: String
    let rows: [Row]
  }

  let victims: [String]
  let width: Int
  let bodies: [Body]

  /// The table; nil for a panel without variants.
  init?(_ results: PanelResults) {
    guard !results.panel.variants.isEmpty else { return nil }
    let wording = Wording(results)
    victims = results.victims.map { name in
      let label = Wording.capitalised(Wording.learner(name))
      return name == results.attacked ? "\(label), attacked" : "\(label), transfer"
    }
    width = victims.count + 2
    let attacks = results.panel.series.filter {
      if case .attack = $0.treatment { true } else { false }
    }
    func cell(_ clean: [Double]?, _ treated: [Double]?) -> Cell {
      guard let clean, let treated else { return Cell(utility: "–", range: nil, loss: "–") }
      let interval = Interval(of: treated)
      let losses = zip(clean, treated).map { $0 - $1 }
      return Cell(
        utility: wording.number(interval.mean), range: wording.range(interval),
        loss: wording.meanWithRange(losses))
    }
    bodies = results.allBudgets.compactMap { budget in
      guard results.panel.variants.contains(where: { $0.budgets.contains(budget) }) else {
        return nil
      }
      var rows: [Row] = []
      for series in attacks where series.budgets.contains(budget) {
        let what = VariantTable.description(of: series, beside: results.panel.attack)
        rows.append(
          Row(
            what: what, weights: VariantTable.victims(of: series.victimKind),
            cells: results.victims.map {
              cell(
                results.clean(beside: series.name, $0, budget: budget),
                results.values($0, series.name, budget: budget))
            }))
        guard VariantTable.sharesWeights(series.treatment) else { continue }
        rows.append(
          Row(
            what: what, weights: "those of the attack",
            cells: results.victims.map { victim in
              func values(_ isPoisoned: Bool) -> [Double]? {
                results.valuesFromSharedWeights(
                  victim, series.name, budget: budget, isPoisoned: isPoisoned)
              }
              return cell(values(false), values(true))
            }))
      }
      return Body(budget: "B = \(results.label(ofBudget: budget))", rows: rows)
    }
  }

  /// The weights that victims start from, and what else is unusual about them.
  private static func victims(of kind: VictimKind) -> String {
    switch kind {
    case .usual: "fresh"
    case .longer: "fresh; trained for 4T steps"
    case .wider: "fresh; twice the hidden units"
    }
  }

  private static func sharesWeights(_ treatment: Experiment.Treatment) -> Bool {
    if case .attack(let attack, _) = treatment { attack.initialWeights == .shared } else { false }
  }

  /// What sets a series apart from a panel's attack, in a few words.
  private static func description(
    of series: Experiments.Panel.Series, beside attack: any Attack
  ) -> String {
    let what = description(of: series.treatment)
    if series.repetition > 0 { return "\(what), random start \(series.repetition + 1)" }
    guard let usual = attack as? MetaGradientAttack,
      case .attack(let own as MetaGradientAttack, _) = series.treatment,
      own.iterations != usual.iterations
    else { return what }
    return "\(what), \(own.iterations) iterations"
  }

  /// An attack with its step and weights in a few words.
  static func description(of treatment: Experiment.Treatment) -> String {
    guard case .attack(let attack, _) = treatment else { return "control" }
    let weights =
      attack.initialWeights == .shared ? ", made for one draw of initial weights" : ""
    switch attack {
    case let attack as MetaGradientAttack:
      return "Algorithm 1, \(SettingList.step(attack.rule))" + weights
    case let attack as MetaPoison:
      let kind = attack.advance == .clean ? "MetaPoison as published" : "MetaPoison, strong variant"
      return kind + weights
    default: return Wording.label(ofTreatment: type(of: attack).name) + weights
    }
  }
}
