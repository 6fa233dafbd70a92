struct PlotLayout {
  let plot: Plot
  let area: Rectangle
  let horizontal: HorizontalScale
  let vertical: VerticalScale
  /// Lines to the names beside the plot.
  var leaders: [SideLabels.Leader] = []

  /// Between the edges of the plot and the outermost points.
  static let inset = 16.0

  func x(_ value: Double) -> Double {
    let (left, width) = (area.left + PlotLayout.inset, area.width - 2 * PlotLayout.inset)
    return left + width * horizontal.position(of: value)
  }

  func y(_ value: Double) -> Double { area.bottom - area.height * vertical.position(of: value) }

  /// The height of a horizontal line, moved to the middle of a pixel row so that it is crisp.
  func crispY(_ value: Double) -> Double { (y(value) - 0.5).rounded() + 0.5 }

  var levels: [Level] { plot.levels.filter { vertical.range.contains($0.value) } }

  /// Series in the order of drawing: light under strong, earlier over later.
  var drawingOrder: [Series] {
    plot.series.reversed().filter { $0.emphasis == .light }
      + plot.series.reversed().filter { $0.emphasis == .strong }
  }

  /// The titles of the axes of the plot with this number, and their numbers where they have any.
  func axisTexts(number: Int, hasNumbers: Bool) throws(ChartError) -> [PlacedText] {
    let style = TextStyle.label
    var texts: [PlacedText] = []
    func place(
      _ line: Lettering, _ anchor: PlacedText.Anchor, _ x: Double, _ y: Double,
      _ purpose: PlacedText.Purpose
    ) {
      texts.append(PlacedText(line, anchor, at: Point(x, y), purpose, plot: number))
    }
    for tick in vertical.ticks where hasNumbers {
      let baseline = crispY(tick.value) + style.capHeight / 2
      place(try Lettering(tick.label, style: style), .end, area.left - 8, baseline, .verticalTick)
    }
    var baseline = area.bottom + 8 + style.capHeight
    for tick in try shownHorizontalTicks() {
      let line = try Lettering(tick.label, style: style)
      place(line, .middle, x(tick.value), baseline, .horizontalTick)
    }
    baseline += style.lineHeight + 4
    for line in try Lettering.lines(plot.horizontal.label, style: style, within: area.width) {
      place(line, .middle, area.left + area.width / 2, baseline, .axisTitle)
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
      var (end, isFree) = (-Double.infinity, true)
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
