import Attacks
import Domains
import Learning

/// All experiments of a preset: the panels of the paper's figures, and the tables beside them.
public struct Grid: Sendable {
  /// The preset, and where hyperparameters come from.
  public let preset: Preset, calibration: Calibration
  /// Whether every panel has its reference and its largest budget only.
  public let isCoarse: Bool
  /// The panels, in the order of the paper.
  public let panels: [Panel]
  /// Adversaries with other aims and means, on small synthetic data.
  public let adversaries: [Panel]
  /// The variants of the simple joint learner, untreated, on small and large synthetic data.
  public let comparisons: [LearnerComparison]

  /// The grid of a preset, with all its budgets or, if coarse, with the reference and the largest
  /// one of each panel.
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
    if preset == .full { panels += Grid.elsewhere(preset, calibration) }
    panels = panels.map { preset == .full ? $0.withVariants : $0.withSmoothedAttack }
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
    of place: Place, _ data: String, _ domain: any Domain, _ plan: Plan, remark: String? = nil
  ) -> [Panel] {
    func panel(_ id: String, _ what: String, _ attack: any Attack, _ learner: any Learner) -> Panel
    {
      var panel = Panel(
        id: id, title: "\(what), \(data)", domain: domain, attack: attack, attacked: learner,
        plan: plan)
      panel.remark = remark
      return panel
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

  /// A second graph, and portfolios of other learners, other returns and other rows: each at the
  /// reference budget.
  private static func elsewhere(_ preset: Preset, _ calibration: Calibration) -> [Panel] {
    var citeseer = preset.matchingDomain()
    citeseer.graph = .citeseer
    var noPrior = preset.portfolioDomain
    noPrior.prior = 1
    var returns = preset.portfolioDomain
    returns.risk = 0.03
    var tickers = preset.portfolioDomain
    tickers.order = .tickerByTicker
    let portfolio = preset.portfolio(calibration).atReference
    return panels(
      of: .citeseer, "matching, Citeseer", citeseer, preset.matching(calibration).atReference,
      remark: "a second graph, Citeseer")
      + panels(
        of: .noPrior, "portfolio without a prior", noPrior,
        preset.portfolioWithoutPrior(calibration),
        remark: "learners that predict covariances without a prior, κ = 1")
      + panels(
        of: .returns, "portfolio where returns matter", returns, portfolio,
        remark: "risk aversion λ = 0.03, where returns matter")
      + panels(
        of: .tickerByTicker, "portfolio, rows ticker by ticker", tickers, portfolio,
        remark: "rows mixed up ticker by ticker, as a public reference code has them")
  }

  static let pairPanel = "10c"
}

extension Panel {
  fileprivate var figureNumber: Int { Int(figure) ?? 0 }

  /// The place of the panel in its figure: by letter, then the paper's before its variants, or by
  /// the number of constraints.
  fileprivate var order: Int {
    let rest = id.dropFirst(figure.count)
    if let count = Int(rest.drop { !$0.isNumber }) { return count }
    let letter = Int(rest.unicodeScalars.first?.value ?? 0)
    let variant = Place.variants.firstIndex { id.hasSuffix("-\($0)") }
    return 100 * letter + (variant.map { $0 + 1 } ?? 0)
  }
}
