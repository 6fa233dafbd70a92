public import Experiments
public import Foundation
import Reproducibility

extension PaperStudy {
  /// The same with the expense of its records in a store below a repository's root.
  ///
  /// - Throws: what reading `data/run-time.json` throws.
  public func withExpense(in store: RecordStore, root: URL) throws -> PaperStudy {
    var study = self
    let sizes = records.map { ($0.key, store.size(of: $0.key)) }
    study.expense = StudyExpense(
      bytes: Dictionary(sizes) { first, _ in first },
      run: try StudyExpense.Run.read(preset, root: root))
    return study
  }

  /// The relative cost of the experiments behind some panels, each once, as a share of that of
  /// all; and the megabytes of their records, nil where nothing is stored.
  public func expense(of ids: [String]) -> (share: Double, megabytes: Double?) {
    func works(_ panels: [PanelRecords]) -> [Digest: Double] {
      Dictionary(panels.flatMap(\.works)) { first, _ in first }
    }
    let own = works(panels.filter { ids.contains($0.panel.id) })
    let all = works(panels)
    let total = all.values.reduce(0, +)
    let bytes = own.keys.compactMap { expense?.bytes[$0] }.reduce(0, +)
    return (
      total > 0 ? own.values.reduce(0, +) / total : 0, bytes > 0 ? Double(bytes) / 1e6 : nil
    )
  }
}

extension PanelRecords {
  /// The relative cost of every record's experiment, by key.
  fileprivate var works: [(Digest, Double)] {
    panel.cells(of: seeds).compactMap { cell, experiment in
      let found =
        cell.series.map { record(seed: cell.seed, series: $0, budget: cell.budget) }
        ?? cleanRecord(seed: cell.seed)
      return found.map { ($0.key, experiment.cost) }
    }
  }
}
