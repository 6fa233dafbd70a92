/// The names of all series in columns, each behind a sample of its line.
struct LegendLayout {
  struct Key {
    let left: Point
    let style: SeriesStyle
  }

  private(set) var keys: [Key] = []
  private(set) var texts: [PlacedText] = []
  private(set) var height = 0.0

  /// No names.
  init() {}

  /// Places the names below a corner; one that several plots share is written once.
  init(_ series: [Series], at corner: Point, within width: Double) throws(ChartError) {
    var entries: [(line: Lettering, style: SeriesStyle)] = []
    for one in series {
      let style = SeriesStyle(one.role, one.emphasis)
      if entries.contains(where: { $0.line.text == one.label && $0.style == style }) { continue }
      entries.append((try Lettering(one.label, style: .note), style))
    }
    guard !entries.isEmpty else { return }
    let count = entries.count
    func widths(rows: Int) -> [Double] {
      stride(from: 0, to: count, by: rows).map { start in
        LegendLayout.keyWidth
          + (entries[start..<min(start + rows, count)].map(\.line.width).max() ?? 0)
      }
    }
    func fits(_ rows: Int) -> Bool {
      let widths = widths(rows: rows)
      let gaps = Double(widths.count - 1) * LegendLayout.columnGap
      return widths.reduce(gaps, +) <= width
    }
    var rows = (1..<count).first(where: fits) ?? count
    // One row more is well spent if all columns then are of equal height.
    if !count.isMultiple(of: rows), count.isMultiple(of: rows + 1) { rows += 1 }
    let style = TextStyle.note
    let rowHeight = style.lineHeight + 3
    var left = corner.x
    for (column, columnWidth) in widths(rows: rows).enumerated() {
      for row in 0..<min(rows, count - column * rows) {
        let entry = entries[column * rows + row]
        let middle = corner.y + (Double(row) + 0.5) * rowHeight
        keys.append(Key(left: Point(left, middle), style: entry.style))
        let baseline = Point(left + LegendLayout.keyWidth, middle + style.capHeight / 2)
        texts.append(PlacedText(entry.line, at: baseline, .seriesName))
      }
      left += columnWidth + LegendLayout.columnGap
    }
    height = Double(rows) * rowHeight
  }

  /// The length of a sample.
  static let keyLength = 36.0
  private static let keyWidth = keyLength + 8
  private static let columnGap = 24.0
}
