/// Positions of horizontal values between the left edge (0) and the right edge (1) of the data.
struct HorizontalScale {
  let ticks: [Tick]
  private let kind: HorizontalAxis.Scale
  private let range: ClosedRange<Double>

  init(_ plot: Plot) {
    kind = plot.horizontal.scale
    let values = plot.series.flatMap { $0.points.map(\.x) } + plot.horizontal.ticks.map(\.value)
    let (lower, upper) = (values.min() ?? 0, values.max() ?? 1)
    range = lower...upper
    if plot.horizontal.ticks.isEmpty {
      let slack = (upper - lower) * 1e-9
      ticks = TickScale(covering: lower...upper).ticks.filter {
        lower - slack <= $0.value && $0.value <= upper + slack
      }
    } else {
      ticks = plot.horizontal.ticks
    }
  }

  /// The position of a value; the middle if there is only one.
  func position(of value: Double) -> Double {
    switch kind {
    case .linear:
      let extent = range.upperBound - range.lowerBound
      return extent > 0 ? (value - range.lowerBound) / extent : 0.5
    case .even:
      guard ticks.count > 1, let index = ticks.firstIndex(where: { $0.value == value }) else {
        return 0.5
      }
      return Double(index) / Double(ticks.count - 1)
    }
  }

  /// The points in runs that a line joins: on an even axis a missing category ends a run.
  func runs(of points: [Series.Point]) -> [[Series.Point]] {
    guard kind == .even else { return points.isEmpty ? [] : [points] }
    var runs: [[Series.Point]] = []
    var next: Int?
    for point in points {
      let index = ticks.firstIndex { $0.value == point.x }
      if index == nil || index != next { runs.append([]) }
      runs[runs.count - 1].append(point)
      next = index.map { $0 + 1 }
    }
    return runs
  }
}
