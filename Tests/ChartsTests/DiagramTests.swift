import Testing

@testable import Charts

struct DiagramTests {
  private static let diagram = Diagram(
    title: "From data to a decision", subtitle: "With a loop",
    boxes: [
      Diagram.Box(
        ["Data", "u"], Rectangle(left: 0, top: 20, width: 120, height: 50), .given),
      Diagram.Box(
        ["Decision", "x"], Rectangle(left: 200, top: 20, width: 120, height: 50), .objective),
    ],
    arrows: [
      Diagram.Arrow(.values, Point(120, 45), Point(200, 45)),
      Diagram.Arrow(.attack, Point(260, 20), Point(260, 5), Point(60, 5), Point(60, 20)),
    ], labels: [Diagram.Label("back", at: Point(160, 0), .attack)],
    key: [(.values, "values"), (.attack, "an attack")], size: Size(width: 320, height: 80),
    description: "Two boxes and two arrows.")

  @Test func drawsTheSameBytesInEitherForm() throws {
    #expect(try Self.diagram.bytes(as: .svg) == Self.diagram.bytes(as: .svg))
    #expect(try Self.diagram.bytes(as: .pdf) == Self.diagram.bytes(as: .pdf))
    #expect(try Self.diagram.bytes(as: .pdf).starts(with: Array("%PDF".utf8)))
  }

  @Test func tellsWhatItShowsAndHasBothShades() throws {
    let text = String(decoding: try Self.diagram.bytes(as: .svg), as: UTF8.self)
    #expect(text.contains("<title") && text.contains("From data to a decision"))
    #expect(text.contains("<desc") && text.contains("Two boxes and two arrows."))
    #expect(text.contains("prefers-color-scheme:dark"))
    #expect(text.contains(SVGDocument.hex(Ink.vermilion.light)))
  }

  @Test func drawsSomethingElseWhenAPartIsLeftOut() throws {
    var other = Self.diagram
    other.arrows.removeLast()
    #expect(try other.bytes(as: .svg) != Self.diagram.bytes(as: .svg))
  }

  @Test func namesACharacterThatItCannotDraw() {
    var other = Self.diagram
    other.labels[0].text = "\u{1F600}"
    #expect(throws: ChartError.self) { try other.bytes(as: .svg) }
  }
}
