import CCairo

/// A drawing surface that ends as the bytes of an SVG or PDF document.
///
/// Equal drawings give equal bytes, whatever was drawn before in the process and on whichever
/// task. A canvas belongs to one task at a time. Cairo remembers the first failure of a drawing
/// operation; `finish()` throws it.
struct Canvas: ~Copyable {
  private let format: DrawingFormat
  private let size: Size
  private let caption: Caption
  private let sink: ByteSink
  private let surface, context: OpaquePointer

  /// An empty canvas of a positive extent in pixels, 96 to the inch.
  init(size: Size, format: DrawingFormat, caption: Caption) throws(ChartError) {
    precondition(
      size.width > 0 && size.height > 0 && size.width.isFinite && size.height.isFinite,
      "canvas of \(size.width) × \(size.height) pixels has no area")
    let sink = ByteSink()
    let scale = format == .pdf ? Canvas.pointsPerPixel : 1
    let (width, height) = (size.width * scale, size.height * scale)
    let closure = Unmanaged.passUnretained(sink).toOpaque()
    let made =
      switch format {
      case .svg: cairo_svg_surface_create_for_stream(ByteSink.receive, closure, width, height)
      case .pdf: cairo_pdf_surface_create_for_stream(ByteSink.receive, closure, width, height)
      }
    try Canvas.check(cairo_surface_status(made), "make a surface")
    guard let surface = made, let context = cairo_create(surface) else {
      throw .cairo(operation: "make a surface", status: -1, message: "no surface")
    }
    let status = cairo_status(context)
    if status != CAIRO_STATUS_SUCCESS {
      cairo_destroy(context)
      cairo_surface_destroy(surface)
    }
    try Canvas.check(status, "make a drawing context")
    if format == .pdf {
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, caption.title)
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, caption.description)
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, Canvas.fixedDate)
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, Canvas.fixedDate)
      cairo_scale(context, scale, scale)
    }
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    (self.format, self.size, self.caption) = (format, size, caption)
    (self.sink, self.surface, self.context) = (sink, surface, context)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
    withExtendedLifetime(sink) {}
  }

  mutating func stroke(_ path: Path, with stroke: Stroke, ink: Ink, opacity: Double = 1) {
    guard !path.isEmpty else { return }
    trace(path)
    choose(ink, opacity)
    cairo_set_line_width(context, stroke.width)
    cairo_set_line_cap(context, stroke.hasRoundEnds ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
    cairo_set_dash(context, stroke.dashes, Int32(stroke.dashes.count), 0)
    cairo_stroke(context)
  }

  mutating func fill(_ path: Path, ink: Ink, opacity: Double = 1) {
    guard !path.isEmpty else { return }
    trace(path)
    choose(ink, opacity)
    cairo_fill(context)
  }

  /// Writes one line of text with its baseline at the given point.
  mutating func write(_ line: Lettering, at baseline: Point, ink: Ink) {
    stroke(line.path(at: baseline), with: Stroke(width: line.style.strokeWidth), ink: ink)
  }

  /// The bytes of the document; throws for the first operation since `init` that failed.
  consuming func finish() throws(ChartError) -> [UInt8] {
    try Canvas.check(cairo_status(context), "draw")
    cairo_surface_finish(surface)
    try Canvas.check(cairo_surface_status(surface), "finish the drawing")
    switch format {
    case .pdf: return sink.bytes
    case .svg: return try SVGDocument(cairo: sink.bytes, size: size, caption: caption).bytes
    }
  }

  private func trace(_ path: Path) {
    for segment in path.segments {
      switch segment {
      case .move(let point): cairo_move_to(context, point.x, point.y)
      case .line(let point): cairo_line_to(context, point.x, point.y)
      case .curve(let first, let second, let end):
        cairo_curve_to(context, first.x, first.y, second.x, second.y, end.x, end.y)
      case .close: cairo_close_path(context)
      }
    }
  }

  private func choose(_ ink: Ink, _ opacity: Double) {
    func part(_ shift: UInt32) -> Double { Double((ink.light >> shift) & 0xff) / 255 }
    cairo_set_source_rgba(context, part(16), part(8), part(0), opacity)
  }

  private static func check(_ status: cairo_status_t, _ operation: String) throws(ChartError) {
    guard status != CAIRO_STATUS_SUCCESS else { return }
    let message = cairo_status_to_string(status).map { String(cString: $0) } ?? "unknown"
    throw .cairo(operation: operation, status: Int(status.rawValue), message: message)
  }

  private static let pointsPerPixel = 0.75
  /// A date that every document carries, so that none carries the clock's.
  private static let fixedDate = "2000-01-01T00:00:00Z"
}

private final class ByteSink {
  var bytes: [UInt8] = []

  static let receive: cairo_write_func_t = { closure, data, count in
    guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
    Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue().bytes
      .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
    return CAIRO_STATUS_SUCCESS
  }
}
