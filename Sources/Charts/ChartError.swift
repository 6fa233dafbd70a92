/// What can go wrong when a chart is drawn.
public enum ChartError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Cairo refused an operation and reported a status.
  case cairo(operation: String, status: Int, message: String)
  /// The typeface has no glyph for a character of a text.
  case missingGlyph(character: Character, text: String)
  /// Cairo wrote a drawing that does not read as SVG, from the given byte on.
  case unreadableDrawing(offset: Int)

  /// One sentence: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .cairo(let operation, let status, let message):
      "Cairo could not \(operation) (status \(status): \(message)); "
        + "check the free memory and the installed Cairo (1.16 or later)."
    case .missingGlyph(let character, let text):
      "The typeface has no glyph for “\(character)” (\(Self.codes(of: character))) in the text "
        + "“\(text)”; reword it or draw the glyph in Sources/Charts."
    case .unreadableDrawing(let offset):
      "Cairo wrote a drawing that does not read as SVG at byte \(offset); "
        + "check the installed Cairo (1.16 or later)."
    }
  }

  private static func codes(of character: Character) -> String {
    character.unicodeScalars
      .map { "U+" + String($0.value, radix: 16, uppercase: true) }.joined(separator: " ")
  }
}
