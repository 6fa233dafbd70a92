/// Diagrams are drawn in the inks and letters of charts.
extension Diagram: Drawing {
  /// The diagram as a document.
  public func bytes(as format: DrawingFormat) throws(ChartError) -> [UInt8] {
    let title = try Lettering(self.title, style: .title)
    let subtitle = try Lettering(self.subtitle, style: .subtitle)
    let titleBase = Point(Self.margin, (Self.margin + title.style.ascent).rounded())
    let subtitleBase = titleBase + Point(0, title.style.lineHeight)
    let origin = Point(Self.margin, subtitleBase.y + Self.gap)
    let keyTop = origin.y + self.size.height + Self.gap
    let size = Size(
      width: self.size.width + 2 * Self.margin,
      height: (keyTop + Double(key.count) * Self.keyRow + Self.margin).rounded(.up))
    let caption = Caption(title: self.title, description: description)
    var canvas = try Canvas(size: size, format: format, caption: caption)
    canvas.write(title, at: titleBase, ink: .text)
    canvas.write(subtitle, at: subtitleBase, ink: .muted)
    for box in boxes { try draw(box, from: origin, on: &canvas) }
    for arrow in arrows { draw(arrow.corners.map { origin + $0 }, arrow.flow, on: &canvas) }
    for label in labels {
      let line = try Lettering(label.text, style: .note)
      canvas.write(
        line, at: origin + label.position - Point(line.width / 2, 0),
        ink: label.flow == .values ? .muted : label.flow.ink)
    }
    for (row, entry) in key.enumerated() {
      let y = keyTop + (Double(row) + 0.5) * Self.keyRow
      draw(
        [Point(Self.margin, y), Point(Self.margin + Self.keyLength, y)], entry.flow, on: &canvas)
      let line = try Lettering(entry.meaning, style: .note)
      let baseline = Point(Self.margin + Self.keyLength + 10, y + line.style.capHeight / 2)
      canvas.write(line, at: baseline, ink: .text)
    }
    return try canvas.finish()
  }

  private func draw(
    _ box: Box, from origin: Point, on canvas: inout Canvas
  ) throws(ChartError) {
    let frame = Rectangle(
      left: origin.x + box.frame.left, top: origin.y + box.frame.top, width: box.frame.width,
      height: box.frame.height)
    let outline = Path(frame, radius: box.kind == .objective ? frame.height / 2 : 5)
    if box.kind == .trained { canvas.fill(outline, ink: .blue, opacity: 0.12) }
    let dashes: [Double] = box.kind == .given ? [4, 3] : []
    canvas.stroke(
      outline, with: Stroke(width: box.kind == .trained ? 1.8 : 1.3, dashes: dashes),
      ink: box.kind == .trained ? .blue : .graphite)
    var lines: [Lettering] = []
    for (index, text) in box.lines.enumerated() {
      lines.append(try Lettering(text, style: index == 0 ? .plotTitle : .label))
    }
    let height = lines.dropFirst().reduce(lines[0].style.capHeight) { $0 + $1.style.lineHeight }
    var y = frame.top + (frame.height - height) / 2 + lines[0].style.capHeight
    for (index, line) in lines.enumerated() {
      if index > 0 { y += line.style.lineHeight }
      canvas.write(
        line, at: Point(frame.left + (frame.width - line.width) / 2, y),
        ink: index == 0 ? .text : .muted)
    }
  }

  private func draw(_ corners: [Point], _ flow: Flow, on canvas: inout Canvas) {
    let (end, before) = (corners[corners.count - 1], corners[corners.count - 2])
    let along = (1 / (end - before).length) * (end - before)
    let foot = end - Self.headLength * along
    canvas.stroke(Path(through: corners.dropLast() + [foot]), with: flow.stroke, ink: flow.ink)
    let across = Self.headWidth * Point(-along.y, along.x)
    canvas.fill(Path(through: [end, foot + across, foot - across], closed: true), ink: flow.ink)
  }

  private static let margin = 16.0, gap = 18.0
  private static let keyRow = 19.0, keyLength = 44.0
  private static let headLength = 9.0, headWidth = 4.0
}
