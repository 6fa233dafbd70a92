import Attacks
import Domains
import Learning

extension Panel {
  /// How often an attack is made at the reference and at the largest budget, each time from another
  /// ε₀ and other initial weights.
  static let starts = 4
  /// The share of rows that a sparse poison touches.
  static let sparseShare = 0.2

  /// With the smoothed attack at the reference budget, beside every direct attack.
  var withSmoothedAttack: Panel {
    guard id != Grid.pairPanel, variation == nil, attack.name == MetaGradientAttack.name,
      type(of: attacked).solvesInTraining
    else { return self }
    var panel = self
    panel.add(
      .smoothed, panel.plan.smoothedAttack(on: attacked), at: [plan.referenceBudget])
    return panel
  }

  /// With all that the ledger needs besides: other steps, smoother surrogates, re-runs, attackers
  /// who know their victim's weights, other victims, frozen factors, sparse poisons.
  var withVariants: Panel {
    // The pair network's one cell stands alone, and other graphs and portfolios have the attack
    // that claims are made about.
    if id == Grid.pairPanel { return self }
    var panel = self
    let isSynthetic = domain.name == SyntheticDomain.name
    let reference = [plan.referenceBudget]
    let few = Array(Set(reference + [plan.budgets[plan.budgets.count - 1]])).sorted()
    let some = isSynthetic ? plan.budgets : few
    let isElsewhere = remark != nil
    guard attack.name == MetaGradientAttack.name else {
      if isElsewhere { return panel }
      panel.add(.strong, plan.strongMetaPoison, at: isSynthetic ? plan.budgets : reference)
      panel.add(.untuned, plan.untunedMetaPoison, at: reference)
      var shared = plan.metaPoison
      shared.initialWeights = .shared
      panel.addShared(shared, at: reference)
      panel.addOtherVictims(at: reference)
      return panel
    }
    let own = plan.attack(on: attacked)
    if type(of: attacked).solvesInTraining, isSynthetic || domain.name == PortfolioDomain.name,
      variation == nil
    {
      var frozen = own
      (frozen.factors, frozen.comparesFrozenFactors) = (.frozen, false)
      panel.add(.frozen, frozen, at: reference)
    }
    panel.add(.sign, plan.signAttack(on: attacked), at: isElsewhere ? reference : some)
    panel.add(.smoothed, plan.smoothedAttack(on: attacked), at: isElsewhere ? reference : some)
    // Counts of constraints are compared under one attack: the usual count has the other variants
    // in a panel of its own.
    if isElsewhere || variation != nil { return panel }
    for repetition in 1..<Panel.starts {
      let start = repetition + 1
      panel.add(
        Series(
          name: "\(attack.name)-start-\(start)",
          title: "\(own.phrase), random start \(start)",
          treatment: .attack(own, on: attacked), budgets: few, repetition: repetition))
    }
    var shared = own
    shared.initialWeights = .shared
    panel.addShared(shared, at: reference)
    if !type(of: attacked).solvesInTraining {
      panel.add(
        Series(
          name: attack.name + AttackVariant.sparse.rawValue,
          title: "\(own.phrase), a fifth of the rows", treatment: .attack(own, on: attacked),
          budgets: reference, share: Budget.Share(Panel.sparseShare)))
    }
    panel.addOtherVictims(at: reference)
    if type(of: attacked).solvesInTraining {
      var continued = Series(
        name: attack.name + AttackVariant.continued.rawValue, title: "",
        treatment: .attack(ContinuedAttack(plan.smoothedAttack(on: attacked)), on: attacked),
        budgets: plan.budgets)
      (continued.title, continued.continues) = (continued.attack?.phrase ?? "", true)
      panel.add(continued)
    } else {
      for victims in VictimVariant.defended {
        var aware = Series(
          name: attack.name + AttackVariant.aware.rawValue + victims.suffix,
          title: "\(own.phrase), aware of the defence",
          treatment: .attack(own, on: attacked), budgets: reference)
        (aware.knownDefence, aware.victims) = (victims.defence, victims)
        panel.add(aware)
      }
    }
    return panel
  }

  private mutating func add(_ series: Series) { variants.append(series) }

  private mutating func add(_ variant: AttackVariant, _ other: any Attack, at budgets: [Double]) {
    add(
      Series(
        name: attack.name + variant.rawValue, title: other.phrase,
        treatment: .attack(other, on: attacked), budgets: budgets))
  }

  private mutating func addShared(_ other: any Attack, at budgets: [Double]) {
    add(
      Series(
        name: attack.name + VictimWeights.suffix, title: other.phrase,
        treatment: .attack(other, on: attacked), budgets: budgets))
  }

  /// The panel's own poison and its controls, evaluated on other victims.
  private mutating func addOtherVictims(at budgets: [Double]) {
    for victims in VictimVariant.allCases where victims != .deployed {
      add(
        Series(
          name: attack.name + victims.suffix, title: attack.phrase,
          treatment: .attack(attack, on: attacked), budgets: budgets, victims: victims))
      for control in controls {
        add(
          Series(
            name: control.name + victims.suffix, title: control.label,
            treatment: .control(control, draws: plan.draws), budgets: budgets, victims: victims))
      }
    }
  }
}
