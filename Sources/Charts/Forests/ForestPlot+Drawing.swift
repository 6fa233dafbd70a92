/// Forest plots are drawn in the inks and letters of charts.
extension ForestPlot: Drawing {
  /// The plot as a document.
  public func bytes(as format: DrawingFormat) throws(ChartError) -> [UInt8] {
    let layout = try Layout(self)
    let caption = Caption(title: title, description: description)
    var canvas = try Canvas(size: layout.size, format: format, caption: caption)
    try drawHead(layout, on: &canvas)
    try drawScale(layout, on: &canvas)
    for (index, row) in rows.enumerated() {
      try draw(row, at: index, layout, on: &canvas)
    }
    try drawFoot(layout, on: &canvas)
    return try canvas.finish()
  }

  /// The same with a shorter axis.
  public var narrow: (any Drawing)? {
    guard form == .whole else { return nil }
    var plot = self
    plot.form = .narrow
    return plot
  }

  /// Where everything stands.
  private struct Layout {
    static let gap = 12.0
    let margin: Double, rowHeight: Double, axisWidth: Double
    let limit: Double
    let headings: Double, labels: Double
    let top: Double, bottom: Double
    let size: Size

    init(_ plot: ForestPlot) throws(ChartError) {
      limit = plot.limit
      margin = plot.form == .whole ? 16 : 4
      rowHeight = plot.form == .small ? 13 : 18
      axisWidth = plot.form == .whole ? 420 : plot.form == .narrow ? 150 : 320
      var (headings, labels) = (0.0, 0.0)
      for row in plot.rows {
        headings = max(headings, try Lettering(row.heading, style: .plotTitle).width)
        if plot.form == .small { continue }
        labels = max(labels, try Lettering(row.label, style: .label).width)
      }
      (self.headings, self.labels) = (headings, labels)
      top = plot.form == .whole ? 92 : 26
      bottom = top + Double(plot.rows.count) * rowHeight
      axisLeft = margin + headings + Layout.gap + (labels > 0 ? labels + Layout.gap : 0)
      var width = axisLeft + axisWidth + margin
      if plot.form == .whole {
        let texts = [plot.title, plot.subtitle, plot.note]
        for (text, style) in zip(texts, [TextStyle.title, .subtitle, .note]) {
          width = max(width, try Lettering(text, style: style).width + 2 * margin)
        }
      }
      size = Size(
        width: width.rounded(.up), height: bottom + (plot.form == .whole ? 78 : 54))
    }

    let axisLeft: Double
    var middle: Double { axisLeft + axisWidth / 2 }

    /// The place of a value on the axis, cut off at its ends.
    func x(_ value: Double) -> Double {
      middle + axisWidth / 2 * min(1, max(-1, value / limit))
    }

    func y(_ row: Int) -> Double { top + (Double(row) + 0.5) * rowHeight }
  }

  private func drawHead(_ layout: Layout, on canvas: inout Canvas) throws(ChartError) {
    guard form == .whole else { return }
    canvas.write(
      try Lettering(title, style: .title), at: Point(layout.margin, layout.margin + 13), ink: .text)
    canvas.write(
      try Lettering(subtitle, style: .subtitle), at: Point(layout.margin, layout.margin + 34),
      ink: .muted)
  }

  /// What the sides mean, and lines down the rows.
  private func drawScale(_ layout: Layout, on canvas: inout Canvas) throws(ChartError) {
    let base = layout.top - 10
    let against = try Lettering("← \(form == .whole ? sides.against : "against")", style: .note)
    canvas.write(against, at: Point(layout.middle - Layout.gap - against.width, base), ink: .muted)
    canvas.write(
      try Lettering("\(form == .whole ? sides.pro : "for") →", style: .note),
      at: Point(layout.middle + Layout.gap, base), ink: .muted)
    for value in ticks {
      let x = layout.x(value)
      canvas.stroke(
        Path(through: [Point(x, layout.top), Point(x, layout.bottom)]),
        with: Stroke(width: value == 0 ? 1.4 : 0.8), ink: value == 0 ? .axis : .grid)
    }
  }

  private var ticks: [Double] { [-1, -0.5, 0, 0.5, 1].map { $0 * limit } }

  private func draw(
    _ row: Row, at index: Int, _ layout: Layout, on canvas: inout Canvas
  ) throws(ChartError) {
    let y = layout.y(index)
    let base = y + TextStyle.label.capHeight / 2
    if index == 0 || rows[index - 1].heading != row.heading {
      if index > 0 {
        let line = y - layout.rowHeight / 2
        canvas.stroke(
          Path(through: [
            Point(layout.margin, line), Point(layout.size.width - layout.margin, line),
          ]),
          with: Stroke(width: 0.6), ink: .grid)
      }
      canvas.write(
        try Lettering(row.heading, style: .plotTitle), at: Point(layout.margin, base), ink: .text)
    }
    if form != .small {
      canvas.write(
        try Lettering(row.label, style: .label),
        at: Point(layout.margin + layout.headings + Layout.gap, base), ink: .muted)
    }
    if let bounds = row.bounds {
      let ends = [layout.x(bounds.lowerBound), layout.x(bounds.upperBound)]
      canvas.stroke(
        Path(through: ends.map { Point($0, y) }), with: Stroke(width: 1.6), ink: row.side.ink)
      if bounds.lowerBound < -limit { draw(head: Point(ends[0], y), -1, row.side, on: &canvas) }
      if bounds.upperBound > limit { draw(head: Point(ends[1], y), 1, row.side, on: &canvas) }
    }
    if row.mean.magnitude <= limit {
      row.side.marker.draw(on: &canvas, at: [Point(layout.x(row.mean), y)], ink: row.side.ink)
    }
  }

  /// The head of an interval that goes on beyond the axis.
  private func draw(head tip: Point, _ direction: Double, _ side: Side, on canvas: inout Canvas) {
    let (back, across) = (Point(-7 * direction, 0), Point(0, 3.5))
    canvas.fill(
      Path(through: [tip, tip + back + across, tip + back - across], closed: true), ink: side.ink)
  }

  private func drawFoot(_ layout: Layout, on canvas: inout Canvas) throws(ChartError) {
    let base = layout.bottom + 16
    for value in ticks {
      let label = try Lettering(Self.label(value), style: .note)
      canvas.write(label, at: Point(layout.x(value) - label.width / 2, base), ink: .muted)
    }
    var x = layout.margin
    for side in Side.allCases where rows.contains(where: { $0.side == side }) {
      let y = layout.bottom + 38
      side.marker.draw(on: &canvas, at: [Point(x + 5, y)], ink: side.ink)
      let name = try Lettering(side.meaning, style: .note)
      canvas.write(name, at: Point(x + 15, y + name.style.capHeight / 2), ink: .text)
      x += 15 + name.width + 22
    }
    guard form == .whole else { return }
    canvas.write(
      try Lettering(note, style: .note), at: Point(layout.margin, layout.bottom + 62), ink: .muted)
  }

  private static func label(_ value: Double) -> String {
    let text =
      value.magnitude == value.magnitude.rounded()
      ? "\(Int(value.magnitude))" : "\(value.magnitude)"
    return value < 0 ? "−\(text)" : text
  }
}
