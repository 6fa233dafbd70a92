import Domains
import Experiments
import Learning
import Paper
import Reproducibility

/// The content of the page about calibration: the rules, what they chose, and all that was tried.
struct CalibrationPage {
  struct Section {
    let id: String
    let title: String
    let setting: String
    let choices: [Table.Row]
    /// The settings of attacks: a row per attack and learner.
    let attacks: [Table.Row]
    let remarks: [String]
    let isTried: Bool
    let picture: Picture?
    let trials: TrialTables
    let trialCount: String
  }

  let frame: PageFrame
  let domains: [Section]

  init(_ study: PaperStudy) {
    frame = PageFrame(of: study, page: SiteMap.calibration)
    domains = StepChart.choices(of: study).map(CalibrationPage.section)
  }

  private static func section(
    _ domain: any Domain, _ choice: Calibration.DomainChoice
  ) -> Section {
    let order = LearnerCatalog.all.map { $0.id }
    let learners =
      order.filter { choice.learners[$0] != nil }
      + choice.learners.keys.filter { !order.contains($0) }.sorted()
    let setting = English.capitalised(choice.setting)
    return Section(
      id: domain.name, title: English.capitalised(domain.name),
      setting: setting.isEmpty
        ? "The file does not say on what." : setting.hasSuffix(".") ? setting : "\(setting).",
      choices: learners.compactMap { learner in
        choice.learners[learner].map { self.choice(learner, $0, choice.trials) }
      },
      attacks: learners.flatMap { learner in
        AttackMethod.allCases.compactMap { method in
          choice.learners[learner]?.attacks[method].map {
            attack(method, on: learner, $0, choice.trials)
          }
        }
      }, remarks: choice.remarks,
      isTried: !choice.trials.isEmpty,
      picture: StepChart(domain: domain.id, choice)?.picture,
      trials: TrialTables(choice.trials),
      trialCount: English.counted(choice.trials.count, "trial"))
  }

  private static func choice(
    _ learner: LearnerID, _ choice: Calibration.LearnerChoice, _ trials: [Calibration.Trial]
  ) -> Table.Row {
    let trial = trials.first {
      $0.kind == .training && $0.learner == learner && $0.steps == choice.steps
        && $0.setting == choice.rate
    }
    return Table.Row(
      label: "\(English.capitalised(learner.phrase)) learner",
      cells: [
        "\(choice.steps)", NumberFormat.chosen(choice.rate),
        Wording.short(trial?.outcome, digits: 3), Wording.short(trial?.growth),
      ].map { Table.Cell($0) })
  }

  private static func attack(
    _ method: AttackMethod, on learner: LearnerID, _ setting: Calibration.AttackSetting,
    _ trials: [Calibration.Trial]
  ) -> Table.Row {
    let own = trials.filter { $0.learner == learner && $0.attack == method }
    let steps = own.filter { $0.kind == .step }.map(\.setting)
    let smoothing = setting.smoothing.map { NumberFormat.chosen($0) }
    let place: String
    if let least = steps.min(), let most = steps.max() {
      place =
        setting.step <= least
        ? "smallest tried" : setting.step >= most ? "largest tried" : "inside the range tried"
    } else {
      place = "not tried: a default"
    }
    return Table.Row(
      label: "\(English.capitalised(method.label)) on \(learner.phrase)",
      cells: [
        NumberFormat.chosen(setting.step), smoothing ?? "–",
        Wording.short(own.first { $0.kind == .final && $0.isChosen }?.outcome, digits: 3),
      ].map { Table.Cell($0) } + [Table.Cell(words: place)])
  }
}
