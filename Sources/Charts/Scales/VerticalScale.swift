/// Positions of vertical values between the bottom (0) and the top (1) of the plot.
struct VerticalScale {
  let ticks: [Tick]
  let range: ClosedRange<Double>
  /// Whether data may lie outside and must be cut off.
  let isBounded: Bool
  private let kind: VerticalAxis.Scale

  /// Makes the scale of one plot, or the one that several plots share.
  init(_ plots: [Plot]) {
    let kind = plots.first?.vertical.scale ?? .linear
    precondition(
      plots.allSatisfy { $0.vertical.scale == kind }, "plots that share an axis of several kinds")
    self.kind = kind
    let bounds = plots.compactMap(\.vertical.bounds)
    if let first = bounds.first {
      range = bounds.dropFirst().reduce(first) {
        min($0.lowerBound, $1.lowerBound)...max($0.upperBound, $1.upperBound)
      }
      let shown = range
      let slack = (shown.upperBound - shown.lowerBound) * 1e-9
      let candidates =
        kind == .linear ? TickScale(covering: shown).ticks : LogarithmicTicks(covering: shown).ticks
      ticks = candidates.filter {
        shown.lowerBound - slack <= $0.value && $0.value <= shown.upperBound + slack
      }
      isBounded = true
    } else {
      let values = plots.flatMap { plot in
        plot.vertical.includes + plot.levels.map(\.value)
          + plot.series.flatMap { series in
            series.points.flatMap { [$0.mean, $0.lower, $0.upper] + $0.samples }
          }
      }
      isBounded = false
      if kind == .logarithmic {
        let scale = LogarithmicTicks(covering: (values.min() ?? 0.1)...(values.max() ?? 1))
        (range, ticks) = (scale.range, scale.ticks)
        return
      }
      let (lower, upper) = (values.min() ?? 0, values.max() ?? 1)
      let scale = TickScale(covering: lower...upper)
      range = VerticalScale.trimmed(scale, lower, upper)
      let shown = range
      ticks = scale.ticks.filter { shown.contains($0.value) }
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
