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
    let renderer = DiagramRenderer()
    #expect(try renderer.svg(Self.diagram) == renderer.svg(Self.diagram))
    #expect(try renderer.pdf(Self.diagram) == renderer.pdf(Self.diagram))
    #expect(try renderer.pdf(Self.diagram).starts(with: Array("%PDF".utf8)))
  }

  @Test func tellsWhatItShowsAndHasBothShades() throws {
    let text = String(decoding: try DiagramRenderer().svg(Self.diagram), as: UTF8.self)
    #expect(text.contains("<title") && text.contains("From data to a decision"))
    #expect(text.contains("<desc") && text.contains("Two boxes and two arrows."))
    #expect(text.contains("prefers-color-scheme:dark"))
    #expect(text.contains(SVGDocument.hex(Ink.vermilion.light)))
  }

  @Test func drawsSomethingElseWhenAPartIsLeftOut() throws {
    var other = Self.diagram
    other.arrows.removeLast()
    #expect(other != Self.diagram)
    #expect(try DiagramRenderer().svg(other) != DiagramRenderer().svg(Self.diagram))
  }

  @Test func namesACharacterThatItCannotDraw() {
    var other = Self.diagram
    other.labels[0].text = "\u{1F600}"
    #expect(throws: ChartError.self) { try DiagramRenderer().svg(other) }
  }
}
