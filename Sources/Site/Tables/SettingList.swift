import Attacks
import Domains
import Learning
import Paper
import Reproducibility

/// The settings of a panel: what each is, and whether the paper fixes it.
///
/// Domain and attack list their own; what training and evaluation are chosen by is the panel's
/// plan.
struct SettingList {
  struct Row {
    let name: String
    let value: String
    let origin: String
    /// Whether the page about calibration shows what was tried.
    let isCalibrated: Bool

    init(
      _ setting: Setting, of part: String? = nil, note: String? = nil, isCalibrated: Bool = false
    ) {
      name = part.map { "\($0): \(setting.name)" } ?? setting.name
      value = setting.value
      origin = [setting.origin, note].compactMap(\.self).joined(separator: "; ")
      self.isCalibrated = isCalibrated
    }
  }

  let settings: [Row]

  private static let open = "left open by the paper"

  /// The settings of a panel whose learning rates, lengths and steps come from the given choices.
  init(_ panel: Panel, _ calibration: Calibration) {
    let trials = calibration.domains[panel.domain.id]?.trials ?? []
    func isTried(_ kind: Calibration.Trial.Kind, _ learner: any Learner) -> Bool {
      trials.contains {
        $0.kind == kind && $0.learner == learner.id && $0.isChosen
      }
    }
    let training = panel.plan.victims.map { victim in
      Row(
        Setting(
          "Training, \(victim.learner.phrase)", victim.learner.training.phrase,
          origin: SettingList.open),
        isCalibrated: isTried(.training, victim.learner))
    }
    let isTuned = isTried(.final, panel.attacked)
    let steps = [MetaGradientAttack.stepSetting, MetaPoison.rateSetting]
    let attack = panel.attack.settings.map { setting in
      let isStep = steps.contains(setting.name) && isTuned
      return Row(
        setting, of: "Attack",
        note: isStep && panel.attack is MetaGradientAttack ? panel.plan.plainStepNote : nil,
        isCalibrated: isStep)
    }
    settings =
      panel.domain.settings.map { Row($0) } + training + attack
      + SettingList.evaluation(panel)
  }

  /// The settings of a panel of a study that follows no paper: where a choice comes from is what
  /// components say.
  init(_ panel: Panel) {
    let training = panel.plan.victims.map { victim in
      Row(Setting("Training, \(victim.learner.phrase)", victim.learner.training.phrase))
    }
    settings =
      panel.domain.settings.map { Row($0) } + training
      + panel.attack.settings.map { Row($0, of: "Attack") }
      + SettingList.evaluation(panel).map { Row(Setting($0.name, $0.value)) }
  }

  private static func evaluation(_ panel: Panel) -> [Row] {
    [
      Row(
        Setting(
          "Victims", "\(panel.plan.freshWeights) initial weights that no attack used",
          origin: "the paper does not say whether victims share the attack’s weights")),
      Row(
        Setting(
          "Draws of each control", "\(panel.plan.draws)", origin: "the paper has no controls")),
      Row(
        Setting(
          "Reference budget", panel.domain.budgetUnit.label(of: panel.plan.referenceBudget),
          origin: "ours, fixed in advance")),
    ]
  }
}
