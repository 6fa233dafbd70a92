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
    let reference: String
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
    let label = { (budget: Double) in domain.budgetUnit.label(of: budget) }
    let setting = English.capitalised(choice.setting)
    return Section(
      id: domain.name, title: English.capitalised(domain.name),
      setting: setting.isEmpty
        ? "The file does not say on what." : setting.hasSuffix(".") ? setting : "\(setting).",
      choices: learners.compactMap { learner in
        choice.learners[learner].map { self.choice(learner, $0, choice.trials) }
      },
      reference: choice.referenceBudget.map { "B* = \(label($0))." }
        ?? """
        No budget of the grid costs a quarter of the gain; where a reference budget is needed, \
        the middle one stands in.
        """,
      isTried: !choice.trials.isEmpty,
      picture: StepChart(domain: domain.id, choice)?.picture,
      trials: TrialTables(choice.trials, label: label),
      trialCount: English.counted(choice.trials.count, "trial"))
  }

  private static func choice(
    _ learner: LearnerID, _ choice: Calibration.LearnerChoice, _ trials: [Calibration.Trial]
  ) -> Table.Row {
    func utility(_ steps: Int) -> Double? {
      trials.first {
        $0.kind == .training && $0.learner == learner && $0.steps == steps
          && $0.setting == choice.rate
      }?.outcome
    }
    let sizes = trials.filter { $0.kind == .plainStep && $0.learner == learner }
      .map(\.setting)
    let edge: String
    if let size = choice.plainStep, let least = sizes.min(), let most = sizes.max() {
      edge =
        size <= least
        ? "smallest tried" : size >= most ? "largest tried" : "inside the range tried"
    } else {
      edge = "–"
    }
    return Table.Row(
      label: "\(English.capitalised(learner.phrase)) learner",
      cells: [
        "\(choice.steps)", NumberFormat.chosen(choice.rate),
        Wording.short(utility(choice.steps), digits: 3),
        Wording.short(utility(4 * choice.steps), digits: 3),
        choice.plainStep.map { NumberFormat.chosen($0) } ?? "–",
      ].map { Table.Cell($0) } + [Table.Cell(words: edge)])
  }
}
