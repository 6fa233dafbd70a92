import Testing

@testable import Charts

struct SVGDocumentTests {
  private func document(_ body: String) throws -> String {
    let source = "<?xml version=\"1.0\"?>\n<svg width=\"9pt\">\n\(body)\n</svg>\n"
    let drawing = try SVGDocument(
      cairo: Array(source.utf8), size: Size(width: 9, height: 7.5),
      caption: Caption(title: "t", description: "d"))
    return String(decoding: drawing.bytes, as: UTF8.self)
  }

  @Test func readsStylesAndAttributesAlike() throws {
    // Cairo 1.16 writes a style, Cairo 1.18 attributes.
    let older = """
      <g id="surface5"><path style="fill:none;stroke-width:1.5;stroke-linecap:round;\
      stroke:rgb(0%,44.705882%,69.803922%);stroke-opacity:1;stroke-miterlimit:10;" \
      d="M 1 2 L 3.5 2 " transform="matrix(1,0,0,1,0,0)"/></g>
      """
    let newer = """
      <path fill="none" stroke-width="1.5" stroke-linecap="round" \
      stroke="rgb(0%, 44.705882%, 69.803922%)" stroke-opacity="1" stroke-miterlimit="10" \
      d="M 1 2 L 3.5 2 "/>
      """
    let line = "<path stroke=\"#0072b2\" stroke-width=\"150\" d=\"M100 200h250\"/>"
    #expect(try document(older).contains(line))
    #expect(try document(older) == document(newer))
  }

  @Test func keepsFractionsOfOpacity() throws {
    let text = try document(
      "<path style=\"fill:rgb(100%,0%,0%);fill-opacity:0.14;\" d=\"M 0 0 L 1 1 L 0 1 Z M 0 0 \"/>")
    #expect(text.contains("<path fill=\"#ff0000\" fill-opacity=\".14\" d=\"M0 0l100 100h-100z\"/>"))
  }

  @Test func joinsPathsOfEqualSolidStroke() throws {
    let path = "<path style=\"stroke-width:1;stroke:rgb(0%,0%,0%);\" d=\"M 1 1 L 2 2 \"/>"
    let pale = "<path style=\"stroke-width:1;stroke-opacity:0.5;\" d=\"M 1 1 L 2 2 \"/>"
    #expect(try document(path + path).contains("d=\"M100 100l100 100M100 100l100 100\"/>"))
    #expect(try document(pale + pale).matches(of: /<path/).count == 2)
  }

  @Test(arguments: [
    ("M 1 1 C 1 2 2 3 3 3 C 4 3 5 2 5 1 ", "M100 100c0 100 100 200 200 200s200-100 200-200"),
    ("M 1 1 L 1 4 M 2 2 L 3 2 ", "M100 100v300m100-200h100"),
    ("M 0.004 0 L 0.008 1 ", "M0 0l1 100"),
    ("M 1 1 L 2 2 L 1 3 Z L 5 5 ", "M100 100l100 100-100 100zl400 400"),
    // Numbers of every length and form.
    (
      "M -0.125 1e1 L 0.00000000000000000001 123456789.12345678 V 10 H -.5 ",
      "M-13 1000l13 12345677912v-12345677912h-50"
    ),
  ]) func writesPathsShort(_ source: String, _ data: String) {
    #expect(SVGPathData(source).text == data)
  }

  @Test func dropsControlCharactersAndEscapesMarkup() {
    #expect(
      SVGDocument.escape("a\u{1}<b> & 'c'\n\"d\"") == "a&lt;b&gt; &amp; &#39;c&#39; &quot;d&quot;")
  }

  @Test func refusesWhatIsNoSVG() {
    #expect(throws: ChartError.unreadableDrawing(offset: 0)) {
      try SVGDocument(
        cairo: Array("<html></html>".utf8), size: Size(width: 1, height: 1),
        caption: Caption(title: "", description: ""))
    }
  }
}
