/// A position on a canvas in pixels, the origin at the top left, y pointing down.
public struct Point: Sendable, Hashable, Encodable {
  /// Distances from the left and from the top edge, in pixels.
  public var x, y: Double

  /// Makes the position (x, y).
  public init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }

  static func + (left: Point, right: Point) -> Point { Point(left.x + right.x, left.y + right.y) }
  static func - (left: Point, right: Point) -> Point { Point(left.x - right.x, left.y - right.y) }
  static func * (scale: Double, point: Point) -> Point { Point(scale * point.x, scale * point.y) }

  var length: Double { (x * x + y * y).squareRoot() }
}

/// Width and height in pixels.
public struct Size: Sendable, Hashable, Encodable {
  /// Horizontal and vertical extent, in pixels.
  public var width, height: Double

  /// Makes the extent width × height.
  public init(width: Double, height: Double) { (self.width, self.height) = (width, height) }
}

/// An axis-parallel rectangle, in pixels.
public struct Rectangle: Sendable, Hashable, Encodable {
  /// The left and the top edge.
  public var left, top: Double
  /// The distances from the left to the right and from the top to the bottom edge, not negative.
  public var width, height: Double

  /// Makes the rectangle with the corner (left, top) and the given extents.
  public init(left: Double, top: Double, width: Double, height: Double) {
    (self.left, self.top, self.width, self.height) = (left, top, width, height)
  }

  var right: Double { left + width }
  var bottom: Double { top + height }
}
