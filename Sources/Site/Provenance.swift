import Domains
import Experiments
import Reproducibility

/// Where the numbers of a panel come from: records, poisons, data sets and source files.
struct Provenance {
  /// A record and the files that it refers to.
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

  /// A data set, one a seed.
  struct DatasetRow {
    let seed: String
    let path: String
    let digest: String
  }

  /// One set of options that records share, as canonical JSON.
  struct Options {
    let number: Int
    let what: String
    let json: String
  }

  let summary: String
  let records: [RecordRow]
  let datasets: [DatasetRow]
  let options: [Options]

  /// - Parameters:
  ///   - results: the panel.
  ///   - sources: the source files, which are part of a data set's key.
  /// - Throws: what the encoding of options throws.
  init(_ results: PanelResults, sources: SourceData) throws {
    var options: [Options] = []
    var rows: [RecordRow] = []
    for record in results.records.clean + results.records.treated.map(\.record) {
      let budget = results.label(ofBudget: record.budget)
      let number: Int
      if let known = options.first(where: { $0.json == record.options }) {
        number = known.number
      } else {
        number = options.count + 1
        let what = Provenance.what(record)
        options.append(
          Options(
            number: number, what: record.budget > 0 ? "\(what), B = \(budget)" : what,
            json: record.options))
      }
      rows.append(
        RecordRow(
          what: Provenance.what(record), seed: "\(record.seed)", budget: budget,
          key: String("\(record.key)".prefix(12)), path: "data/poisons/\(record.key).h5",
          content: record.contentDigest.map { "\($0)" } ?? "not stored",
          dataset: String("\(record.dataset)".prefix(12)), options: number))
    }
    (records, self.options) = (rows, options)
    let laboratory = Laboratory(sources: sources)
    datasets = try zip(
      results.panel.cleanExperiments(seeds: results.seeds), results.records.clean
    ).map { experiment, record in
      DatasetRow(
        seed: "\(record.seed)",
        path: try RecordStore.datasetPath(of: experiment, in: laboratory),
        digest: "\(record.dataset)")
    }
    summary =
      "\(Wording.counted(rows.count, "record")) with \(Wording.counted(options.count, "set")) of options"
  }

  private static func what(_ record: Record) -> String {
    guard record.attack != "none" else { return "clean" }
    return record.learner.isEmpty ? record.attack : "\(record.attack) on \(record.learner)"
  }
}

/// A source file as pages list it.
struct SourceRow {
  let name: String
  let bytes: String
  let digest: String
  let layout: String
  let rows: String
  let tickers: String
  let days: String
  let blankPrices: String
  let missingDays: String

  init(_ source: PriceSource) {
    name = source.name
    bytes = Wording.grouped(source.bytes)
    digest = "\(source.digest)"
    layout = source.layout.rawValue
    rows = Wording.grouped(source.rows)
    let shown = source.tickers.prefix(4).joined(separator: " ")
    tickers = source.tickers.count > 4 ? "\(source.tickers.count): \(shown) …" : shown
    days = "\(source.firstDay) to \(source.lastDay)"
    blankPrices = Wording.grouped(source.blankPriceRows)
    missingDays = Wording.grouped(source.missingDays)
  }

  /// The source files of a study.
  static func all(_ sources: SourceData) -> [SourceRow] {
    sources.prices?.sources.map(SourceRow.init) ?? []
  }
}
