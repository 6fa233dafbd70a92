import Testing

@testable import Charts

struct CanvasTests {
  private let square = Path(Rectangle(left: 10, top: 10, width: 20, height: 20))

  private func canvas(_ format: DrawingFormat) throws -> Canvas {
    try Canvas(
      size: Size(width: 40, height: 30), format: format,
      caption: Caption(title: "Square", description: "A square."))
  }

  @Test func drawsPathsWithInks() throws {
    var canvas = try canvas(.svg)
    canvas.fill(square, ink: .green, opacity: 0.5)
    let line = Path(through: [Point(1, 2), Point(30, 2)])
    canvas.stroke(line, with: Stroke(width: 2, dashes: [3, 1.5]), ink: .text)
    let text = String(decoding: try canvas.finish(), as: UTF8.self)
    #expect(text.contains("width=\"40\" height=\"30\""))
    #expect(
      text.contains(
        "<path fill=\"#00875f\" fill-opacity=\".5\" d=\"M1000 1000h2000v2000h-2000z\"/>"))
    #expect(
      text.contains("stroke=\"currentColor\" stroke-width=\"200\" stroke-dasharray=\"300 150\""))
  }

  @Test func throwsTheFirstFailureOfADrawing() throws {
    var canvas = try canvas(.pdf)
    canvas.stroke(square, with: Stroke(width: 1, dashes: [-1]), ink: .text)
    canvas.fill(square, ink: .blue)
    do throws(ChartError) {
      _ = try canvas.finish()
      Issue.record("a negative dash went through")
    } catch {
      guard case .cairo("draw", _, let message) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(message.contains("dash"))
    }
  }

  @Test func leavesAnUnfinishedDrawing() throws {
    var canvas = try canvas(.pdf)
    canvas.fill(square, ink: .blue)
    // Goes out of scope here; a later drawing must not notice.
    _ = consume canvas
    #expect(try self.canvas(.svg).finish() == self.canvas(.svg).finish())
  }
}
