/// A sequence of straight and curved segments, to be stroked or filled on a canvas.
struct Path: Sendable, Hashable {
  enum Segment: Sendable, Hashable {
    case move(Point)
    case line(Point)
    case curve(Point, Point, Point)
    case close
  }

  private(set) var segments: [Segment] = []

  init() {}

  /// A polyline through the points, which is open by default.
  init(through points: [Point], closed: Bool = false) {
    guard let first = points.first else { return }
    move(to: first)
    for point in points.dropFirst() { line(to: point) }
    if closed { close() }
  }

  /// The outline of a rectangle with corners rounded by the given radius in pixels, which is
  /// 0 by default.
  init(_ rectangle: Rectangle, radius: Double = 0) {
    let (l, t, r, b) = (rectangle.left, rectangle.top, rectangle.right, rectangle.bottom)
    guard radius > 0 else {
      self.init(through: [Point(l, t), Point(r, t), Point(r, b), Point(l, b)], closed: true)
      return
    }
    self.init()
    let inner = radius * (1 - Path.quarter)
    move(to: Point(l + radius, t))
    line(to: Point(r - radius, t))
    curve(Point(r - inner, t), Point(r, t + inner), to: Point(r, t + radius))
    line(to: Point(r, b - radius))
    curve(Point(r, b - inner), Point(r - inner, b), to: Point(r - radius, b))
    line(to: Point(l + radius, b))
    curve(Point(l + inner, b), Point(l, b - inner), to: Point(l, b - radius))
    line(to: Point(l, t + radius))
    curve(Point(l, t + inner), Point(l + inner, t), to: Point(l + radius, t))
    close()
  }

  init(circleAt center: Point, radius: Double) {
    self.init(
      Rectangle(
        left: center.x - radius, top: center.y - radius, width: 2 * radius, height: 2 * radius),
      radius: radius)
  }

  var isEmpty: Bool { segments.isEmpty }

  mutating func move(to point: Point) { segments.append(.move(point)) }

  mutating func line(to point: Point) { segments.append(.line(point)) }

  /// A cubic Bézier curve with two control points.
  mutating func curve(_ first: Point, _ second: Point, to end: Point) {
    segments.append(.curve(first, second, end))
  }

  /// Draws a straight line to the beginning of the current part.
  mutating func close() { segments.append(.close) }

  mutating func append(_ other: Path) { segments += other.segments }

  /// The path with every point replaced by its image.
  func mapped(_ image: (Point) -> Point) -> Path {
    var result = Path()
    result.segments = segments.map {
      switch $0 {
      case .move(let point): .move(image(point))
      case .line(let point): .line(image(point))
      case .curve(let first, let second, let end): .curve(image(first), image(second), image(end))
      case .close: .close
      }
    }
    return result
  }

  /// The length of a control arm that makes a cubic curve nearest to a quarter of the unit circle.
  private static let quarter = 0.5523
}
