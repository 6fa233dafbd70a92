import Paper
import Reproducibility

/// The page about what decision layers answer where decisions and derivatives are known.
struct CourtPage {
  let frame: PageFrame
  let isMeasured: Bool
  /// What was found, and of when and where it is.
  let sentences: [String], circumstances: String
  let layers: Table
  let stages: [Section]

  /// A stage: a row for each kind of program, a column for each layer.
  struct Section {
    let id: String, title: String
    let table: Table
  }

  init(_ study: PaperStudy, _ record: CourtRecord?) {
    frame = PageFrame(of: study, page: SiteMap.court)
    let layers = record?.layers ?? []
    isMeasured = !layers.isEmpty
    sentences = CourtSentences(layers: layers).all
    circumstances = CourtPage.circumstances(layers)
    self.layers = CourtPage.summary(layers)
    stages = CourtRecord.Stage.allCases.map { CourtPage.section($0, layers) }
  }

  private static func circumstances(_ layers: [CourtRecord.Layer]) -> String {
    let days = layers.map(\.day).uniqued().sorted()
    let machines = layers.map(\.machine).uniqued().sorted()
    let day = days.count == 1 ? "on \(days[0])" : "\(days.first ?? "–") to \(days.last ?? "–")"
    return "Asked \(day), on \(English.joined(machines))."
  }

  /// A row for each layer: how many of its answers are of which kind.
  private static func summary(_ layers: [CourtRecord.Layer]) -> Table {
    Table(
      columns: ["Decisions", "First derivatives", "Second derivatives", "Promised", "Asked how"],
      bodies: [
        Table.Body(
          rows: layers.map { layer in
            var setting = Table.Cell(words: layer.setting)
            setting.beneath = layer.versions
            return Table.Row(
              label: layer.name,
              cells: CourtRecord.Stage.allCases.map { stage in
                var cell = Table.Cell(words: CourtRecord.counts(layer.answers(stage)))
                cell.isStrong = stage == .second
                return cell
              } + [Table.Cell(words: English.capitalised(layer.promise)), setting])
          })
      ])
  }

  private static func section(
    _ stage: CourtRecord.Stage, _ layers: [CourtRecord.Layer]
  ) -> Section {
    let title =
      switch stage {
      case .decision: "Decisions"
      case .first: "First derivatives"
      case .second: "Second derivatives"
      }
    return Section(
      id: stage.rawValue, title: title,
      table: Table(
        columns: layers.map(\.name),
        bodies: [
          Table.Body(
            rows: CourtKind.allCases.map { kind in
              Table.Row(
                label: kind.label,
                cells: layers.map { cell($0.worst(stage, of: kind)) })
            })
        ]))
  }

  private static func cell(_ answer: CourtRecord.Answer?) -> Table.Cell {
    guard let answer else { return .none }
    var cell = Table.Cell(words: answer.verdict.rawValue)
    cell.isStrong = answer.verdict == .wrong
    cell.beneath = answer.error.map { [Deviation.text($0)] } ?? []
    return cell
  }
}
