import Experiments
import Paper
import Reproducibility

/// Everything that was tried in one domain, as tables.
struct TrialTables {
  /// Rates by lengths, one body per learner.
  let training: Table?
  /// Attacked utilities by step or factor: rows of settings, one body per attack and kind of
  /// trial, one column per learner.
  let attacks: Table?

  init(_ trials: [Calibration.Trial]) {
    training = TrialTables.training(trials.filter { $0.kind == .training })
    attacks = TrialTables.attacks(trials.filter { $0.attack != nil })
  }

  private static func training(_ trials: [Calibration.Trial]) -> Table? {
    guard !trials.isEmpty else { return nil }
    let lengths = Set(trials.compactMap(\.steps)).sorted()
    let bodies = trials.map(\.learner).uniqued().map { learner in
      let own = trials.filter { $0.learner == learner }
      return Table.Body(
        title: "\(English.capitalised(learner.phrase)) learner",
        rows: rows(of: own, columns: lengths) { $0.steps == $1 })
    }
    return Table(columns: lengths.map { "\($0)" }, bodies: bodies)
  }

  private static func attacks(_ trials: [Calibration.Trial]) -> Table? {
    guard !trials.isEmpty else { return nil }
    let learners = trials.map(\.learner).uniqued()
    let kinds: [(Calibration.Trial.Kind, String)] = [
      (.smoothing, "factor of the curvature, half of the iterations"),
      (.step, "step, half of the iterations"), (.final, "step, all iterations, two budgets"),
    ]
    let bodies = AttackMethod.allCases.flatMap { method in
      kinds.compactMap { kind, title -> Table.Body? in
        let own = trials.filter { $0.attack == method && $0.kind == kind }
        guard !own.isEmpty else { return nil }
        return Table.Body(
          title: "\(English.capitalised(method.label)): \(title)",
          rows: rows(of: own, columns: learners) { $0.learner == $1 })
      }
    }
    return Table(
      columns: learners.map { "\(English.capitalised($0.phrase)) learner" }, bodies: bodies)
  }

  /// A row per setting, with a cell per column: the trial of that setting that belongs there.
  private static func rows<Column>(
    of trials: [Calibration.Trial], columns: [Column],
    belongs: (Calibration.Trial, Column) -> Bool
  ) -> [Table.Row] {
    Set(trials.map(\.setting)).sorted().map { setting in
      Table.Row(
        label: NumberFormat.chosen(setting),
        cells: columns.map { column in
          cell(trials.first { $0.setting == setting && belongs($0, column) })
        })
    }
  }

  /// What came of a trial, below it training loss and growth of ‖v_t‖, if it is one of
  /// training.
  private static func cell(_ trial: Calibration.Trial?) -> Table.Cell {
    guard let trial else { return .none }
    let loss = trial.loss.map { "loss \(Wording.short($0, digits: 3))" }
    let growth = trial.growth.map { "growth \(Wording.short($0))" }
    return Table.Cell(
      trial.outcome.map { Wording.short($0, digits: 3) } ?? "failed",
      beneath: [loss, growth, trial.isChosen ? "chosen" : nil].compactMap(\.self),
      isStrong: trial.isChosen)
  }
}
