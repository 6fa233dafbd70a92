import Testing

@testable import Charts

struct LetteringTests {
  private let style = TextStyle(size: 10)

  @Test func hasEveryCharacterThatFiguresUse() throws {
    let ascii = String(String.UnicodeScalarView((0x20...0x7e).compactMap { Unicode.Scalar($0) }))
    let others =
      "−×εαδθλμσ±·–—≤≥≠≈°′→←"
      + "∞∇²⁻³ᵀ…“”‘’\u{a0}"
    #expect(try Lettering(ascii + others, style: style).width > 0)
  }

  @Test func drawsEveryGlyphWithinItsLine() {
    for (character, glyph) in Typeface.glyphs {
      for point in glyph.strokes.points {
        #expect(-40 <= point.x && point.x <= glyph.advance + 40, "\(character)")
        #expect(-260 <= point.y && point.y <= 790, "\(character)")
      }
    }
  }

  @Test func givesAllDigitsOneWidth() {
    #expect(Set("0123456789".compactMap { Typeface.glyphs[$0]?.advance }).count == 1)
  }

  @Test func setsPairsCloser() throws {
    let apart = try Lettering("T", style: style).width + Lettering("o", style: style).width
    #expect(try Lettering("To", style: style).width < apart)
  }

  @Test func scalesWithItsSize() throws {
    let small = try Lettering("budget", style: style).width
    let large = try Lettering("budget", style: TextStyle(size: 20)).width
    #expect(abs(large - 2 * small) < 1e-9)
  }

  @Test func breaksLinesAtSpaces() throws {
    let text = "the mean utility of a decision-focused learner"
    let lines = try Lettering.lines(text, style: style, within: 80)
    #expect(lines.count > 1)
    #expect(lines.map(\.text).joined(separator: " ") == text)
    #expect(lines.allSatisfy { $0.width <= 80 || !$0.text.contains(" ") })
    #expect(try Lettering.lines("", style: style, within: 80).isEmpty)
  }

  @Test func explainsAMissingGlyph() {
    let error = ChartError.missingGlyph(character: "Ж", text: "Ж = 1")
    #expect(error.description.contains("“Ж” (U+416) in the text “Ж = 1”"))
  }
}

extension Path {
  fileprivate var points: [Point] {
    segments.flatMap { segment -> [Point] in
      switch segment {
      case .move(let point), .line(let point): [point]
      case .curve(let first, let second, let end): [first, second, end]
      case .close: []
      }
    }
  }
}
