/// One line of text set in the typeface of `Typeface`: measured, ready to be written on a canvas.
///
/// The letters are strokes of a pen with round tip, drawn here and not taken from an installed
/// font, so that a drawing has the same bytes and the same look on every machine.
struct Lettering: Hashable {
  let text: String
  let style: TextStyle
  /// The advance from the first to after the last character, in pixels.
  let width: Double

  /// Sets a line; throws `ChartError.missingGlyph` when the typeface lacks a character.
  init(_ text: String, style: TextStyle) throws(ChartError) {
    var advance = 0.0
    var previous: Character?
    for character in text {
      guard let glyph = Typeface.glyphs[character] else {
        throw .missingGlyph(character: character, text: text)
      }
      advance += glyph.advance + style.tracking + Typeface.kerning(previous, character)
      previous = character
    }
    (self.text, self.style) = (text, style)
    width = advance * style.size / Typeface.unitsPerEm
  }

  /// One path of all letters from the beginning of the line, to be stroked with
  /// `style.strokeWidth`.
  func path(at baseline: Point) -> Path {
    let scale = style.size / Typeface.unitsPerEm
    var result = Path()
    var advance = 0.0
    var previous: Character?
    for character in text {
      guard let glyph = Typeface.glyphs[character] else { continue }
      advance += Typeface.kerning(previous, character)
      let origin = baseline + Point(advance * scale, 0)
      result.append(
        glyph.strokes.mapped { Point(origin.x + $0.x * scale, origin.y - $0.y * scale) })
      advance += glyph.advance + style.tracking
      previous = character
    }
    return result
  }

  /// Sets a text in as few lines as keep within a width, broken at spaces; a longer word stands
  /// alone in its line.
  static func lines(
    _ text: String, style: TextStyle, within width: Double
  ) throws(ChartError) -> [Lettering] {
    var lines: [Lettering] = []
    for word in text.split(separator: " ") {
      if let last = lines.last {
        let longer = try Lettering(last.text + " " + word, style: style)
        if longer.width <= width {
          lines[lines.count - 1] = longer
          continue
        }
      }
      lines.append(try Lettering(String(word), style: style))
    }
    return lines
  }
}
