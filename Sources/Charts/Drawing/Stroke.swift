/// How a line is drawn: its width, its dashes and its ends.
///
/// Joins are always round.
public struct Stroke: Sendable, Hashable {
  /// The line's width in pixels.
  public var width: Double
  /// Lengths of dashes and gaps in turn, in pixels; empty for a solid line.
  ///
  /// None negative and not all zero, or the canvas can not be finished.
  public var dashes: [Double]
  /// Whether the ends are round (else cut off at the end point).
  public var hasRoundEnds: Bool

  /// Makes a stroke; solid with round ends unless said otherwise.
  public init(width: Double, dashes: [Double] = [], hasRoundEnds: Bool = true) {
    precondition(width > 0 && width.isFinite, "stroke width \(width) is not positive")
    (self.width, self.dashes, self.hasRoundEnds) = (width, dashes, hasRoundEnds)
  }
}
