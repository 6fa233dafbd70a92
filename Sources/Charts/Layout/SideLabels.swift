/// The names of levels in the margin right of a plot.
struct SideLabels {
  /// A line from the end of a level to its name, where that stands at another height.
  struct Leader {
    let from, to: Point
  }

  /// Every level with its name broken into lines.
  private let names: [(value: Double, lines: [Lettering])]

  /// Breaks the names into lines of at most `width` pixels.
  init(_ levels: [Level], within width: Double) throws(ChartError) {
    names = try levels.map { (level) throws(ChartError) in
      (level.value, try Lettering.lines(level.label, style: .label, within: width))
    }
  }

  /// The width that the names take beside the plot.
  var width: Double { names.flatMap(\.lines).map(\.width).max() ?? 0 }

  /// Places the names beside the plot, no two overlapping.
  ///
  /// - Precondition: they are not too many for the height of the plot.
  func placed(beside layout: PlotLayout, number: Int) -> (texts: [PlacedText], leaders: [Leader]) {
    let style = TextStyle.label
    let wishes = names.map { name in
      LabelColumn.Wish(
        middle: min(max(layout.y(name.value), layout.area.top), layout.area.bottom),
        height: Double(name.lines.count) * style.lineHeight + SideLabels.leading)
    }
    let bounds = (layout.area.top - 8)...(layout.area.bottom + 8)
    guard let column = LabelColumn(wishes, within: bounds) else {
      preconditionFailure("no room to name \(names.count) levels")
    }
    var texts: [PlacedText] = []
    var leaders: [Leader] = []
    let left = layout.area.right + SideLabels.gap
    for ((name, wish), middle) in zip(zip(names, wishes), column.middles) {
      if abs(middle - wish.middle) > style.lineHeight / 2 {
        let end = Point(layout.area.right, layout.crispY(name.value))
        leaders.append(Leader(from: end, to: Point(left - 2, middle)))
      }
      // The middle of a line is taken half-way up a small letter with ascender.
      var baseline = middle + style.capHeight / 2
      baseline -= Double(name.lines.count - 1) * style.lineHeight / 2
      for line in name.lines {
        texts.append(PlacedText(line, at: Point(left, baseline), .level, plot: number))
        baseline += style.lineHeight
      }
    }
    return (texts, leaders)
  }

  /// Between two names one above the other.
  private static let leading = 3.0
  /// Between the plot and the names.
  static let gap = 8.0
}
