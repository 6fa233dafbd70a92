import Experiments
import Paper
import Reproducibility

/// Everything that was tried in one domain, as tables.
struct TrialTables {
  struct Cell {
    let outcome: String
    /// The training loss, of trials of training.
    let loss: String?
    let isChosen: Bool

    static let untried = Cell(outcome: "–", loss: nil, isChosen: false)
  }

  struct Row {
    let setting: String
    let cells: [Cell]
  }

  struct Body {
    let learner: String
    let rows: [Row]
  }

  struct Grid {
    let columns: [String]
    let width: Int
    let bodies: [Body]
    let rows: [Row]
  }

  /// Rates by lengths, one body per learner.
  let training: Grid?
  /// Step sizes by learners.
  let steps: Grid?
  /// Shares of the gain by budgets.
  let budgets: Grid?

  init(_ trials: [Calibration.Trial], label: (Double) -> String) {
    training = TrialTables.training(trials.filter { $0.kind == .training })
    steps = TrialTables.bySetting(
      trials.filter { $0.kind == .plainStep }, label: { NumberFormat.chosen($0) },
      outcome: { Wording.short($0, digits: 3) })
    budgets = TrialTables.bySetting(
      trials.filter { $0.kind == .budget }, label: label,
      outcome: { NumberFormat.percent($0) })
  }

  private static func training(_ trials: [Calibration.Trial]) -> Grid? {
    guard !trials.isEmpty else { return nil }
    let lengths = Set(trials.compactMap(\.steps)).sorted()
    let bodies = trials.map(\.learner).uniqued().map { learner in
      let own = trials.filter { $0.learner == learner }
      return Body(
        learner: "\(English.capitalised(learner.phrase)) learner",
        rows: Set(own.map(\.setting)).sorted().map { rate in
          Row(
            setting: NumberFormat.chosen(rate),
            cells: lengths.map { length in
              cell(own.first { $0.setting == rate && $0.steps == length }) {
                Wording.short($0, digits: 3)
              }
            })
        })
    }
    return Grid(
      columns: lengths.map { "\($0)" }, width: lengths.count + 1, bodies: bodies, rows: [])
  }

  private static func bySetting(
    _ trials: [Calibration.Trial], label: (Double) -> String, outcome: (Double) -> String
  ) -> Grid? {
    guard !trials.isEmpty else { return nil }
    let learners = trials.map(\.learner).uniqued()
    return Grid(
      columns: learners.map { "\(English.capitalised($0.phrase)) learner" },
      width: learners.count + 1, bodies: [],
      rows: Set(trials.map(\.setting)).sorted().map { setting in
        Row(
          setting: label(setting),
          cells: learners.map { learner in
            let own = trials.filter { $0.setting == setting && $0.learner == learner }
            return cell(own.first { $0.isChosen } ?? own.first, outcome)
          })
      })
  }

  private static func cell(_ trial: Calibration.Trial?, _ outcome: (Double) -> String) -> Cell {
    trial.map { trial in
      Cell(
        outcome: trial.outcome.map(outcome) ?? "failed",
        loss: trial.loss.map { "loss \(Wording.short($0, digits: 3))" }, isChosen: trial.isChosen)
    } ?? .untried
  }
}
