/// Size and weight of a text.
public struct TextStyle: Sendable, Hashable {
  /// How heavy the strokes are.
  public enum Weight: Sendable, Hashable {
    /// For labels.
    case regular
    /// For titles.
    case strong
  }

  /// The distance between two lines set solid, in pixels.
  public var size: Double
  /// How heavy the strokes are; the default is `regular`.
  public var weight: Weight

  /// Makes a style of positive size.
  public init(size: Double, weight: Weight = .regular) {
    precondition(size > 0 && size.isFinite, "text size \(size) is not positive")
    (self.size, self.weight) = (size, weight)
  }

  /// The width of the pen that draws the letters, in pixels.
  public var strokeWidth: Double { size * (weight == .strong ? 0.124 : 0.09) }

  /// What is added after every letter, in glyph units: heavier strokes need more air.
  var tracking: Double { weight == .strong ? 28 : 12 }

  /// The distance from one baseline to the next, in pixels.
  public var lineHeight: Double { (size * 1.32).rounded() }

  /// How far the tallest letters reach above the baseline, in pixels.
  public var ascent: Double { size * 0.79 }
  /// How far the lowest letters reach below the baseline, in pixels.
  public var descent: Double { size * 0.26 }
  /// How far capitals and digits reach above the baseline, in pixels.
  public var capHeight: Double { size * 0.73 }
}
