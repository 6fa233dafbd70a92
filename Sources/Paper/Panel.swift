public import Attacks
public import Domains
public import Experiments
public import Learning

/// One panel of a figure: a domain and an attack, with everyone it is evaluated on.
///
/// ```swift
/// let panel = Panel(
///   id: "1a", title: "Uniform steps on the two-stage learner, battery", domain: domain,
///   attack: attack, attacked: plan.twoStage, plan: plan)
/// ```
public struct Panel: Sendable {
  /// Something that is done to the data in a panel: the attack, a variant of it, or a control.
  public struct Series: Sendable {
    /// A name that is unique in the panel: that of the component, with a suffix for variants, such
    /// as "meta-gradient-sign".
    public var name: String
    /// What sets it apart, in a few words.
    public var title: String
    /// What is done, and at which budgets.
    public var treatment: Experiment.Treatment, budgets: [Double]
    /// Which of several attacks of the same kind it is; the default is 0.
    public var repetition = 0
    /// The share of the rows that may be touched; the default is nil: all.
    public var share: Budget.Share?
    /// Whether the attack goes on, budget by budget, from the poison of the smaller one; the
    /// default is false.
    public var continues = false
    /// The defence of its victims that the attacker knows; the default is nil.
    public var knownDefence: (any Defence)?
    /// How its victims differ from the learners that attacks are made for; the default is
    /// `.deployed`.
    public var victims = VictimVariant.deployed

    /// Whether it is a control.
    public var isControl: Bool { treatment.isControl }

    /// The attack; nil for a control.
    public var attack: (any Attack)? {
      if case .attack(let attack, _) = treatment { attack } else { nil }
    }
  }

  /// A quantity that the panels of one chart differ in.
  public struct Variation: Sendable {
    /// What is varied, as an axis calls it, and in running text, in the plural: "constraints".
    public var label, noun: String
    /// Its value in this panel.
    public var value: Int

    /// A value of a quantity.
    public init(label: String, noun: String, value: Int) {
      (self.label, self.noun, self.value) = (label, noun, value)
    }
  }

  /// Where the record of a cell is looked up; no series is that of untreated data.
  struct Cell: Hashable, Sendable {
    var seed: UInt64, series: String?, budget: Double
  }

  /// What a budget, which is one number on an axis, is spent on.
  public enum Spending: Sendable {
    /// The source data.
    case features
    /// The training labels.
    case labels
    /// Both alike.
    case both

    /// The budget of that size.
    public func callAsFunction(_ amount: Double) -> Budget {
      switch self {
      case .features: Budget(features: amount)
      case .labels: Budget(features: 0, labels: amount)
      case .both: Budget(features: amount, labels: amount)
      }
    }
  }

  /// The number as in the paper: "5a"; Figure 6 has one panel per number of constraints: "6-3".
  ///
  /// An adversary of the table beside the figures has a name: "labels".
  public var id: String
  /// What it shows, in a few words.
  public var title: String
  /// The domain, the attack, and whom that is made for.
  public var domain: any Domain, attack: any Attack, attacked: any Learner
  /// Learners, budgets, seeds and the rest.
  public var plan: Plan
  /// What spends the same budgets by chance; the default is uniform noise and random signs.
  public var controls = Plan.controls
  /// What a budget of the panel is spent on; the default is `.features`.
  public var spending = Spending.features
  /// What the adversary may touch and when it stops, in a few words; the default is any instance.
  public var means = "every instance"
  /// What differs from the other panels of the same chart; the default is nil: it has a chart of
  /// its own.
  public var variation: Variation?
  /// Variants of the attack that stand beside it; the default is none.
  public var variants: [Series] = []
  /// What sets its data or learners apart from the paper's panel of the same number, in a few
  /// words; nil where it is that panel.
  public var remark: String?

  /// The figure that the panel belongs to: "5".
  public var figure: String { String(id.prefix { $0.isNumber }) }

  /// The chart that the panel belongs to: "5a", or "6" for "6-3".
  public var chart: String { variation == nil ? id : String(id.prefix { $0 != "-" }) }

  /// Whether the panel is asked for by a name such as "5" or "5a".
  public func answers(to name: String) -> Bool { name == id || name == figure }

  /// All that is done to the data: the attack, the controls, the variants.
  public var series: [Series] {
    let attack = Series(
      name: attack.name, title: attack.phrase, treatment: .attack(attack, on: attacked),
      budgets: plan.budgets)
    let controls = controls.map {
      Series(
        name: $0.name, title: $0.label, treatment: .control($0, draws: plan.draws),
        budgets: plan.budgets)
    }
    return [attack] + controls + variants
  }

  /// Whether a series is one of the variants.
  func isVariant(_ series: Series) -> Bool { variants.contains { $0.name == series.name } }

  /// An untreated cell.
  public func cleanExperiment(seed: UInt64) -> Experiment {
    Experiment(domain: domain, seed: seed, victims: plan.victims, freshWeights: plan.freshWeights)
  }

  /// The cell of a series at a budget.
  public func experiment(_ series: Series, budget: Double, seed: UInt64) -> Experiment {
    var experiment = cleanExperiment(seed: seed)
    (experiment.treatment, experiment.budget) = (series.treatment, spending(budget))
    experiment.budget.share = series.share
    experiment.repetition = series.repetition
    if series.continues {
      experiment.smallerBudgets = series.budgets.filter { $0 < budget }.map { spending($0) }
    }
    experiment.knownDefence = series.knownDefence
    if series.victims != .deployed {
      experiment.victims = plan.victims.map {
        series.victims($0, instances: domain.size.training)
      }
      // The panel's own poison, unless it is made for them or drawn.
      let isOwn = !series.isControl && series.knownDefence == nil
      experiment.poisonVictims = isOwn ? plan.victims : nil
    }
    return experiment
  }

  /// All cells of some seeds with their experiments: for each the untreated one, then by series and
  /// budget.
  func cells(of seeds: [UInt64]) -> [(cell: Cell, experiment: Experiment)] {
    let series = series
    return seeds.flatMap { seed in
      [(Cell(seed: seed, series: nil, budget: 0), cleanExperiment(seed: seed))]
        + series.flatMap { series in
          series.budgets.map { budget in
            (
              Cell(seed: seed, series: series.name, budget: budget),
              experiment(series, budget: budget, seed: seed)
            )
          }
        }
    }
  }
}

extension Panel {
  /// A panel with the usual controls and nothing beside the attack.
  ///
  /// - Parameters:
  ///   - id: the number of its figure and, where that has several panels, a letter: "1a".
  ///   - title: what it shows, in parts between commas: the attack, then the data.
  ///   - domain: where the data come from.
  ///   - attack: what is done to them.
  ///   - attacked: whom the attack is made for, one of the plan's learners.
  ///   - plan: learners, budgets, seeds and the rest.
  public init(
    id: String, title: String, domain: any Domain, attack: any Attack, attacked: any Learner,
    plan: Plan
  ) {
    self.init(
      id: id, title: title, domain: domain, attack: attack, attacked: attacked, plan: plan,
      controls: Plan.controls, variants: [])
  }
}
