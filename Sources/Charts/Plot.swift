/// One coordinate system of a chart, and what is drawn in it.
///
///     let plot = Plot(
///       horizontal: .linear(label: "Budget"), vertical: VerticalAxis(label: "Utility"),
///       series: [
///         Series(
///           label: "Sign steps", role: .attack(0),
///           points: [.init(x: 0, mean: 3.9), .init(x: 0.5, mean: 0.5)])
///       ])
public struct Plot: Sendable, Equatable, Encodable {
  /// What distinguishes this plot from its neighbours; the default is empty.
  public var title: String
  /// The axis along the bottom.
  public var horizontal: HorizontalAxis
  /// The axis along the left.
  public var vertical: VerticalAxis
  /// The measured series; those of strong emphasis are drawn over the light ones.
  public var series: [Series]
  /// Reference values of the vertical axis; the default is none.
  public var levels: [Level]
  /// Whether it is drawn lower than others: it says something more of the plot above it.
  ///
  /// The default is false.
  public var isLow = false

  /// Makes a plot; if its horizontal axis is even, every point of a series must lie on a category.
  public init(
    title: String = "", horizontal: HorizontalAxis, vertical: VerticalAxis, series: [Series],
    levels: [Level] = []
  ) {
    if horizontal.scale == .even {
      let categories = horizontal.ticks.map(\.value)
      for (line, x) in series.flatMap({ line in line.points.map { (line, $0.x) } }) {
        precondition(
          categories.contains(x),
          "x = \(x) of series “\(line.label)” is none of the categories \(categories)")
      }
    }
    (self.title, self.horizontal, self.vertical) = (title, horizontal, vertical)
    (self.series, self.levels) = (series, levels)
  }
}

/// A reference value: a dashed horizontal line with its name at the right edge.
public struct Level: Sendable, Equatable, Encodable {
  /// What the value is, in a few words.
  public var label: String
  /// The value on the vertical axis.
  public var value: Double

  /// Makes a level at a finite value.
  public init(label: String, value: Double) {
    precondition(value.isFinite, "level “\(label)” has the value \(value)")
    (self.label, self.value) = (label, value)
  }
}
