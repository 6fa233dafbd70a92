import Attacks
import Domains
import Experiments
import Learning
import Reproducibility

/// The settings of a panel: what each is, and whether the paper fixes it.
struct SettingList {
  /// One choice.
  struct Setting {
    let name: String
    let value: String
    let origin: String
    /// Whether the page about calibration shows what was tried.
    var isCalibrated = false
  }

  let settings: [Setting]

  private static let open = "left open by the paper"
  private static let paper = "as in the paper"

  /// The settings of a panel whose learning rates, lengths and steps come from the given choices.
  init(_ panel: Experiments.Panel, _ calibration: Calibration) {
    let trials = calibration.domains[type(of: panel.domain).name]?.trials ?? []
    settings =
      SettingList.domain(panel) + SettingList.training(panel, trials)
      + SettingList.attack(panel, trials) + SettingList.evaluation(panel, trials)
  }

  /// Whether a choice of the given kind was made by trials.
  private static func isTried(
    _ kind: String, _ learner: String, in trials: [Calibration.Trial]
  ) -> Bool {
    trials.contains { $0.kind == kind && $0.learner == learner && $0.isChosen }
  }

  /// A number as it was chosen.
  static func number(_ x: Double) -> String {
    NumberFormat.exact(x).replacing("-", with: "\u{2212}")
  }

  private static func domain(_ panel: Experiments.Panel) -> [Setting] {
    switch panel.domain {
    case let domain as SyntheticDomain:
      [
        Setting(name: "Training instances", value: "\(domain.instances)", origin: paper),
        Setting(
          name: "Targets, held-out instances", value: "\(domain.targets), \(domain.heldOut)",
          origin: open),
        Setting(
          name: "Features, decision variables", value: "\(domain.features), \(domain.variables)",
          origin: open),
        Setting(
          name: "Rows of A (nested)", value: "\(domain.constraints)",
          origin: "varied by the paper in its Figure 6, not named for this one"),
        Setting(
          name: "Bound of the decision", value: "‖x‖∞ ≤ \(number(domain.box))",
          origin: "a bound on ‖x‖ in the paper; norm and size are ours"),
        Setting(
          name: "Noise of the labels (standard deviation)", value: number(domain.noise),
          origin: "“small” in the paper"),
        Setting(
          name: "Hidden units of the predictor", value: "\(domain.hidden), tanh", origin: open),
        Setting(name: "Squared error over outputs", value: domain.errorNorm.rawValue, origin: open),
      ]
    case let domain as PortfolioDomain:
      [
        Setting(
          name: "Stocks", value: "\(domain.stocks)",
          origin: domain.stocks == 50 ? paper : "smaller than the paper's"),
        Setting(
          name: "Dates",
          value:
            "\(dates(domain)): \(domain.trainingDates) training, \(domain.gap) gap, \(domain.targets) targets, \(domain.dropped) dropped, \(domain.heldOut) held out",
          origin: dates(domain) == 500
            ? "number as in the paper, split ours" : "the paper has 500; split ours"),
        Setting(name: "Risk aversion λ", value: number(domain.risk), origin: open),
        Setting(
          name: "Share of the identity in the decision's Q", value: number(domain.ridge),
          origin: open),
        Setting(
          name: "Weight of Q's error in the two-stage loss", value: number(domain.covarianceWeight),
          origin: open),
        Setting(
          name: "Embedding",
          value: "\(domain.dimensions) dimensions, \(domain.hidden) hidden units",
          origin: "dimensions as in the paper"),
        Setting(
          name: "Features of a stock and day", value: "\(PricePipeline.featureNames.count)",
          origin: "kinds as in the paper, windows are ours"),
      ]
    case let domain as MatchingDomain: matching(domain)
    default: []
    }
  }

  private static func matching(_ domain: MatchingDomain) -> [Setting] {
    let test = domain.targets + domain.heldOut
    return [
      Setting(
        name: "Instances, papers on each side", value: "\(domain.instances), \(domain.side)",
        origin: domain.instances == 27 && domain.side == 50 ? paper : "smaller than the paper's"),
      Setting(
        name: "Training instances, targets, held-out instances",
        value: "\(domain.instances - test), \(domain.targets), \(domain.heldOut)", origin: open),
      Setting(
        name: "Sides of an instance",
        value: "chosen such that many edges run between them (exchanges of pairs)", origin: open),
      Setting(name: "Curvature γ of the utility", value: number(domain.curvature), origin: open),
      Setting(
        name: "Network",
        value: domain.network == .embedding
          ? "a paper's words to \(domain.hidden) dimensions, tanh; scores are weighted products"
          : "the words of both papers to \(domain.hidden) hidden units, tanh, one output",
        origin: domain.network == .embedding
          ? "ours; the literature's pair network hardly learns here" : "as in the literature"),
      Setting(
        name: "Temperature of the simple joint learner’s last layer",
        value: number(domain.temperature), origin: open),
    ]
  }

