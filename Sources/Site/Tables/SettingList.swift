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
    let isTuned = isTried(.plainStep, panel.attacked)
    let attack = panel.attack.settings.map { setting in
      let isStep = setting.name == MetaGradientAttack.stepSetting && isTuned
      return Row(
        setting, of: "Attack", note: isStep ? panel.plan.plainStepNote : nil, isCalibrated: isStep)
    }
    settings =
      panel.domain.settings.map { Row($0) } + training + attack
      + SettingList.evaluation(panel, trials)
  }

  private static func evaluation(_ panel: Panel, _ trials: [Calibration.Trial]) -> [Row] {
    var rows = [
      Row(
        Setting(
          "Victims", "\(panel.plan.freshWeights) initial weights that no attack used",
          origin: "the paper does not say whether victims share the attack’s weights")),
      Row(
        Setting(
          "Draws of each control", "\(panel.plan.draws)", origin: "the paper has no controls")),
    ]
    if let budget = panel.plan.referenceBudget {
      rows.append(
        Row(
          Setting(
            "Reference budget B*", panel.domain.budgetUnit.label(of: budget), origin: "ours"),
          isCalibrated: trials.contains { $0.kind == .budget && $0.isChosen }))
    }
    return rows
  }
}
