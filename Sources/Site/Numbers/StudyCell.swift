import Experiments
import Learning
import Paper
import Reproducibility
import Statistics

/// An experiment of a study with the panels that show it: what every row of the published tables
/// begins with.
struct StudyCell: Sendable {
  /// What the record holds.
  let record: Record
  /// The panels that show it by the same name, and that name.
  private(set) var panels: [String]
  let series: String
  /// Whether it is a control, and which of several attacks of its kind it is, from 0.
  let isControl: Bool, repetition: Int
  /// The file that its rows stand in.
  let file: String
  /// The data in a few words, and the number of training instances.
  let data: String, instances: Int
  /// Which unit of the data it is, and what that shares with others.
  let unit: Unit
  /// What the names of the record's victims stand for.
  let victims: [VictimID: (victim: VictimID, variant: VictimVariant)]

  /// Where a unit stands among those that it depends on.
  struct Unit: Sendable {
    /// The window of days and the group of stocks in it, from 1 as on the page about data; nil
    /// where units are not groups.
    var window: Int?, group: Int?
    /// The fold, from 0, and the number of test instances per training instance; nil where units
    /// are not folds.
    var fold: Int?, testShare: Double?
  }

  /// The name of untreated cells, and that of rows of reference decisions.
  static let untreated = "none", reference = "reference"

  /// All cells of a study, each once for each name that panels give it: by panel, untreated ones
  /// first, then by unit, series and budget.
  static func all(_ study: PaperStudy) -> [StudyCell] {
    var cells: [StudyCell] = []
    var places: [String: Int] = [:]
    func add(_ cell: StudyCell) {
      let name = "\(cell.record.key) \(cell.series)"
      if let place = places[name] {
        cells[place].panels += cell.panels
      } else {
        places[name] = cells.count
        cells.append(cell)
      }
    }
    for panel in study.panels + study.adversaries {
      let units = units(of: panel)
      for record in panel.clean {
        add(StudyCell(record, nil, in: panel.panel, unit: units[record.seed] ?? Unit()))
      }
      for treated in panel.treated {
        add(
          StudyCell(
            treated.record, treated.series, in: panel.panel,
            unit: units[treated.record.seed] ?? Unit()))
      }
    }
    for comparison in study.comparisons {
      for record in comparison.clean { add(StudyCell(record, comparison.comparison)) }
    }
    return cells
  }

  private init(_ record: Record, _ series: Panel.Series?, in panel: Panel, unit: Unit) {
    (self.record, self.unit, panels) = (record, unit, [panel.id])
    self.series = series?.name ?? StudyCell.untreated
    isControl = series?.isControl ?? false
    repetition = series?.repetition ?? 0
    file = StudyCell.file(of: panel)
    data = panel.title.split(separator: ", ").dropFirst().filter { $0 != "synthetic data" }
      .joined(separator: ", ")
    instances = panel.domain.size.training
    let variant = series?.victims ?? .deployed
    victims = Dictionary(
      panel.plan.victims.map { (variant.id(of: $0.id), ($0.id, variant)) }
    ) { first, _ in first }
  }

  private init(_ record: Record, _ comparison: LearnerComparison) {
    (self.record, series) = (record, StudyCell.untreated)
    panels = ["regression-\(comparison.size)"]
    (isControl, repetition, unit, victims) = (false, 0, Unit(), [:])
    file = comparison.domain.name
    data = comparison.size
    instances = comparison.domain.size.training
  }

  /// Rows stand in the file of their domain; panels that vary a quantity, which are many, have one
  /// of their own, named after it.
  static func file(of panel: Panel) -> String { panel.variation?.noun ?? panel.domain.name }

  private static func units(of panel: PanelRecords) -> [UInt64: Unit] {
    var units: [UInt64: Unit] = [:]
    switch panel.design {
    case .independent: break
    case .groups(let windows):
      var count: [Int: Int] = [:]
      for (seed, window) in zip(panel.seeds, windows) {
        count[window, default: 0] += 1
        units[seed] = Unit(window: window + 1, group: count[window])
      }
    case .folds(let share):
      for seed in panel.seeds { units[seed] = Unit(fold: Int(seed), testShare: share) }
    }
    return units
  }

  /// What its rows begin with.
  static let columns: [DataColumn<StudyCell>] = [
    DataColumn("domain", "the domain", values: "synthetic, portfolio, matching") {
      $0.record.domain.text
    },
    DataColumn("data", "size, graph or variant of the data", values: "a few words") { $0.data },
    DataColumn(
      "instances", "the number of training instances", unit: "instances", values: "a count"
    ) { DataCell.text($0.instances) },
    DataColumn(
      "panels", "the panels and tables that show the row, by a space between them",
      values: "such as 5a 7a"
    ) { $0.panels.joined(separator: " ") },
    DataColumn(
      "unit", "the unit of inference: the seed of the data, the attack and the victims",
      values: "a whole number"
    ) { "\($0.record.seed)" },
    DataColumn(
      "window",
      "the window of days, where units are groups of stocks; those of a window count by their mean",
      values: "from 1, or empty"
    ) { DataCell.text($0.unit.window) },
    DataColumn("group", "the group of stocks in its window", values: "from 1, or empty") {
      DataCell.text($0.unit.group)
    },
    DataColumn(
      "fold", "the fold of the graph, where units are folds", values: "from 0, or empty"
    ) { DataCell.text($0.unit.fold) },
    DataColumn(
      "test_share",
      "test instances per training instance of a fold: it enlarges the variance of a mean",
      values: "a ratio, or empty"
    ) { DataCell.text($0.unit.testShare) },
    DataColumn(
      "series", "what is done to the data, as the panels call it",
      values: "none, reference (decisions without training), or the name of an attack or control"
    ) { $0.series },
    DataColumn(
      "kind", "what sort of thing that is", values: "none, attack, control"
    ) { $0.record.attack == nil ? untreated : $0.isControl ? "control" : "attack" },
    DataColumn(
      "attacked", "the learner that the attack is made for", values: "a learner, or empty"
    ) { $0.record.learner?.text ?? "" },
    DataColumn(
      "budget", "half-width B of the box that the perturbation of features stays in",
      unit: "features as they are; for portfolios shares of a price",
      values: "0 or more"
    ) { NumberFormat.exact($0.record.budget.features) },
    DataColumn(
      "label_budget", "the same of labels", unit: "multiples of their box", values: "0 or more"
    ) { NumberFormat.exact($0.record.budget.labels) },
    DataColumn(
      "rerun", "which of several attacks of the same kind, each from other starting points",
      values: "from 0"
    ) { DataCell.text($0.repetition) },
  ]

  /// What its rows end with.
  static let recordColumn = DataColumn<StudyCell>(
    "record", "the first 16 digits of the record’s key, which manifest.json lists in full",
    values: "16 hexadecimal digits"
  ) { String($0.record.key.description.prefix(16)) }
}
