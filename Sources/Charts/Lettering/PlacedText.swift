struct PlacedText {
  enum Purpose: Hashable {
    case title, plotTitle, axisTitle, horizontalTick, verticalTick, level, seriesName, note
  }

  enum Anchor { case start, middle, end }

  let line: Lettering
  let baseline: Point
  let purpose: Purpose
  /// The number of the plot that the text belongs to.
  let plot: Int?

  /// Places the line's start, middle or end at the given point of the baseline.
  init(
    _ line: Lettering, _ anchor: Anchor = .start, at point: Point, _ purpose: Purpose,
    plot: Int? = nil
  ) {
    let shift: Double =
      switch anchor {
      case .start: 0
      case .middle: line.width / 2
      case .end: line.width
      }
    (self.line, self.purpose, self.plot) = (line, purpose, plot)
    // In the middle of a pixel row, where the feet of the letters are crisp.
    baseline = Point(point.x - shift, (point.y - 0.5).rounded() + 0.5)
  }

  var ink: Ink {
    switch purpose {
    case .title: line.style == .title ? .text : .muted
    case .plotTitle, .seriesName: .text
    case .axisTitle, .horizontalTick, .verticalTick, .level, .note: .muted
    }
  }

  /// The rectangle that the text takes, ascenders and descenders included.
  var box: Rectangle {
    Rectangle(
      left: baseline.x, top: baseline.y - line.style.ascent, width: line.width,
      height: line.style.ascent + line.style.descent)
  }
}

extension TextStyle {
  static let title = TextStyle(size: 16, weight: .strong)
  static let subtitle = TextStyle(size: 13)
  static let plotTitle = TextStyle(size: 13.5, weight: .strong)
  static let label = TextStyle(size: 12.5)
  static let note = TextStyle(size: 12)
}
