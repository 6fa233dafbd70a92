import Data
import Domains
import Experiments
import Paper
import Reproducibility

/// Where the numbers of a panel come from: records, poisons, data sets and source files.
struct Provenance {
  /// What its identifiers on the page end with.
  let id: String
  /// Of what, at the beginning of captions.
  let label: String
  let summary: String
  let records: [Table.Row], datasets: [Table.Row]
  /// Each set of options that records share, as canonical JSON.
  let options: [(number: Int, what: String, json: String)]

  init(_ results: PanelValues, sources: Sources) throws {
    try self.init(
      results.records.all,
      clean: results.seeds.compactMap { seed in
        results.records.cleanRecord(seed: seed)
          .map { (results.panel.cleanExperiment(seed: seed), $0) }
      },
      sources: sources, id: results.panel.id, label: "Panel \(results.panel.id)",
      unit: results.panel.domain.budgetUnit)
  }

  /// Of any records, in the order of the page, with the untreated experiments that name their data
  /// sets, and the unit of budgets.
  init(
    _ records: [Record], clean: [(Experiment, Record)], sources: Sources,
    id: String, label: String, unit: BudgetUnit
  ) throws {
    (self.id, self.label) = (id, label)
    var options: [(number: Int, what: String, json: String)] = []
    var numbers: [String: Int] = [:]
    var rows: [Table.Row] = []
    for record in records {
      let budget = unit.label(of: record.budget)
      let number = numbers[record.options] ?? options.count + 1
      if numbers[record.options] == nil {
        numbers[record.options] = number
        let what = Provenance.what(record)
        options.append(
          (number, record.attack == nil ? what : "\(what), B = \(budget)", record.options))
      }
      var option = Table.Cell("\(number)")
      option.link = "#options-\(id)-\(number)"
      let codes = [
        "\("\(record.key)".prefix(12))…", "\("\(record.dataset)".prefix(12))…",
        RecordStore.path(of: record.key), record.contentDigest.map { "\($0)" } ?? "not stored",
      ]
      rows.append(
        Table.Row(
          label: Provenance.what(record),
          cells: [Table.Cell(budget), Table.Cell("\(record.seed)"), option]
            + codes.map { Table.Cell(code: $0) }))
    }
    (self.records, self.options) = (rows, options)
    datasets = try clean.uniqued { $0.1.dataset }.map { experiment, record in
      Table.Row(
        label: "\(record.seed)",
        cells: [try RecordStore.datasetPath(of: experiment, in: sources), "\(record.dataset)"]
          .map { Table.Cell(code: $0) })
    }
    summary =
      "\(English.counted(rows.count, "record")) with \(English.counted(options.count, "set")) of "
      + "options"
  }

  private static func what(_ record: Record) -> String {
    guard let attack = record.attack else { return "clean" }
    return record.learner.map { "\(attack) on \($0)" } ?? attack.text
  }
}

extension Table.Row {
  /// A file with its size and its digest.
  init(_ name: String, bytes: Int, _ digest: Digest) {
    self.init(
      label: name, cells: [Table.Cell(NumberFormat.grouped(bytes)), Table.Cell(code: "\(digest)")])
  }

  init(_ file: SourceFile) { self.init(file.name, bytes: file.bytes, file.digest) }
}
