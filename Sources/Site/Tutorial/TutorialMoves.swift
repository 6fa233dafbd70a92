import LinearAlgebra
import Reproducibility

/// Which rows and columns of the tutorial's table a poison moved most.
struct TutorialMoves {
  /// The mean move of each column, the largest first.
  let columns: [(name: String, move: Double)]
  /// The five rows with the largest sum of moves, by their day.
  let rows: [(day: Int, move: Double)]
  /// How many rows were moved at all.
  let touched: Int

  init(_ run: TutorialRun) {
    let ε = run.perturbation
    let sums = (0..<ε.rows).map { row in ε.row(row).reduce(0) { $0 + $1.magnitude } }
    columns = run.problem.signals.enumerated().map { column, name in
      let sum = (0..<ε.rows).reduce(0) { $0 + ε[$1, column].magnitude }
      return (name, sum / Double(ε.rows))
    }.sorted { $0.1 > $1.1 }
    rows = sums.enumerated().map { ($0 + 1, $1) }.sorted { $0.1 > $1.1 }.prefix(5).map { $0 }
    touched = sums.count { $0 > 0 }
  }

  func sentence(of all: Int) -> String {
    let allowed = Int(TutorialRun.fraction * Double(all))
    let rows = "\(touched) of \(all) training rows were touched"
    return touched == allowed ? "\(rows), as many as allowed." : "\(rows); \(allowed) were allowed."
  }

  var columnSentence: String {
    guard let most = columns.first, let least = columns.last, most.move > 0 else {
      return "No column was moved."
    }
    return most.move > 1.25 * least.move
      ? "\(most.name) was moved most and \(least.name) least."
      : "All columns were moved about alike."
  }
}
