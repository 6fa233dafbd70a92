import Attacks
import Domains
import Learning

/// All experiments of a preset: the panels of the paper's figures, and the tables beside them.
public struct Grid: Sendable {
  /// The preset, and where hyperparameters come from.
  public let preset: Preset, calibration: Calibration
  /// Whether every panel has its middle, its reference and its largest budget only.
  public let isCoarse: Bool
  /// The panels, in the order of the paper.
  public let panels: [Panel]
  /// Adversaries with other aims and means, on small synthetic data.
  public let adversaries: [Panel]
  /// The variants of the simple joint learner, untreated, on small and large synthetic data.
  public let comparisons: [LearnerComparison]

  /// The grid of a preset, with all its budgets or, if coarse, with the middle, the reference and
  /// the largest one of each panel.
  public init(_ preset: Preset, _ calibration: Calibration, isCoarse: Bool = false) {
    (self.preset, self.calibration, self.isCoarse) = (preset, calibration, isCoarse)
    func thinned(_ plan: Plan) -> Plan { isCoarse ? plan.coarse : plan }
    let (small, large) = preset.syntheticSizes
    var panels: [Panel] = []
    for (place, instances) in [(Place.small, small), (Place.large, large)] {
      panels += Grid.panels(
        of: place, "synthetic data, \(place.label)", SyntheticDomain(instances: instances),
        thinned(preset.synthetic(instances: instances, calibration)))
    }
    let plan = thinned(preset.synthetic(instances: small, calibration))
    for count in preset.constraintCounts {
      panels.append(
        Panel(
          id: "6-\(count)",
          title: "Attack on the two-stage learner, \(count) constraints, synthetic data, small",
          domain: SyntheticDomain(instances: small, constraints: count),
          attack: plan.attack(on: plan.twoStage), attacked: plan.twoStage, plan: plan,
          variation: Panel.Variation(
            label: "Number of constraints (rows of A)", noun: "constraints", value: count)))
    }
    panels += Grid.panels(
      of: Place.portfolio, "portfolio", preset.portfolioDomain,
      thinned(preset.portfolio(calibration)))
    panels += Grid.panels(
      of: Place.matching, "matching", preset.matchingDomain(),
      thinned(preset.matching(calibration)))
    let pair = preset.pairMatching(calibration)
    panels.append(
      Panel(
        id: Grid.pairPanel,
        title: "Sign steps on the two-stage learner with a pair network, matching",
        domain: preset.matchingDomain(.pair), attack: pair.signAttack(on: pair.twoStage),
        attacked: pair.twoStage, plan: pair))
    if preset == .full { panels = panels.map(Grid.withVariants) }
    self.panels = panels.sorted { ($0.figureNumber, $0.order) < ($1.figureNumber, $1.order) }
    adversaries = Panel.adversaries(instances: small, plan)
    comparisons = [("small", small), ("large", large)].map { size, instances in
      let plan = thinned(preset.synthetic(instances: instances, calibration))
      let regression: DecisionRegression =
        preset.learner(in: calibration.domain(SyntheticDomain.id))
      return LearnerComparison(
        size: size, domain: SyntheticDomain(instances: instances),
        simpleJoint: Victim(plan.simpleJoint), regression: Victim(regression), seeds: plan.seeds,
        freshWeights: plan.freshWeights)
    }
  }

  /// The numbers of the figures, once each.
  public var figures: [String] {
    panels.reduce(into: []) { if $0.last != $1.figure { $0.append($1.figure) } }
  }

  /// The panels of all three attacks on one kind of data.
  private static func panels(
    of place: Place, _ data: String, _ domain: any Domain, _ plan: Plan
  ) -> [Panel] {
    func panel(_ id: String, _ what: String, _ attack: any Attack, _ learner: any Learner) -> Panel
    {
      Panel(
        id: id, title: "\(what), \(data)", domain: domain, attack: attack, attacked: learner,
        plan: plan)
    }
    let (twoStage, decisionFocused) = (plan.twoStage, plan.decisionFocused)
    return [
      panel(
        place.metaPoison, "MetaPoison on the simple joint learner", plan.metaPoison,
        plan.simpleJoint),
      panel(place.twoStage, "Attack on the two-stage learner", plan.attack(on: twoStage), twoStage),
      panel(
        place.direct, "Attack on the decision-focused learner", plan.attack(on: decisionFocused),
        decisionFocused),
    ]
  }

  private static let pairPanel = "10c"

  /// The iterations of long attacks, and how many random starts of one attack are compared.
  static let longIterations = 160, starts = 4

  /// What the ledger needs besides: sign steps, the strong MetaPoison, and at B* long attacks,
  /// further random starts, attackers who know their victim's weights, and victims that train for
  /// longer or have wider networks.
  private static func withVariants(_ panel: Panel) -> Panel {
    // The pair network's one cell stands alone.
    if panel.id == pairPanel { return panel }
    var panel = panel
    let plan = panel.plan
    let isSynthetic = panel.domain.name == SyntheticDomain.name
    let reference = [plan.statedBudget]
    let few = Array(Set(reference + [plan.budgets[plan.budgets.count - 1]])).sorted()
    func add(
      _ suffix: String, _ attack: any Attack, _ budgets: [Double], _ remark: String = "",
      repetition: Int = 0, victims: VictimVariant = .deployed
    ) {
      panel.variants.append(
        Panel.Series(
          name: attack.name + suffix, title: attack.phrase + remark,
          treatment: .attack(attack, on: panel.attacked), budgets: budgets, repetition: repetition,
          victims: victims))
    }
    // Counts of constraints are compared under one attack: the usual count has the other variants
    // in a panel of its own.
    let isCount = panel.variation != nil
    if !isCount {
      for kind in VictimVariant.allCases where kind != .deployed {
        add(kind.suffix, panel.attack, reference, victims: kind)
      }
    }
    if panel.attack.name == MetaGradientAttack.name {
      var shared = plan.attack(on: panel.attacked)
      add("-sign", plan.signAttack(on: panel.attacked), isSynthetic ? plan.budgets : few)
      if isSynthetic && !isCount {
        var long = shared
        long.iterations = Grid.longIterations
        add("-long", long, reference, ", \(Grid.longIterations) iterations")
      }
      if !isCount {
        for repetition in 1..<Grid.starts {
          let start = repetition + 1
          add(
            "-start-\(start)", shared, reference, ", random start \(start)", repetition: repetition)
        }
      }
      shared.initialWeights = .shared
      add(VictimWeights.suffix, shared, reference)
    } else {
      var shared = plan.metaPoison
      add(PanelValues.strongSuffix, plan.strongMetaPoison, isSynthetic ? plan.budgets : reference)
      shared.initialWeights = .shared
      add(VictimWeights.suffix, shared, reference)
    }
    return panel
  }
}

extension Panel {
  fileprivate var figureNumber: Int { Int(figure) ?? 0 }

  /// The place of the panel in its figure.
  fileprivate var order: Int {
    let rest = id.dropFirst(figure.count)
    return Int(rest.drop { !$0.isNumber }) ?? Int(rest.unicodeScalars.first?.value ?? 0)
  }
}
