/// Draws one plot: grid, intervals, seeds, levels, means, in this order from back to front.
struct PlotDrawing {
  let layout: PlotLayout

  func draw(on canvas: inout Canvas) {
    drawGrid(on: &canvas)
    drawData(on: &canvas)
    for leader in layout.leaders {
      let line = Path(through: [leader.from, leader.to])
      canvas.stroke(line, with: Stroke(width: 0.8), ink: .axis)
    }
  }

  private func drawGrid(on canvas: inout Canvas) {
    var (grid, axis) = (Path(), Path())
    for tick in layout.vertical.ticks {
      let line = horizontal(at: layout.crispY(tick.value))
      let isAxis = tick.value == 0 && tick.value > layout.vertical.range.lowerBound
      if isAxis { axis.append(line) } else { grid.append(line) }
    }
    let bottom = (layout.area.bottom - 0.5).rounded() + 0.5
    axis.append(horizontal(at: bottom))
    for tick in layout.horizontal.ticks {
      let x = (layout.x(tick.value) - 0.5).rounded() + 0.5
      axis.append(Path(through: [Point(x, bottom), Point(x, bottom + 4)]))
    }
    let stroke = Stroke(width: 1, hasRoundEnds: false)
    canvas.stroke(grid, with: stroke, ink: .grid)
    canvas.stroke(axis, with: stroke, ink: .axis)
  }

  private func horizontal(at y: Double) -> Path {
    Path(through: [Point(layout.area.left, y), Point(layout.area.right, y)])
  }

  private func drawData(on canvas: inout Canvas) {
    let order = layout.drawingOrder
    for series in order { drawIntervals(of: series, on: &canvas) }
    for series in order { drawSeeds(of: series, on: &canvas) }
    let dashed = Stroke(width: 1.1, dashes: [6, 4], hasRoundEnds: false)
    for level in layout.levels {
      canvas.stroke(horizontal(at: layout.crispY(level.value)), with: dashed, ink: .muted)
    }
    for series in order { drawMeans(of: series, on: &canvas) }
  }

  private func drawIntervals(of series: Series, on canvas: inout Canvas) {
    let style = SeriesStyle(series.role, series.emphasis)
    for run in layout.horizontal.runs(of: series.points) {
      guard run.contains(where: { $0.lower < $0.upper }) else { continue }
      let upper = run.map { Point(layout.x($0.x), layout.y($0.upper)) }
      let lower = run.map { Point(layout.x($0.x), layout.y($0.lower)) }
      if run.count > 1 {
        let band = Path(through: upper + lower.reversed(), closed: true)
        canvas.fill(band, ink: style.ink, opacity: style.bandOpacity)
      } else {
        var whisker = Path(through: [upper[0], lower[0]])
        for end in [upper[0], lower[0]] {
          whisker.append(Path(through: [end - Point(3, 0), end + Point(3, 0)]))
        }
        canvas.stroke(whisker, with: Stroke(width: 1.2), ink: style.ink)
      }
    }
  }

  /// All seeds of a series are one path, so that where they cross nothing grows darker.
  private func drawSeeds(of series: Series, on canvas: inout Canvas) {
    let style = SeriesStyle(series.role, series.emphasis)
    var lines = Path()
    for seed in 0..<(series.points.map(\.samples.count).max() ?? 0) {
      let points = series.points.filter { seed < $0.samples.count }
      for run in layout.horizontal.runs(of: points) {
        let places = run.map { Point(layout.x($0.x), layout.y($0.samples[seed])) }
        let dash = [places[0] - Point(7, 0), places[0] + Point(7, 0)]
        lines.append(Path(through: places.count > 1 ? places : dash))
      }
    }
    canvas.stroke(lines, with: Stroke(width: 0.8), ink: style.ink, opacity: style.seedOpacity)
  }

  private func drawMeans(of series: Series, on canvas: inout Canvas) {
    let style = SeriesStyle(series.role, series.emphasis)
    for run in layout.horizontal.runs(of: series.points) {
      let places = run.map { Point(layout.x($0.x), layout.y($0.mean)) }
      let line = PlotDrawing.line(through: places, around: style.marker)
      canvas.stroke(line, with: style.line, ink: style.ink)
    }
    guard series.points.count <= PlotDrawing.mostMarkers else { return }
    let places = series.points.map { Point(layout.x($0.x), layout.y($0.mean)) }
    style.marker.draw(on: &canvas, at: places, ink: style.ink)
  }

  /// A line that leaves the inside of hollow markers free.
  static func line(through places: [Point], around marker: Marker) -> Path {
    guard marker.clearance > 0 else { return Path(through: places) }
    var path = Path()
    for (from, to) in zip(places, places.dropFirst()) {
      let way = to - from
      guard way.length > 2 * marker.clearance else { continue }
      let step = (marker.clearance / way.length) * way
      path.append(Path(through: [from + step, to - step]))
    }
    return path
  }

  /// Series of more points are drawn without markers, which would run together.
  private static let mostMarkers = 40
}
