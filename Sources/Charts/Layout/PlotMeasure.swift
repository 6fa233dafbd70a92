/// What must be known of a plot before the areas of a chart's plots can be laid out.
struct PlotMeasure {
  let horizontal: HorizontalScale
  let vertical: VerticalScale
  let side: SideLabels
  let hasNumbers: Bool
  let leftMargin, rightMargin: Double
  private let plot: Plot

  init(
    _ plot: Plot, vertical: VerticalScale, hasNumbers: Bool, side: SideLabels
  ) throws(ChartError) {
    (self.plot, self.vertical, self.hasNumbers, self.side) = (plot, vertical, hasNumbers, side)
    horizontal = HorizontalScale(plot)
    var widest = 0.0
    for tick in vertical.ticks where hasNumbers {
      widest = max(widest, try Lettering(tick.label, style: .label).width)
    }
    // Half of an outermost tick's label may stand out over the plot.
    var outermost = 0.0
    for tick in [horizontal.ticks.first, horizontal.ticks.last] {
      guard let tick else { continue }
      let half = try Lettering(tick.label, style: .label).width / 2
      outermost = max(outermost, half - PlotLayout.inset)
    }
    leftMargin = max(hasNumbers ? widest + 9 : 0, outermost).rounded(.up)
    rightMargin = max(side.width > 0 ? side.width + SideLabels.gap : 0, outermost).rounded(.up)
  }

  func header(within width: Double) throws(ChartError) -> PlotHeader {
    PlotHeader(
      title: try Lettering.lines(plot.title, style: .plotTitle, within: width),
      label: hasNumbers
        ? try Lettering.lines(plot.vertical.label, style: .label, within: width) : [])
  }
}

/// The lines above a plot: its title, then what its vertical axis measures.
struct PlotHeader {
  let title, label: [Lettering]

  var titleHeight: Double {
    title.isEmpty ? 0 : Double(title.count) * TextStyle.plotTitle.lineHeight + 3
  }
  var labelHeight: Double { Double(label.count) * TextStyle.label.lineHeight }

  /// Places the lines below a corner; the axis' lines begin below the titles of all plots in a row.
  func placed(at corner: Point, titleHeight: Double, number: Int) -> [PlacedText] {
    func placed(_ lines: [Lettering], from top: Double, _ purpose: PlacedText.Purpose)
      -> [PlacedText]
    {
      var y = top
      return lines.map { line in
        defer { y += line.style.lineHeight }
        let baseline = Point(corner.x, y + line.style.ascent)
        return PlacedText(line, at: baseline, purpose, plot: number)
      }
    }
    return placed(title, from: corner.y, .plotTitle)
      + placed(label, from: corner.y + titleHeight, .axisTitle)
  }
}
