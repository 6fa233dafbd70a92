public import Attacks
public import Domains
public import Learning

/// One panel of a figure of the paper: a domain and an attack, with everyone it is evaluated on.
public struct Panel: Sendable {
  /// The number as in the paper: "5a".
  public var id: String
  /// What it shows, in a few words.
  public var title: String
  /// The domain.
  public var domain: any Domain
  /// The attack.
  public var attack: any Attack
  /// Whom the attack is made for.
  public var attacked: any Learner
  /// Learners, budgets, seeds and the rest.
  public var plan: Preset.Plan
  /// Whether budgets are percentages of a price.
  public var budgetsArePrices: Bool

  /// The figure that the panel belongs to: "5".
  public var figure: String { String(id.prefix { $0.isNumber }) }

  /// Whether the panel is asked for by a name such as "5" or "5a".
  public func answers(to name: String) -> Bool { name == id || name == figure }

  /// The untreated cells, one a seed.
  public func cleanExperiments(seeds: [UInt64]) -> [Experiment] {
    seeds.map {
      Experiment(
        domain: domain, seed: $0, victims: plan.victims, freshWeights: plan.freshWeights)
    }
  }

  /// The cells with an attack or a control, for every seed and budget.
  public func treatedExperiments(seeds: [UInt64]) -> [Experiment] {
    seeds.flatMap { seed in
      plan.budgets.flatMap { budget in
        treatments.map { treatment in
          Experiment(
            domain: domain, seed: seed, treatment: treatment, budget: Budget(features: budget),
            victims: plan.victims, freshWeights: plan.freshWeights)
        }
      }
    }
  }

  /// The attack and the controls that stand beside it.
  public var treatments: [Experiment.Treatment] {
    [
      .attack(attack, on: attacked), .control(UniformNoise(), draws: plan.draws),
      .control(RandomSigns(), draws: plan.draws),
    ]
  }
}

extension Preset {
  /// The panels that this program draws so far, in the order of the paper.
  public var panels: [Panel] {
    let portfolio = portfolio
    func twoStageAttack(_ id: String, _ size: String, instances: Int) -> Panel {
      let plan = synthetic(instances: instances)
      return Panel(
        id: id, title: "Attack on the two-stage learner, synthetic data, \(size)",
        domain: SyntheticDomain(instances: instances), attack: plan.attack,
        attacked: plan.twoStage, plan: plan, budgetsArePrices: false)
    }
    return [
      twoStageAttack("5a", "small", instances: syntheticSizes.small),
      twoStageAttack("5b", "large", instances: syntheticSizes.large),
      Panel(
        id: "8a", title: "Attack on the two-stage learner, portfolio",
        domain: portfolioDomain, attack: portfolio.attack, attacked: portfolio.twoStage,
        plan: portfolio, budgetsArePrices: true),
    ]
  }

  /// The numbers of the figures, once each.
  public var figures: [String] {
    panels.reduce(into: []) { if $0.last != $1.figure { $0.append($1.figure) } }
  }
}
