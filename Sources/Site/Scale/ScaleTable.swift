import Paper
import Reproducibility

/// The table of how far one machine goes.
struct ScaleTable {
  let rows: [Table.Row]
  /// The limits, the machine and the day; nil where all rows do not agree on them.
  let limits: String?, machine: String?, day: String?

  init(_ study: ScaleStudy) {
    rows = study.rows.compactMap(ScaleTable.row)
    func common(_ texts: [String]) -> String? {
      Set(texts).count == 1 ? texts.first : nil
    }
    limits = common(study.rows.map { ScaleTable.limits($0.limits) })
    machine = common(study.rows.map(\.machine))
    day = common(study.rows.map(\.day))
  }

  private static func row(_ row: ScaleStudy.Row) -> Table.Row? {
    guard let ladder = row.ladder else { return nil }
    let last = row.points.last
    var size = Table.Cell(words: ladder.learner?.phrase ?? "–")
    size.beneath =
      [ladder.domain.lowercased(), ladder.others]
      + (ladder.keepsEveryStep ? ["every step kept"] : [])
    return Table.Row(
      label: English.capitalised(ladder.size),
      cells: [
        size, Table.Cell(range(row)), Table.Cell(Wording.short(last?.seconds)),
        exponent(row.timeExponent),
        Table.Cell(last.map { NumberFormat.grouped(Int($0.megabytes.rounded())) } ?? "–"),
        exponent(row.memoryExponent), Table.Cell(words: end(row)),
      ])
  }

  private static func range(_ row: ScaleStudy.Row) -> String {
    [row.points.first, row.points.last].compactMap(\.self).map {
      NumberFormat.grouped($0.value)
    }.uniqued().joined(separator: " … ")
  }

  private static func exponent(_ value: Double?) -> Table.Cell {
    value.map { Table.Cell(NumberFormat.fixed($0, decimals: 2, typographic: true)) } ?? .none
  }

  /// Where a row ends, and why.
  static func end(_ row: ScaleStudy.Row) -> String {
    switch row.end {
    case nil: "not measured to its end"
    case .asked: "as asked"
    case .time(let next, let seconds):
      "\(NumberFormat.grouped(next)) would take \(time(seconds)) or more"
    case .memory(let next, let megabytes):
      "\(NumberFormat.grouped(next)) would take about \(memory(megabytes))"
    case .failed(let next, let reason): "\(NumberFormat.grouped(next)): \(reason)"
    }
  }

  private static func limits(_ limits: ScaleLimits) -> String {
    "\(time(limits.seconds)) and \(memory(limits.megabytes))"
  }

  /// A time in the unit that suits it, with two digits.
  static func time(_ seconds: Double) -> String {
    let units = [("s", 1.0), ("min", 60), ("h", 3600), ("days", 86_400), ("years", 31_557_600)]
    let unit = units.last { seconds >= 2 * $0.1 } ?? units[0]
    return "\(rounded(seconds / unit.1))\u{a0}\(unit.0)"
  }

  /// An amount of memory in the unit that suits it, with two digits.
  static func memory(_ megabytes: Double) -> String {
    let units = [("MB", 1.0), ("GB", 1e3), ("TB", 1e6), ("PB", 1e9)]
    let unit = units.last { megabytes >= $0.1 } ?? units[0]
    return "\(rounded(megabytes / unit.1))\u{a0}\(unit.0)"
  }

  /// Two digits, and whole numbers from ten on.
  private static func rounded(_ x: Double) -> String {
    x < 9.95
      ? NumberFormat.significant(x, digits: 2, typographic: true)
      : NumberFormat.grouped(Int(Double(NumberFormat.significant(x, digits: 2)) ?? x))
  }
}
