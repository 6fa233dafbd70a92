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
  }

  let settings: [Setting]

  private static let open = "left open by the paper"
  private static let paper = "as in the paper"

  init(_ panel: Experiments.Panel) {
    settings = SettingList.domain(panel) + SettingList.training(panel) + SettingList.attack(panel)
  }

  private static func number(_ x: Double) -> String {
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
    default: []
    }
  }

  private static func dates(_ domain: PortfolioDomain) -> Int {
    domain.trainingDates + domain.gap + domain.targets + domain.dropped + domain.heldOut
  }

  private static func training(_ panel: Experiments.Panel) -> [Setting] {
    panel.plan.victims.map { learner in
      Setting(
        name: "Training, \(type(of: learner).name)",
        value:
          "\(learner.training.steps) steps of rate \(number(learner.training.rate)), full batch",
        origin: open)
    }
  }

  private static func attack(_ panel: Experiments.Panel) -> [Setting] {
    var settings: [Setting] = []
    if let attack = panel.attack as? MetaGradientAttack {
      settings = [
        Setting(
          name: "Attack iterations, restarts", value: "\(attack.iterations), \(attack.rounds)",
          origin: open),
        Setting(
          name: "Attack step", value: step(attack.rule),
          origin: "plain steps as in the paper, size left open"),
        Setting(
          name: "Initial weights of the attack",
          value: attack.initialWeights == .fresh ? "fresh in every iteration" : "one draw, shared",
          origin: "Algorithm 1 draws them in every iteration"),
      ]
    }
    settings.append(
      Setting(
        name: "Victims", value: "\(panel.plan.freshWeights) initial weights that no attack used",
        origin: "the paper does not say whether victims share the attack’s weights"))
    settings.append(
      Setting(
        name: "Draws of each control", value: "\(panel.plan.draws)",
        origin: "the paper has no controls"))
    return settings
  }

  private static func step(_ rule: StepRule) -> String {
    switch rule {
    case .plain(let size): "plain, size \(number(size))"
    case .sign(let fraction): "sign, \(number(fraction))·B"
    case .adam(let fraction): "Adam, \(number(fraction))·B"
    }
  }
}
