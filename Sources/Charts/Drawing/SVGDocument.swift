/// Cairo's SVG rewritten into a small canonical form.
///
/// Cairo numbers its groups through the whole process and writes each colour, width and coordinate
/// in full. Here lengths are whole hundredths of a pixel, defaults and Cairo's identifiers are left
/// out, and each ink becomes a light shade in an attribute (text: `currentColor`) with a dark one
/// in a style sheet.
struct SVGDocument {
  let bytes: [UInt8]

  /// Rewrites a drawing.
  /// - Throws: `ChartError.unreadableDrawing` when the bytes are not the SVG that Cairo writes.
  init(cairo source: [UInt8], size: Size, caption: Caption) throws(ChartError) {
    let (body, inks) = try SVGDocument.body(of: source)
    // Several documents in one page need different identifiers.
    let prefix = "chart-" + SVGDocument.fingerprint(of: caption.title + body)
    let (width, height) = (Hundredths(size.width).pixels, Hundredths(size.height).pixels)
    let text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" class="chart" color="\(SVGDocument.hex(Ink.text.light))" \
      role="img" aria-labelledby="\(prefix)-title \(prefix)-desc">
      <title id="\(prefix)-title">\(SVGDocument.escape(caption.title))</title>
      <desc id="\(prefix)-desc">\(SVGDocument.escape(caption.description))</desc>
      <style>\(SVGDocument.style(for: inks))</style>
      <g transform="scale(.01)" fill="none" stroke-linecap="round" stroke-linejoin="round">
      \(body)</g>
      </svg>

      """
    bytes = Array(text.utf8)
  }

  /// The drawing's elements, a line each, and the inks in them.
  private static func body(of source: [UInt8]) throws(ChartError) -> (String, Set<Ink>) {
    var inks: Set<Ink> = []
    var open: [String] = []
    var tags: [SVGTag] = []
    for var tag in try SVGTag.all(in: source) {
      if tag.kind == .close {
        if let name = open.popLast(), !name.isEmpty { tags.append(tag) }
        continue
      }
      tag.simplify(&inks)
      // The root is written anew; a group without attributes does nothing.
      let isBare = tag.name == "svg" || (tag.name == "g" && tag.attributes.isEmpty)
      if tag.kind == .open { open.append(isBare ? "" : tag.name) }
      if isBare { continue }
      if !tags.isEmpty, tags[tags.count - 1].absorb(tag) { continue }
      tags.append(tag)
    }
    return (tags.map { $0.text + "\n" }.joined(), inks)
  }

  private static func style(for inks: Set<Ink>) -> String {
    let rules = Ink.allCases.filter { inks.contains($0) && $0 != .text }.map { ink in
      let (light, dark) = (hex(ink.light), hex(ink.dark))
      return ".chart [stroke=\"\(light)\"]{stroke:\(dark)}.chart [fill=\"\(light)\"]{fill:\(dark)}"
    }
    return "@media screen and (prefers-color-scheme:dark){.chart{color:\(hex(Ink.text.dark))}"
      + rules.joined() + "}"
  }

  /// The text with the characters that mean markup replaced, and control characters left out.
  static func escape(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result += " "
      default: if scalar.value >= 0x20 { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }

  /// A shade as `#rrggbb`.
  static func hex(_ shade: UInt32) -> String {
    let digits = String(shade, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// The 64-bit Fowler–Noll–Vo hash (1a) of the text in hexadecimal digits.
  private static func fingerprint(of text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }
}
