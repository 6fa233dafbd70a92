/// How a line is drawn: its width, its dashes and its ends; joins are always round.
struct Stroke: Hashable {
  /// In pixels, positive.
  let width: Double
  /// Lengths of dashes and gaps in turn, in pixels; empty for a solid line.
  ///
  /// None negative and not all zero, or the canvas can not be finished.
  var dashes: [Double] = []
  /// Whether the ends are round (else cut off at the end point).
  var hasRoundEnds = true
}
