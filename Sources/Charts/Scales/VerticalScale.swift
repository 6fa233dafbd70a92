/// Positions of vertical values between the bottom (0) and the top (1) of the plot.
struct VerticalScale {
  let ticks: [Tick]
  let range: ClosedRange<Double>
  private let kind: VerticalAxis.Scale

  /// Makes the scale of one plot, or the one that several plots share.
  init(_ plots: [Plot]) {
    let kind = plots.first?.vertical.scale ?? .linear
    precondition(
      plots.allSatisfy { $0.vertical.scale == kind }, "plots that share an axis of several kinds")
    self.kind = kind
    let values = plots.flatMap { plot in
      plot.levels.map(\.value)
        + plot.series.flatMap { series in
          series.points.flatMap { [$0.mean, $0.lower, $0.upper] + $0.samples }
        }
    }
    switch kind {
    case .logarithmic:
      let scale = LogarithmicTicks(covering: (values.min() ?? 0.1)...(values.max() ?? 1))
      (range, ticks) = (scale.range, scale.ticks)
    case .linear:
      let (lower, upper) = (values.min() ?? 0, values.max() ?? 1)
      let scale = TickScale(covering: lower...upper)
      let shown = VerticalScale.trimmed(scale, lower, upper)
      (range, ticks) = (shown, scale.ticks.filter { shown.contains($0.value) })
    }
  }

  func position(of value: Double) -> Double {
    switch kind {
    case .linear: (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    case .logarithmic: LogarithmicTicks.position(of: value, in: range)
    }
  }

  /// The range of the ticks without most of an outermost interval that is nearly empty.
  private static func trimmed(
    _ scale: TickScale, _ lower: Double, _ upper: Double
  ) -> ClosedRange<Double> {
    let (first, last) = (scale.range.lowerBound, scale.range.upperBound)
    guard scale.ticks.count > 3, upper - lower > scale.step else { return first...last }
    let margin = 0.05 * (upper - lower)
    let least = 0.4 * scale.step
    let bottom = lower - margin - first > least ? lower - margin : first
    let top = last - upper - margin > least ? upper + margin : last
    return bottom...top
  }
}
