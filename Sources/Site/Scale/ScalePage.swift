import Paper
import Reproducibility

/// The page that extrapolates from one machine to sizes beyond it.
struct ScalePage {
  let frame: PageFrame
  let stocks: Section?, weights: Section?, cells: Section?
  let isMeasured: Bool

  /// A question, with what was computed for it.
  struct Section {
    /// What the table's caption is called, and how much is asked for.
    let id: String, amount: String
    let rows: [Table.Row]
    /// What follows, chosen by the numbers.
    let sentences: [String]
  }

  init(_ study: PaperStudy, _ scale: ScaleStudy?) {
    frame = PageFrame(of: study, page: SiteMap.scale)
    func section(_ question: ScaleForecast.Question) -> Section? {
      let forecasts = scale.map { ScaleForecast.all(question, from: $0) } ?? []
      guard !forecasts.isEmpty else { return nil }
      var sentences = forecasts.map(ScalePage.sentence)
      if question == .cells { sentences += ScalePage.run(of: question.amount, study) }
      return Section(
        id: question.rawValue, amount: NumberFormat.grouped(question.amount),
        rows: forecasts.map(ScalePage.row),
        sentences: sentences)
    }
    (stocks, weights, cells) = (section(.stocks), section(.weights), section(.cells))
    isMeasured = stocks != nil || weights != nil || cells != nil
  }

  private static func name(_ forecast: ScaleForecast) -> String {
    let ladder = forecast.ladder
    guard let learner = ladder.learner else { return English.capitalised(ladder.others) }
    return "\(English.capitalised(learner.phrase)) learner"
      + (ladder.keepsEveryStep ? ", every step kept" : "")
  }

  private static func row(_ forecast: ScaleForecast) -> Table.Row {
    let last = forecast.row.points.last
    return Table.Row(
      label: name(forecast),
      cells: [
        "\(NumberFormat.grouped(last?.value ?? 0)) \(forecast.ladder.size)",
        last.map { ScaleTable.time($0.seconds) } ?? "–",
        last.map { ScaleTable.memory($0.megabytes) } ?? "–",
        NumberFormat.grouped(forecast.value), ScaleTable.time(forecast.seconds),
        ScaleTable.memory(forecast.megabytes),
      ].map { Table.Cell($0) })
  }

  /// What a forecast means for whoever wants that size.
  private static func sentence(_ forecast: ScaleForecast) -> String {
    let memory = ScaleTable.memory(forecast.megabytes)
    let room =
      switch forecast.room {
      case .thisMachine: "\(memory) would fit into the measured machine"
      case .largeMachine: "\(memory) would need a larger machine than the measured one"
      case .none: "\(memory) are more than a machine of one terabyte has"
      }
    let time = ScaleTable.time(forecast.seconds)
    let pace =
      forecast.seconds <= forecast.row.limits.seconds
      ? "\(time) of one core are within the limit of the measurement"
      : "\(time) of one core are too long"
    let reach = NumberFormat.significant(forecast.reach, digits: 2)
    return "\(name(forecast)): \(room), and \(pace); the power law is stretched \(reach)-fold."
  }

  /// What a grid of so many experiments takes, from what this study's took.
  private static func run(of count: Int, _ study: PaperStudy) -> [String] {
    guard let expense = study.expense, !study.records.isEmpty else { return [] }
    let records = study.records
    let bytes = records.compactMap { expense.bytes[$0.key] }.reduce(0, +)
    let share = Double(count) / Double(records.count)
    let disk = ScaleTable.memory(Double(bytes) * share / 1e6)
    var sentences = [
      "Records as large as this study’s \(NumberFormat.grouped(records.count)) would take "
        + "\(disk)."
    ]
    if let run = expense.run {
      let hours = run.minutes * Double(run.jobs) / 60 * share
      sentences.append(
        "Experiments as long as this study’s would take "
          + "\(ScaleTable.time(hours * 3600)) of one core, or a day of "
          + "\(English.counted(Int((hours / 24).rounded(.up)), "core")).")
    }
    return sentences
  }
}
