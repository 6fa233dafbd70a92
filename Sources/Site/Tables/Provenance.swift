import Data
import Domains
import Experiments
import Mustache
import Paper
import Reproducibility

/// Where the numbers of a panel come from: records, poisons, data sets and source files.
struct Provenance {
  struct RecordRow {
    let what: String
    let seed: String
    let budget: String
    let key: String
    let path: String
    let content: String
    let dataset: String
    let options: Int
  }

  /// What its identifiers on the page end with.
  let id: String
  /// Of what, at the beginning of captions.
  let label: String
  let summary: String
  let records: [RecordRow]
  let datasets: [(seed: String, path: String, digest: String)]
  /// Each set of options that records share, as canonical JSON.
  let options: [(number: Int, what: String, json: String)]

  /// Of a panel.
  ///
  /// - Parameters:
  ///   - results: the panel.
  ///   - sources: the source files, which are part of a data set's key.
  /// - Throws: what the encoding of options throws.
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

  /// Of any records.
  ///
  /// - Parameters:
  ///   - records: the records, in the order of the page.
  ///   - clean: the untreated experiments with their records: they name the data sets.
  ///   - sources: the source files, which are part of a data set's key.
  ///   - id: what identifiers on the page end with.
  ///   - label: of what these are the records.
  ///   - unit: what budgets are measured in.
  /// - Throws: what the encoding of options throws.
  init(
    _ records: [Record], clean: [(Experiment, Record)], sources: Sources,
    id: String, label: String, unit: BudgetUnit
  ) throws {
    (self.id, self.label) = (id, label)
    var options: [(number: Int, what: String, json: String)] = []
    var numbers: [String: Int] = [:]
    var rows: [RecordRow] = []
    for record in records {
      let budget = unit.label(of: record.budget)
      let number = numbers[record.options] ?? options.count + 1
      if numbers[record.options] == nil {
        numbers[record.options] = number
        let what = Provenance.what(record)
        options.append(
          (number, record.attack == nil ? what : "\(what), B = \(budget)", record.options))
      }
      rows.append(
        RecordRow(
          what: Provenance.what(record), seed: "\(record.seed)", budget: budget,
          key: String("\(record.key)".prefix(12)), path: "data/poisons/\(record.key).h5",
          content: record.contentDigest.map { "\($0)" } ?? "not stored",
          dataset: String("\(record.dataset)".prefix(12)), options: number))
    }
    (self.records, self.options) = (rows, options)
    datasets = try clean.uniqued { $0.1.dataset }.map { experiment, record in
      (
        "\(record.seed)", try RecordStore.datasetPath(of: experiment, in: sources),
        "\(record.dataset)"
      )
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

// Pages list thousands of records: templates find their parts by name without reflection.
extension Provenance.RecordRow: MustacheParent {
  func child(named name: String) -> Any? {
    switch name {
    case "what": what
    case "seed": seed
    case "budget": budget
    case "key": key
    case "path": path
    case "content": content
    case "dataset": dataset
    case "options": options
    default: nil
    }
  }
}

/// A file as pages list it.
struct FileRow {
  let name: String
  let bytes: String
  let digest: String

  init(_ name: String, bytes: Int, _ digest: Digest) {
    (self.name, self.bytes, self.digest) = (name, NumberFormat.grouped(bytes), "\(digest)")
  }

  init(_ file: SourceFile) { self.init(file.name, bytes: file.bytes, file.digest) }
}
