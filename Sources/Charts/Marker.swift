/// The sign that marks a measured point.
struct Marker: Hashable {
  enum Shape: Hashable {
    case circle, square, triangle, diamond, wedge, pentagon, hexagon
    case cross, plus, star, bar, tee

    /// Shapes with an inside, for hues.
    static let solids: [Shape] = [
      .circle, .square, .triangle, .diamond, .wedge, .pentagon, .hexagon,
    ]
    /// Shapes of lines, for greys.
    static let signs: [Shape] = [.cross, .plus, .star, .tee]
  }

  let shape: Shape
  /// Whether the inside is filled; shapes of lines are drawn with a thinner pen if not.
  let isFilled: Bool

  /// The distance from the centre within which a line would show inside a hollow marker.
  var clearance: Double { isFilled || !Shape.solids.contains(shape) ? 0 : Marker.radius + 0.4 }

  func draw(on canvas: inout Canvas, at centers: [Point], ink: Ink) {
    let outline = centers.reduce(into: Path()) { $0.append(path(at: $1)) }
    let isSolid = Shape.solids.contains(shape)
    if isSolid && isFilled { canvas.fill(outline, ink: ink) }
    let width = isSolid ? (isFilled ? 0.8 : 1.4) : (isFilled ? 1.7 : 1.2)
    canvas.stroke(outline, with: Stroke(width: width), ink: ink)
  }

  private func path(at center: Point) -> Path {
    switch shape {
    case .circle: Path(circleAt: center, radius: Marker.radius)
    case .square: polygon(at: center, [(-1, -1), (1, -1), (1, 1), (-1, 1)], 0.88)
    case .triangle: polygon(at: center, [(0, -1.1), (1.05, 0.75), (-1.05, 0.75)], 1.08)
    case .diamond: polygon(at: center, [(0, -1), (1, 0), (0, 1), (-1, 0)], 1.28)
    case .wedge: polygon(at: center, [(0, 1.1), (1.05, -0.75), (-1.05, -0.75)], 1.08)
    case .pentagon:
      polygon(
        at: center, [(0, -1), (0.951, -0.309), (0.588, 0.809), (-0.588, 0.809), (-0.951, -0.309)],
        1.15)
    case .hexagon:
      polygon(
        at: center,
        [(1, 0), (0.5, 0.866), (-0.5, 0.866), (-1, 0), (-0.5, -0.866), (0.5, -0.866)], 1.1)
    case .cross: lines(at: center, [(-0.8, -0.8, 0.8, 0.8), (-0.8, 0.8, 0.8, -0.8)])
    case .plus: lines(at: center, [(-1.05, 0, 1.05, 0), (0, -1.05, 0, 1.05)])
    case .star:
      lines(
        at: center, [(0, -1.1, 0, 1.1), (-0.95, -0.55, 0.95, 0.55), (-0.95, 0.55, 0.95, -0.55)])
    case .bar: lines(at: center, [(0, -1.15, 0, 1.15)])
    case .tee: lines(at: center, [(-0.9, -0.9, 0.9, -0.9), (0, -0.9, 0, 1)])
    }
  }

  private func polygon(at center: Point, _ corners: [(Double, Double)], _ scale: Double) -> Path {
    Path(
      through: corners.map { center + (Marker.radius * scale) * Point($0.0, $0.1) }, closed: true)
  }

  private func lines(at center: Point, _ lines: [(Double, Double, Double, Double)]) -> Path {
    lines.reduce(into: Path()) { path, line in
      path.move(to: center + Marker.radius * Point(line.0, line.1))
      path.line(to: center + Marker.radius * Point(line.2, line.3))
    }
  }

  /// The radius of a circle of equal weight, in pixels.
  static let radius = 3.4
}
