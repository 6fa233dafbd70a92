public import Attacks
public import Domains
public import Learning

/// One panel of a figure of the paper: a domain and an attack, with everyone it is evaluated on.
public struct Panel: Sendable {
  /// Something that is done to the data in a panel: the attack, a variant of it, or a control.
  public struct Series: Sendable {
    /// A name that is unique in the panel: that of the component, with a suffix for variants ("meta-gradient-sign").
    public var name: String
    /// What is done.
    public var treatment: Experiment.Treatment
    /// At which budgets.
    public var budgets: [Double]
    /// Which of several attacks of the same kind it is.
    public var repetition = 0
    /// How its victims differ from the learners that attacks are made for.
    public var victimKind = VictimKind.usual

    /// A series of the given parts.
    public init(name: String, treatment: Experiment.Treatment, budgets: [Double]) {
      (self.name, self.treatment, self.budgets) = (name, treatment, budgets)
    }
  }

  /// The number as in the paper: "5a"; Figure 6 has one panel for each number of constraints: "6-3".
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
  public var plan: Plan
  /// Whether budgets are percentages of a price.
  public var budgetsArePrices: Bool
  /// Variants of the attack that stand beside it.
  public var variants: [Series] = []

  /// The figure that the panel belongs to: "5".
  public var figure: String { String(id.prefix { $0.isNumber }) }

  /// Whether the panel is asked for by a name such as "5" or "5a".
  public func answers(to name: String) -> Bool { name == id || name == figure }

  /// All that is done to the data: the attack, the controls, the variants.
  public var series: [Series] {
    [
      Series(
        name: type(of: attack).name, treatment: .attack(attack, on: attacked),
        budgets: plan.budgets),
      Series(
        name: UniformNoise.name, treatment: .control(UniformNoise(), draws: plan.draws),
        budgets: plan.budgets),
      Series(
        name: RandomSigns.name, treatment: .control(RandomSigns(), draws: plan.draws),
        budgets: plan.budgets),
    ] + variants
  }

  /// The untreated cells, one a seed.
  public func cleanExperiments(seeds: [UInt64]) -> [Experiment] {
    seeds.map {
      Experiment(
        domain: domain, seed: $0, victims: plan.victims, freshWeights: plan.freshWeights)
    }
  }

  /// A cell with something done to the data.
  public struct Cell: Sendable {
    /// The name of the series.
    public var series: String
    /// The experiment.
    public var experiment: Experiment
  }

  /// The cells with an attack or a control, for every seed, series and budget.
  public func cells(seeds: [UInt64]) -> [Cell] {
    seeds.flatMap { seed in
      series.flatMap { series in
        series.budgets.map { budget in
          var experiment = Experiment(
            domain: domain, seed: seed, treatment: series.treatment,
            budget: Budget(features: budget), victims: plan.victims,
            freshWeights: plan.freshWeights)
          experiment.repetition = series.repetition
          experiment.victimKind = series.victimKind
          return Cell(series: series.name, experiment: experiment)
        }
      }
    }
  }
}