  private static func dates(_ domain: PortfolioDomain) -> Int {
    domain.trainingDates + domain.gap + domain.targets + domain.dropped + domain.heldOut
  }

  private static func training(
    _ panel: Experiments.Panel, _ trials: [Calibration.Trial]
  ) -> [Setting] {
    panel.plan.victims.map { learner in
      let name = type(of: learner).name
      return Setting(
        name: "Training, \(Wording.learner(name))",
        value:
          "\(learner.training.steps) steps of rate \(number(learner.training.rate)), full batch",
        origin: open, isCalibrated: isTried("training", name, in: trials))
    }
  }

  private static func attack(
    _ panel: Experiments.Panel, _ trials: [Calibration.Trial]
  ) -> [Setting] {
    switch panel.attack {
    case let attack as MetaGradientAttack:
      let learner = type(of: panel.attacked).name
      let isLarge = (panel.domain as? SyntheticDomain).map { $0.instances != 250 } ?? false
      return [
        Setting(
          name: "Attack iterations, restarts", value: "\(attack.iterations), \(attack.rounds)",
          origin: open),
        Setting(
          name: "Attack step", value: step(attack.rule),
          origin: "plain steps as in the paper, size left open"
            + (isLarge ? "; the size for 250 instances, times n/250" : ""),
          isCalibrated: isTried("plain-step", learner, in: trials)),
        weights(attack.initialWeights, "Algorithm 1 draws them in every iteration"),
      ]
    case let attack as MetaPoison:
      return [
        Setting(
          name: "Models", value: "\(attack.models) at ages spread evenly over the training",
          origin: "an ensemble at several ages in the paper, number left open"),
        Setting(
          name: "Unrolled steps",
          value:
            "\(attack.unrolledSteps), \(attack.perturbedSteps) of them differentiated by ε; adversary’s loss \(attack.averagesSteps ? "averaged over them" : "after the last")",
          origin: "2 steps in the paper; the rest as in MetaPoison’s public code"),
        Setting(
          name: "Models advance",
          value: "one full-batch step on \(attack.advance == .clean ? "clean" : "poisoned") data"
            + (attack.restarts ? ", from new weights after a whole training" : ""),
          origin: "as in MetaPoison’s public code"),
        Setting(name: "Craft steps", value: "\(attack.craftSteps)", origin: open),
        Setting(
          name: "Adam rate",
          value: "\(number(attack.rate))·B"
            + (attack.decays ? ", divided by 10 after a third and after two thirds" : ""),
          origin: "as in MetaPoison’s public code"),
        weights(attack.initialWeights, open),
      ]
    default: return []
    }
  }

  private static func weights(_ weights: InitialWeights, _ origin: String) -> Setting {
    Setting(
      name: "Initial weights of the attack",
      value: weights == .fresh ? "fresh whenever a model is trained anew" : "one draw, shared",
      origin: origin)
  }

  private static func evaluation(
    _ panel: Experiments.Panel, _ trials: [Calibration.Trial]
  ) -> [Setting] {
    var settings = [
      Setting(
        name: "Victims", value: "\(panel.plan.freshWeights) initial weights that no attack used",
        origin: "the paper does not say whether victims share the attack’s weights"),
      Setting(
        name: "Draws of each control", value: "\(panel.plan.draws)",
        origin: "the paper has no controls"),
    ]
    if let budget = panel.plan.referenceBudget {
      settings.append(
        Setting(
          name: "Reference budget B*",
          value: panel.budgetsArePrices
            ? "\(number((budget * 1e6).rounded() / 1e4))\u{a0}%" : number(budget),
          origin: "ours",
          isCalibrated: trials.contains { $0.kind == "budget" && $0.isChosen }))
    }
    return settings
  }

  /// A step rule in a few words.
  static func step(_ rule: StepRule) -> String {
    switch rule {
    case .plain(let size): "plain steps, size \(number(size))"
    case .sign(let fraction): "sign steps of \(number(fraction))·B"
    case .adam(let fraction): "Adam steps of \(number(fraction))·B"
    }
  }
}
