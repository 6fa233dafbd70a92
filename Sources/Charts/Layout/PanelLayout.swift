/// Where the parts of one panel are on the drawing.
struct PanelLayout {
  let panel: Panel
  let plot: Rectangle
  let horizontal: HorizontalScale
  let vertical: VerticalScale
  /// Lines to the names beside the plot.
  var leaders: [SideLabels.Leader] = []

  /// Between the edges of the plot and the outermost points.
  static let inset = 16.0

  func x(_ value: Double) -> Double {
    let (left, width) = (plot.left + PanelLayout.inset, plot.width - 2 * PanelLayout.inset)
    return left + width * horizontal.position(of: value)
  }

  func y(_ value: Double) -> Double { plot.bottom - plot.height * vertical.position(of: value) }

  /// The height of a horizontal line, moved to the middle of a pixel row so that it is crisp.
  func crispY(_ value: Double) -> Double { (y(value) - 0.5).rounded() + 0.5 }

  /// The levels that lie in the vertical range.
  var levels: [Level] { panel.levels.filter { vertical.range.contains($0.value) } }

  /// Series in the order of drawing: light under strong, earlier over later.
  var drawingOrder: [Series] {
    panel.series.reversed().filter { $0.emphasis == .light }
      + panel.series.reversed().filter { $0.emphasis == .strong }
  }

  /// Numbers and titles of the axes.
  /// - Parameters:
  ///   - number: The panel's number in the chart.
  ///   - hasNumbers: Whether the vertical axis has numbers here.
  /// - Returns: The texts at their places.
  /// - Throws: `ChartError.missingGlyph` when a text can not be set.
  func axisTexts(number: Int, hasNumbers: Bool) throws(ChartError) -> [PlacedText] {
    let style = TextStyle.label
    var texts: [PlacedText] = []
    if hasNumbers {
      for tick in vertical.ticks {
        let baseline = Point(plot.left - 8, crispY(tick.value) + style.capHeight / 2)
        texts.append(
          PlacedText(
            try Lettering(tick.label, style: style), .end, at: baseline, .verticalTick,
            panel: number))
      }
    }
    var baseline = plot.bottom + 8 + style.capHeight
    for tick in try shownHorizontalTicks() {
      texts.append(
        PlacedText(
          try Lettering(tick.label, style: style), .middle, at: Point(x(tick.value), baseline),
          .horizontalTick, panel: number))
    }
    baseline += style.lineHeight + 4
    for line in try Lettering.lines(panel.horizontal.label, style: style, within: plot.width) {
      texts.append(
        PlacedText(
          line, .middle, at: Point(plot.left + plot.width / 2, baseline), .axisTitle,
          panel: number))
      baseline += style.lineHeight
    }
    return texts
  }

  /// Every tick, or every second, third … when their labels would come too near to each other.
  private func shownHorizontalTicks() throws(ChartError) -> [Tick] {
    let ticks = horizontal.ticks
    var stride = 1
    while stride < ticks.count {
      let shown = ticks.indices.filter { $0.isMultiple(of: stride) }.map { ticks[$0] }
      var end = -Double.infinity
      var isFree = true
      for tick in shown {
        let half = try Lettering(tick.label, style: .label).width / 2
        isFree = isFree && x(tick.value) - half >= end
        end = x(tick.value) + half + 8
      }
      if isFree { return shown }
      stride += 1
    }
    return Array(ticks.prefix(1))
  }
}
