/// Draws charts with Cairo.
///
/// Equal charts give equal bytes, in any order and on any task.
public struct ChartRenderer: Sendable {
  /// Makes a renderer, which has no options.
  public init() {}

  /// The chart as an SVG document on a transparent background, for light and dark pages, which can
  /// be linked as an image or put into a page.
  /// - Parameters:
  ///   - chart: What to draw.
  ///   - prefix: What every identifier begins with; made from the drawing's bytes if nil, the
  ///     default.
  /// - Returns: The document's bytes in UTF-8.
  /// - Throws: `ChartError` when a text has no glyphs or Cairo fails.
  public func svg(_ chart: Chart, prefix: String? = nil) throws(ChartError) -> [UInt8] {
    try draw(chart, as: .svg, prefix: prefix)
  }

  /// The chart as a one-page PDF document of its own size, for light backgrounds.
  /// - Parameter chart: What to draw.
  /// - Returns: The document's bytes.
  /// - Throws: `ChartError` when a text has no glyphs or Cairo fails.
  public func pdf(_ chart: Chart) throws(ChartError) -> [UInt8] {
    try draw(chart, as: .pdf, prefix: nil)
  }

  private func draw(
    _ chart: Chart, as format: Canvas.Format, prefix: String?
  ) throws(ChartError) -> [UInt8] {
    let layout = try ChartLayout(chart)
    let caption = Caption(title: chart.title, description: chart.description, prefix: prefix)
    var canvas = try Canvas(size: layout.size, format: format, caption: caption)
    for plot in layout.plots { PlotDrawing(layout: plot).draw(on: &canvas) }
    for key in layout.legend?.keys ?? [] {
      let middle = key.left + Point(LegendLayout.keyLength / 2, 0)
      let places = [key.left, middle, key.left + Point(LegendLayout.keyLength, 0)]
      let line = PlotDrawing.line(through: places, around: key.style.marker)
      canvas.stroke(line, with: key.style.line, ink: key.style.ink)
      key.style.marker.draw(on: &canvas, at: [middle], ink: key.style.ink)
    }
    for text in layout.texts { canvas.write(text.line, at: text.baseline, ink: text.ink) }
    return try canvas.finish()
  }
}
