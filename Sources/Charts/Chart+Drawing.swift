extension Chart: Drawing {
  /// The chart as a document.
  public func bytes(as format: DrawingFormat) throws(ChartError) -> [UInt8] {
    let layout = try ChartLayout(self)
    let caption = Caption(title: title, description: description)
    var canvas = try Canvas(size: layout.size, format: format, caption: caption)
    for plot in layout.plots { PlotDrawing(layout: plot).draw(on: &canvas) }
    for key in layout.legend.keys {
      let middle = key.left + Point(LegendLayout.keyLength / 2, 0)
      let places = [key.left, middle, key.left + Point(LegendLayout.keyLength, 0)]
      let line = PlotDrawing.line(through: places, around: key.style.marker)
      canvas.stroke(line, with: key.style.line, ink: key.style.ink)
      key.style.marker.draw(on: &canvas, at: [middle], ink: key.style.ink)
    }
    for text in layout.texts { canvas.write(text.line, at: text.baseline, ink: text.ink) }
    return try canvas.finish()
  }

  /// Plots one below the other, those of a column together.
  public var narrow: (any Drawing)? {
    var chart = self
    chart.isStacked = true
    let columns = ChartLayout.columns(of: self)
    chart.plots = (0..<columns).flatMap { column in
      stride(from: column, to: plots.count, by: columns).map { plots[$0] }
    }
    return chart
  }
}
