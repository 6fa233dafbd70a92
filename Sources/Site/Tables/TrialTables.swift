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
        let rows = Set(own.map(\.setting)).sorted().map { setting in
          Table.Row(
            label: NumberFormat.chosen(setting),
            cells: learners.map { learner in
              cell(own.first { $0.setting == setting && $0.learner == learner }) {
                Wording.short($0, digits: 3)
              }
            })
        }
        return Table.Body(title: "\(English.capitalised(method.label)): \(title)", rows: rows)
      }
    }
    return Table(
      columns: learners.map { "\(English.capitalised($0.phrase)) learner" }, bodies: bodies)
  }

  /// What came of a trial, below it training loss and growth of ‖v_t‖, if it is one of training.
  private static func cell(
    _ trial: Calibration.Trial?, _ outcome: (Double) -> String
  ) -> Table.Cell {
    guard let trial else { return .none }
    let loss = trial.loss.map { "loss \(Wording.short($0, digits: 3))" }
    let growth = trial.growth.map { "growth \(Wording.short($0))" }
    return Table.Cell(
      trial.outcome.map(outcome) ?? "failed",
      beneath: [loss, growth, trial.isChosen ? "chosen" : nil].compactMap(\.self),
      isStrong: trial.isChosen)
  }
}
