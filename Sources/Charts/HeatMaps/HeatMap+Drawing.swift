/// Heat maps are drawn in the inks and letters of charts.
extension HeatMap: Drawing {
  /// The ink whose shades tell the size.
  private static let ink = Ink.blue

  /// The map as a document.
  public func bytes(as format: DrawingFormat) throws(ChartError) -> [UInt8] {
    let layout = try HeatMapLayout(self)
    let caption = Caption(title: title, description: description)
    var canvas = try Canvas(size: layout.size, format: format, caption: caption)
    var y = layout.margin
    for (index, line) in layout.titleLines.enumerated() {
      canvas.write(
        line, at: Point(layout.margin, (y + line.style.ascent).rounded()),
        ink: index == 0 ? .text : .muted)
      y += line.style.lineHeight
    }
    for (block, place) in zip(blocks, layout.blocks) {
      try draw(block, place, layout, on: &canvas)
    }
    try drawLegend(layout, on: &canvas)
    return try canvas.finish()
  }

  /// The same for a narrow screen.
  public var narrow: (any Drawing)? {
    var map = self
    map.isNarrow = true
    return map
  }

  private func draw(
    _ block: Block, _ place: HeatMapLayout.Block, _ layout: HeatMapLayout,
    on canvas: inout Canvas
  ) throws(ChartError) {
    canvas.write(
      try Lettering(block.title, style: .plotTitle), at: place.origin + Point(0, 13), ink: .text)
    let width = layout.cellWidth
    for (index, column) in block.columns.enumerated() {
      let isFirst = index == 0 || column.heading != block.columns[index - 1].heading
      let lines = column.heading
      let top = place.origin.y + 22
      if isFirst {
        let count = block.columns[index...].prefix { $0.heading == lines }.count
        let middle = place.columns[index] + width * Double(count) / 2
        for (number, text) in lines.enumerated() {
          try write(text, .note, around: Point(middle, top + 12 + 15 * Double(number)), &canvas)
        }
      }
      try write(
        column.label, .note,
        around: Point(place.columns[index] + width / 2, top + 12 + 15 * Double(lines.count)),
        ink: .muted, &canvas)
    }
    for (index, row) in block.rows.enumerated() {
      if let heading = place.headings[index] {
        canvas.write(
          try Lettering(row.heading, style: .note), at: Point(place.origin.x, heading + 15),
          ink: .muted)
      }
      let middle = place.rows[index] + HeatMapLayout.rowHeight / 2
      let label = try Lettering(row.label, style: .label)
      canvas.write(
        label, at: Point(place.origin.x, middle + label.style.capHeight / 2), ink: .text)
      for (cell, x) in zip(row.cells, place.columns) {
        try draw(cell, at: Point(x, place.rows[index]), width: width, on: &canvas)
      }
    }
  }

  private func draw(
    _ cell: Cell?, at corner: Point, width: Double, on canvas: inout Canvas
  ) throws(ChartError) {
    let middle = corner + Point(width / 2, HeatMapLayout.rowHeight / 2)
    let base = middle + Point(0, TextStyle.label.capHeight / 2)
    guard let cell else {
      try write("–", .label, around: base, ink: .muted, &canvas)
      return
    }
    let box = Rectangle(
      left: corner.x + 1, top: corner.y + 1, width: width - 2, height: HeatMapLayout.rowHeight - 2)
    if cell.opacity > 0 { canvas.fill(Path(box), ink: HeatMap.ink, opacity: cell.opacity) }
    canvas.stroke(Path(box), with: Stroke(width: 0.6), ink: .grid)
    if cell.isFramed {
      let frame = Rectangle(
        left: box.left + 0.5, top: box.top + 0.5, width: box.width - 1, height: box.height - 1)
      canvas.stroke(Path(frame), with: Stroke(width: 1.5), ink: .text)
    }
    try write(cell.text, .label, around: base, &canvas)
  }

  private func write(
    _ text: String, _ style: TextStyle, around base: Point, ink: Ink = .text,
    _ canvas: inout Canvas
  ) throws(ChartError) {
    let line = try Lettering(text, style: style)
    canvas.write(line, at: base - Point(line.width / 2, 0), ink: ink)
  }

  private func drawLegend(_ layout: HeatMapLayout, on canvas: inout Canvas) throws(ChartError) {
    let top = layout.bottom + 18
    var x = layout.margin
    for step in 0...5 {
      let cell = Cell(Double(step) / 5, isFramed: false)
      let box = Rectangle(left: x, top: top, width: 22, height: 14)
      if cell.opacity > 0 { canvas.fill(Path(box), ink: HeatMap.ink, opacity: cell.opacity) }
      canvas.stroke(Path(box), with: Stroke(width: 0.6), ink: .grid)
      let label = step == 0 ? "≤ 0" : step == 5 ? "≥ 1" : "0.\(2 * step)"
      try write(label, .note, around: Point(x + 11, top + 28), ink: .muted, &canvas)
      x += 30
    }
    let frame = Rectangle(left: x + 12, top: top + 0.5, width: 22, height: 13)
    canvas.stroke(Path(frame), with: Stroke(width: 1.5), ink: .text)
    canvas.write(
      try Lettering(framed, style: .note), at: Point(x + 42, top + 11), ink: .text)
    var y = top + 40
    for line in layout.noteLines {
      canvas.write(line, at: Point(layout.margin, y + line.style.ascent), ink: .muted)
      y += line.style.lineHeight
    }
  }
}
