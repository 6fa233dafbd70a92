/// The names of levels, and of series if they are wanted there, in the margin right of a plot.
struct SideLabels {
  /// A name broken into lines.
  private struct Name {
    var lines: [Lettering]
    var value: Double
    var series: Series?
  }

  /// A line from a series' last point, or from the end of a level, to its name.
  struct Leader {
    var from, to: Point
    /// Nil for a level.
    var series: Series?
  }

  private let names: [Name]

  /// Breaks the names into lines of at most `width` pixels; series without points have no place to
  /// be named at.
  init(levels: [Level], series: [Series], within width: Double) throws(ChartError) {
    var names: [Name] = []
    for level in levels {
      let lines = try Lettering.lines(level.label, style: .label, within: width)
      names.append(Name(lines: lines, value: level.value))
    }
    for one in series {
      guard let last = one.points.last else { continue }
      let lines = try Lettering.lines(one.label, style: .label, within: width - SideLabels.keyWidth)
      names.append(Name(lines: lines, value: last.mean, series: one))
    }
    self.names = names
  }

  /// The width that the names take beside the plot.
  var width: Double {
    names.map { name in
      (name.lines.map(\.width).max() ?? 0) + (name.series == nil ? 0 : SideLabels.keyWidth)
    }.max() ?? 0
  }

  /// Places the names beside the plot, no two overlapping.
  /// - Returns: Nil if they do not fit.
  func placed(beside layout: PlotLayout, number: Int) -> (texts: [PlacedText], leaders: [Leader])? {
    let style = TextStyle.label
    let wishes = names.map { name in
      LabelColumn.Wish(
        middle: min(max(layout.y(name.value), layout.area.top), layout.area.bottom),
        height: Double(name.lines.count) * style.lineHeight + SideLabels.leading)
    }
    let bounds = (layout.area.top - 8)...(layout.area.bottom + 8)
    guard let column = LabelColumn(wishes, within: bounds) else { return nil }
    var texts: [PlacedText] = []
    var leaders: [Leader] = []
    for ((name, wish), middle) in zip(zip(names, wishes), column.middles) {
      var left = layout.area.right + SideLabels.gap
      if let series = name.series, let last = series.points.last {
        let end = Point(left + SideLabels.keyWidth / 2 - 3, middle)
        leaders.append(
          Leader(from: Point(layout.x(last.x), layout.y(last.mean)), to: end, series: series))
        left += SideLabels.keyWidth
      } else if abs(middle - wish.middle) > style.lineHeight / 2 {
        let end = Point(layout.area.right, layout.crispY(name.value))
        leaders.append(Leader(from: end, to: Point(left - 2, middle)))
      }
      // The middle of a line is taken half-way up a small letter with ascender.
      var baseline = middle + style.capHeight / 2
      baseline -= Double(name.lines.count - 1) * style.lineHeight / 2
      let purpose = name.series == nil ? PlacedText.Purpose.level : .seriesName
      for line in name.lines {
        texts.append(PlacedText(line, at: Point(left, baseline), purpose, plot: number))
        baseline += style.lineHeight
      }
    }
    return (texts, leaders)
  }

  /// Between two names one above the other.
  private static let leading = 3.0
  /// Between the plot and the names.
  static let gap = 8.0
  /// The width of the marker before a series' name.
  static let keyWidth = 20.0
}
