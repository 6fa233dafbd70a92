import Paper
import Reproducibility

/// The tables that everything on a site can be computed from again, and the Python that does so for
/// three verdicts.
enum PublishedNumbers {
  /// Where the files are.
  static let ledger = "numbers/ledger.json", traces = "numbers/traces.csv"
  static let script = "recompute.py", scriptPath = "numbers/recompute.py"
  static func evaluations(_ name: String) -> String { "numbers/evaluations-\(name).csv" }

  /// The names of the files that the evaluations of a study are in, in the order of its panels:
  /// domains, and quantities that panels vary.
  static func names(of study: PaperStudy) -> [String] {
    ((study.panels + study.adversaries).map { StudyCell.file(of: $0.panel) }
      + study.comparisons.map { $0.comparison.domain.name }).uniqued()
  }

  /// The evaluations in the file of a name.
  static func evaluations(of study: PaperStudy, _ name: String) -> SiteFile {
    let cells = StudyCell.all(study).filter { $0.file == name }
    return SiteFile(
      path: evaluations(name),
      text: DataColumn.text(of: cells.flatMap(EvaluationRow.all), EvaluationRow.columns))
  }

  /// How the attacks of all domains went.
  static func traces(of study: PaperStudy) -> SiteFile {
    SiteFile(
      path: traces,
      text: DataColumn.text(of: TraceRow.all(StudyCell.all(study)), TraceRow.columns))
  }
}

/// A table of the site as the data dictionary describes it.
struct DataDictionary {
  /// A column.
  struct Column {
    let column, meaning, unit, values: String
  }

  /// What stands before the names of its columns on a page, and what the table is.
  let key, head, text: String
  let columns: [Column]

  /// Those of the published tables.
  static var all: [DataDictionary] {
    [
      DataDictionary(
        "evaluations", "Evaluations: numbers/evaluations-….csv",
        """
        One row per experiment, victim, initial weights and draw; one file per domain and one for \
        the numbers of constraints, since all together would be too large to open comfortably. \
        A row stands in one file alone; “panels” names all panels that show it. Losses pair \
        the same initial weights: utility on clean data minus utility on poisoned data, of \
        rows with the same “unit”, “victim” and “start”.
        """, EvaluationRow.columns),
      DataDictionary(
        "traces", "Traces: numbers/traces.csv",
        """
        One row per attack that was made. Processor times depend on the machine and are in no \
        record; measured ones stand on the page about speed.
        """, TraceRow.columns),
    ]
  }

  private init<Row>(_ key: String, _ head: String, _ text: String, _ columns: [DataColumn<Row>]) {
    (self.key, self.head, self.text) = (key, head, text)
    self.columns = columns.map {
      Column(column: $0.name, meaning: $0.meaning, unit: $0.unit, values: $0.values)
    }
  }
}
