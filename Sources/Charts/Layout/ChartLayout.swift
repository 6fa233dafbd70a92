struct ChartLayout {
  private(set) var size: Size
  private(set) var texts: [PlacedText] = []
  private(set) var plots: [PlotLayout] = []
  private(set) var legend = LegendLayout()
  private let margin: Double

  init(_ chart: Chart) throws(ChartError) {
    let columns = ChartLayout.columns(of: chart)
    margin = chart.isStacked ? 6 : 16
    size = Size(width: chart.isStacked ? 400 : columns == 1 ? 720 : 960, height: 0)
    let top = chart.isStacked ? margin : try placeTitles(of: chart)
    var y = try placePlots(of: chart, in: columns, from: top)
    let corner = Point(margin, y + 12)
    legend = try LegendLayout(chart.plots.flatMap(\.series), at: corner, within: innerWidth)
    texts += legend.texts
    if legend.height > 0 { y = corner.y + legend.height }
    if let note = chart.note, !chart.isStacked {
      y += 14
      try placeLines(of: note, .note, .note, from: &y)
    }
    size.height = (y + margin).rounded(.up)
  }

  private var innerWidth: Double { size.width - 2 * margin }

  private mutating func placeTitles(of chart: Chart) throws(ChartError) -> Double {
    var y = margin
    try placeLines(of: chart.title, .title, .title, from: &y)
    if let subtitle = chart.subtitle { try placeLines(of: subtitle, .subtitle, .title, from: &y) }
    return texts.isEmpty ? y : y + 10
  }

  /// Places lines over the whole width and moves `y` to their bottom.
  private mutating func placeLines(
    of text: String, _ style: TextStyle, _ purpose: PlacedText.Purpose, from y: inout Double
  ) throws(ChartError) {
    for line in try Lettering.lines(text, style: style, within: innerWidth) {
      let baseline = Point(margin, (y + style.ascent).rounded())
      texts.append(PlacedText(line, at: baseline, purpose))
      y += style.lineHeight
    }
  }

  /// Places all plots row by row; the lowest position taken.
  private mutating func placePlots(
    of chart: Chart, in columns: Int, from top: Double
  ) throws(ChartError) -> Double {
    let measures = try ChartLayout.measures(of: chart, in: columns)
    let height = chart.isStacked ? 190.0 : columns == 1 ? 276 : columns == 2 ? 260 : 236
    let count = measures.count
    func widest(_ column: Int, _ part: (PlotMeasure) -> Double) -> Double {
      stride(from: column, to: count, by: columns).map { part(measures[$0]) }.max() ?? 0
    }
    let lefts = (0..<columns).map { widest($0, \.leftMargin) }
    let rights = (0..<columns).map { widest($0, \.rightMargin) }
    let gaps = ChartLayout.columnGap * Double(columns - 1)
    let areaWidth = ((innerWidth - gaps - (lefts + rights).reduce(0, +)) / Double(columns))
      .rounded(.down)
    var newTexts: [PlacedText] = []
    var newPlots: [PlotLayout] = []
    var y = top
    for start in stride(from: 0, to: count, by: columns) {
      let row = start..<min(start + columns, count)
      var frames: [Double] = [margin]
      for column in 0..<columns {
        frames.append(
          frames[column] + lefts[column] + areaWidth + rights[column] + ChartLayout.columnGap)
      }
      let headers = try row.map { (index) throws(ChartError) in
        try measures[index].header(within: lefts[index - start] + areaWidth)
      }
      let titleHeight = headers.map(\.titleHeight).max() ?? 0
      let headerHeight = titleHeight + (headers.map(\.labelHeight).max() ?? 0)
      let areaTop = (y + headerHeight + ChartLayout.headerGap).rounded()
      var bottom = 0.0
      for (index, header) in zip(row, headers) {
        let left = frames[index - start]
        let area = Rectangle(
          left: (left + lefts[index - start]).rounded(), top: areaTop, width: areaWidth,
          height: chart.plots[index].isLow ? (0.55 * height).rounded() : height)
        var layout = PlotLayout(
          plot: chart.plots[index], area: area, horizontal: measures[index].horizontal,
          vertical: measures[index].vertical)
        let side = measures[index].side.placed(beside: layout, number: index)
        layout.leaders = side.leaders
        newTexts += header.placed(at: Point(left, y), titleHeight: titleHeight, number: index)
        newTexts += side.texts
        newTexts += try layout.axisTexts(number: index, hasNumbers: measures[index].hasNumbers)
        bottom = max(bottom, area.bottom, newTexts.map(\.box.bottom).max() ?? 0)
        newPlots.append(layout)
      }
      y = bottom + (row.upperBound < count ? ChartLayout.rowGap : 0)
    }
    texts += newTexts
    plots = newPlots
    return y
  }

  private static func measures(
    of chart: Chart, in columns: Int
  ) throws(ChartError) -> [PlotMeasure] {
    let sideWidth = columns > 2 || chart.isStacked ? 84.0 : columns == 2 ? 112 : 150
    var measures: [PlotMeasure] = []
    for (index, plot) in chart.plots.enumerated() {
      let shared =
        chart.sharesVerticalAxis
        ? VerticalScale(chart.plots.filter { $0.vertical == plot.vertical }) : nil
      let isFirst = index.isMultiple(of: columns)
      let next = index + 1 < chart.plots.count ? chart.plots[index + 1] : nil
      let isLast = (index + 1).isMultiple(of: columns)
      // A level that goes on into the next plot is named there.
      let isNamedNext = shared != nil && !isLast && next?.levels == plot.levels
      let vertical = shared ?? VerticalScale([plot])
      let levels = plot.levels.filter { vertical.range.contains($0.value) }
      measures.append(
        try PlotMeasure(
          plot, vertical: vertical, hasNumbers: shared == nil || isFirst,
          side: SideLabels(isNamedNext ? [] : levels, within: sideWidth)))
    }
    return measures
  }

  /// How many plots stand side by side.
  static func columns(of chart: Chart) -> Int {
    let count = chart.plots.count
    // Plots that say something more stand below those that they belong to.
    let full = chart.plots.count { !$0.isLow }
    return chart.isStacked ? 1 : count == 2 * full ? full : count == 4 ? 2 : min(count, 3)
  }

  private static let columnGap = 22.0, rowGap = 24.0, headerGap = 10.0
}
