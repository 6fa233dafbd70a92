/// Size and weight of a text.
struct TextStyle: Hashable {
  /// How heavy the strokes are: regular for labels, strong for titles.
  enum Weight { case regular, strong }

  /// The distance between two lines set solid, in pixels.
  let size: Double
  var weight = Weight.regular

  /// The width of the pen that draws the letters, in pixels.
  var strokeWidth: Double { size * (weight == .strong ? 0.124 : 0.09) }

  /// What is added after every letter, in glyph units: heavier strokes need more air.
  var tracking: Double { weight == .strong ? 28 : 12 }

  /// The distance from one baseline to the next, in pixels.
  var lineHeight: Double { (size * 1.32).rounded() }

  /// How far the tallest letters reach above the baseline, in pixels.
  var ascent: Double { size * 0.79 }
  /// How far the lowest letters reach below the baseline, in pixels.
  var descent: Double { size * 0.26 }
  /// How far capitals and digits reach above the baseline, in pixels.
  var capHeight: Double { size * 0.73 }
}
