struct SVGTag {
  enum Kind { case open, close, empty }

  var kind: Kind
  var name: String
  var attributes: [(name: String, value: String)] = []

  /// All tags in their order; declarations and text between tags are passed over.
  static func all(in source: [UInt8]) throws(ChartError) -> [SVGTag] {
    var tags: [SVGTag] = []
    var at = 0
    while let start = source[at...].firstIndex(of: UInt8(ascii: "<")) {
      guard let end = source[start...].firstIndex(of: UInt8(ascii: ">")) else {
        throw .unreadableDrawing(offset: start)
      }
      at = end + 1
      let inside = String(decoding: source[(start + 1)..<end], as: UTF8.self)
      if inside.hasPrefix("?") || inside.hasPrefix("!") { continue }
      guard let tag = SVGTag(inside: inside) else { throw .unreadableDrawing(offset: start) }
      tags.append(tag)
    }
    guard tags.first?.name == "svg" else { throw .unreadableDrawing(offset: 0) }
    return tags
  }

  /// Reads what stands between `<` and `>`.
  private init?(inside: String) {
    var remainder = inside[...]
    kind = .open
    if remainder.hasPrefix("/") {
      kind = .close
      remainder.removeFirst()
    } else if remainder.hasSuffix("/") {
      kind = .empty
      remainder.removeLast()
    }
    name = String(remainder.prefix { !$0.isWhitespace })
    remainder = remainder.dropFirst(name.count)
    while true {
      remainder = remainder.drop { $0.isWhitespace }
      if remainder.isEmpty { break }
      guard let equals = remainder.firstIndex(of: "=") else { return nil }
      let attribute = String(remainder[..<equals])
      remainder = remainder[remainder.index(after: equals)...]
      guard remainder.popFirst() == "\"", let quote = remainder.firstIndex(of: "\"") else {
        return nil
      }
      attributes.append((attribute, String(remainder[..<quote])))
      remainder = remainder[remainder.index(after: quote)...]
    }
  }

  /// Brings the attributes into the canonical form and notes which inks occur.
  mutating func simplify(_ inks: inout Set<Ink>) {
    var values: [String: String] = [:]
    for (name, value) in attributes {
      guard name == "style" else {
        values[name] = value
        continue
      }
      for declaration in value.split(separator: ";") {
        let parts = declaration.split(separator: ":", maxSplits: 1)
          .map { String($0.drop { $0.isWhitespace }) }
        if parts.count == 2 { values[parts[0]] = parts[1] }
      }
    }
    attributes = []
    for key in SVGTag.order {
      guard var value = values[key], !SVGTag.defaults.contains([key, value]) else { continue }
      switch key {
      case "stroke", "fill": value = SVGTag.colour(value, &inks)
      case "d": value = SVGPathData(value).text
      case "transform", "fill-rule", "stroke-linecap", "stroke-linejoin": break
      default: value = SVGTag.rounded(value, inPixels: key.hasSuffix("opacity"))
      }
      attributes.append((key, value))
    }
  }

  /// Takes in the path of the next tag if both are drawn with the same opaque solid stroke.
  ///
  /// - Returns: Whether the next tag is now superfluous.
  mutating func absorb(_ next: SVGTag) -> Bool {
    guard name == "path", next.name == "path", kind == .empty, next.kind == .empty else {
      return false
    }
    let allowed: Set<String> = ["stroke", "stroke-width", "stroke-linecap", "d"]
    let names = attributes.map(\.name)
    guard names == next.attributes.map(\.name), allowed.isSuperset(of: names) else { return false }
    for (mine, other) in zip(attributes, next.attributes)
    where mine.name != "d" && mine.value != other.value { return false }
    // A path's data always comes last, and begins with an absolute position.
    attributes[attributes.count - 1].value += next.attributes[attributes.count - 1].value
    return true
  }

  var text: String {
    if kind == .close { return "</\(name)>" }
    let written = attributes.map { " \($0.name)=\"\($0.value)\"" }.joined()
    return "<\(name)\(written)\(kind == .empty ? "/>" : ">")"
  }

  /// A colour `rgb(r%,g%,b%)` as `#rrggbb`, the text ink as `currentColor`.
  private static func colour(_ value: String, _ inks: inout Set<Ink>) -> String {
    guard value.hasPrefix("rgb(") else { return value }
    var shade: UInt32 = 0
    for part in value.dropFirst(4).dropLast().split(separator: ",") {
      let number = Double(part.filter { $0 != "%" && $0 != " " }) ?? 0
      shade = shade << 8 | UInt32((number * 2.55).rounded())
    }
    guard let ink = Ink(light: shade) else { return SVGDocument.hex(shade) }
    inks.insert(ink)
    return ink == .text ? "currentColor" : SVGDocument.hex(shade)
  }

  /// The value with each of its numbers, lengths as hundredths, others rounded to two decimals.
  private static func rounded(_ value: String, inPixels: Bool) -> String {
    let parts = value.split { $0 == "," || $0 == " " }
    let numbers = parts.compactMap { Double($0) }
    guard numbers.count == parts.count else { return value }
    return numbers.map { Hundredths($0) }.map { inPixels ? $0.pixels : String($0.count) }.joined(
      separator: " ")
  }

  /// The attributes that are kept, in the order in which they are written.
  private static let order = [
    "transform", "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-opacity",
    "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "opacity", "d",
  ]

  /// What SVG or the document's outermost group says already.
  private static let defaults: Set<[String]> = [
    ["transform", "matrix(1,0,0,1,0,0)"], ["transform", "matrix(1, 0, 0, 1, 0, 0)"],
    ["fill", "none"], ["fill-rule", "nonzero"], ["fill-opacity", "1"], ["stroke", "none"],
    ["stroke-opacity", "1"], ["stroke-linecap", "round"], ["stroke-linejoin", "round"],
  ]
}
