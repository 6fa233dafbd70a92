public import Experiments
public import Foundation
public import Reproducibility

/// What it takes to make the records of a study: room on disk and, where a whole run was measured,
/// time.
public struct StudyExpense: Sendable {
  /// A whole run of a preset from an empty store, as one machine measured it.
  public struct Run: Sendable, Codable, Equatable {
    /// The preset.
    public var preset: Preset
    /// Minutes that it took, the number of jobs at once, and the peak memory in megabytes.
    public var minutes: Double, jobs: Int, peakMegabytes: Double

    /// A run.
    public init(preset: Preset, minutes: Double, jobs: Int, peakMegabytes: Double) {
      (self.preset, self.minutes, self.jobs) = (preset, minutes, jobs)
      self.peakMegabytes = peakMegabytes
    }

    /// Where the file is, below a repository's root.
    public static let path = "data/run-time.json"

    /// What was measured of a preset in a repository; nil where nothing was.
    ///
    /// - Throws: what reading or decoding throws.
    public static func read(_ preset: Preset, root: URL) throws -> Run? {
      let url = root.appending(path: path)
      guard FileManager.default.fileExists(atPath: url.path) else { return nil }
      let runs = try JSONDecoder().decode([Run].self, from: try Data(contentsOf: url))
      return runs.first { $0.preset == preset }
    }

    /// Puts the run into the file, in place of another one of its preset.
    ///
    /// - Throws: what reading, decoding or writing throws.
    public func write(root: URL) throws {
      let url = root.appending(path: Run.path)
      var runs: [Run] = []
      if FileManager.default.fileExists(atPath: url.path) {
        runs = try JSONDecoder().decode([Run].self, from: try Data(contentsOf: url))
      }
      runs = runs.filter { $0.preset != preset } + [self]
      let text = try JSONValue(encoding: runs).canonicalText + "\n"
      try Data(text.utf8).write(to: url, options: .atomic)
    }
  }

  /// The bytes that each record takes on disk.
  public var bytes: [Digest: Int]
  /// The whole run; nil where none was measured.
  public var run: Run?

  /// The expense of so many bytes; the default is no run.
  public init(bytes: [Digest: Int], run: Run? = nil) { (self.bytes, self.run) = (bytes, run) }
}

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
