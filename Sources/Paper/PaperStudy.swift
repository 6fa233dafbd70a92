public import Data
public import Experiments
public import Reproducibility

/// Everything that was run for a grid, laid out by panel: what a report is made from.
public struct PaperStudy: Sendable {
  /// The preset and its calibration.
  public var grid: Grid
  /// The panels that were run, in the order of the paper.
  public var panels: [PanelRecords]
  /// The table of adversaries; empty if it was not run.
  public var adversaries: [PanelRecords]
  /// The comparison of learners on clean data; empty if it was not run.
  public var comparisons: [ComparisonRecords]
  /// The files that domains read.
  public var sources: Sources
  /// What an attack iteration costs against each learner, measured apart; the default is none.
  public var costs: [IterationCost] = []
  /// The file that they were measured into; the default is nil: there is none.
  public var costFile: CostFile?
  /// All that the file holds, for the page about performance; the default is nil.
  public var growth: GrowthStudy?

  /// The file with measured costs, which a site names as one of its inputs.
  public struct CostFile: Sendable, Equatable {
    /// The digest of its bytes, the processor that was measured, the instructions used and the day.
    public var digest: Digest, machine: String, instructions: String, day: String

    /// What is said of a file.
    public init(digest: Digest, machine: String, instructions: String, day: String) {
      (self.digest, self.machine) = (digest, machine)
      (self.instructions, self.day) = (instructions, day)
    }
  }

  /// What it took to make its records; nil where nobody looked.
  ///
  /// The default is nil.
  public var expense: StudyExpense?

  /// How much of it is known while it is being run; nil for a whole study.
  public var progress: StudyProgress?
  /// The same of every panel, by its id.
  public var panelProgress: [String: StudyProgress] = [:]

  /// The preset.
  public var preset: Preset { grid.preset }

  /// The kinds of source files that the domains of the panels read, in their order.
  public var sourceKinds: [SourceKind] {
    Set(panels.flatMap { $0.panel.domain.sources }).sorted()
  }

  /// A study of the given parts.
  public init(
    grid: Grid, panels: [PanelRecords], adversaries: [PanelRecords] = [],
    comparisons: [ComparisonRecords] = [], sources: Sources, costs: [IterationCost] = []
  ) {
    (self.grid, self.panels, self.sources) = (grid, panels, sources)
    (self.adversaries, self.comparisons, self.costs) = (adversaries, comparisons, costs)
  }

  /// The records of a selection, each looked up by its key.
  public init(_ selection: Selection, _ study: [Digest: Record]) {
    self.init(
      grid: selection.grid, panels: selection.panels.map { $0.records(in: study) },
      adversaries: selection.adversaries.map { $0.records(in: study) },
      comparisons: selection.comparisons.map { comparison, keys in
        ComparisonRecords(comparison: comparison, clean: keys.compactMap { study[$0] })
      }, sources: selection.sources)
  }

  /// All records, each once, in order of first use.
  public var records: [Record] {
    ((panels + adversaries).flatMap(\.all) + comparisons.flatMap(\.clean)).uniqued(by: \.key)
  }
}
