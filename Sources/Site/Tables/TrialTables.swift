import Experiments
import Paper
import Reproducibility

/// Everything that was tried in one domain, as tables.
struct TrialTables {
  /// Rates by lengths, one body per learner.
  let training: Table?
  /// Step sizes by learners.
  let steps: Table?
  /// Shares of the gain by budgets.
  let budgets: Table?

  init(_ trials: [Calibration.Trial], label: (Double) -> String) {
    training = TrialTables.training(trials.filter { $0.kind == .training })
    steps = TrialTables.bySetting(
      trials.filter { $0.kind == .plainStep }, label: { NumberFormat.chosen($0) },
      outcome: { Wording.short($0, digits: 3) })
    budgets = TrialTables.bySetting(
      trials.filter { $0.kind == .budget }, label: label,
      outcome: { NumberFormat.percent($0) })
  }

  private static func training(_ trials: [Calibration.Trial]) -> Table? {
    guard !trials.isEmpty else { return nil }
    let lengths = Set(trials.compactMap(\.steps)).sorted()
    let bodies = trials.map(\.learner).uniqued().map { learner in
      let own = trials.filter { $0.learner == learner }
      let rows = Set(own.map(\.setting)).sorted().map { rate in
        Table.Row(
          label: NumberFormat.chosen(rate),
          cells: lengths.map { length in
            cell(own.first { $0.setting == rate && $0.steps == length }) {
              Wording.short($0, digits: 3)
            }
          })
      }
      return Table.Body(title: "\(English.capitalised(learner.phrase)) learner", rows: rows)
    }
    return Table(columns: lengths.map { "\($0)" }, bodies: bodies)
  }

  private static func bySetting(
    _ trials: [Calibration.Trial], label: (Double) -> String, outcome: (Double) -> String
  ) -> Table? {
    guard !trials.isEmpty else { return nil }
    let learners = trials.map(\.learner).uniqued()
    let rows = Set(trials.map(\.setting)).sorted().map { setting in
      Table.Row(
        label: label(setting),
        cells: learners.map { learner in
          let own = trials.filter { $0.setting == setting && $0.learner == learner }
          return cell(own.first { $0.isChosen } ?? own.first, outcome)
        })
    }
    return Table(
      columns: learners.map { "\(English.capitalised($0.phrase)) learner" },
      bodies: [Table.Body(rows: rows)])
  }

  /// What came of a trial, below it the training loss, if it is one of training.
  private static func cell(
    _ trial: Calibration.Trial?, _ outcome: (Double) -> String
  ) -> Table.Cell {
    guard let trial else { return .none }
    let loss = trial.loss.map { "loss \(Wording.short($0, digits: 3))" }
    return Table.Cell(
      trial.outcome.map(outcome) ?? "failed",
      beneath: [loss, trial.isChosen ? "chosen" : nil].compactMap(\.self),
      isStrong: trial.isChosen)
  }
}
