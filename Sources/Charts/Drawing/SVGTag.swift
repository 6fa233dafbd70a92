struct SVGTag {
  enum Kind { case open, close, empty }

  var kind: Kind
  var name: String
  var attributes: [(name: String, value: String)] = []

  /// All tags in their order; declarations and text between tags are passed over.
  ///
  /// Bytes are read, since characters are slow and what Cairo writes is ASCII.
  static func all(in source: [UInt8]) throws(ChartError) -> [SVGTag] {
    var tags: [SVGTag] = []
    var at = 0
    while let start = source[at...].firstIndex(of: UInt8(ascii: "<")) {
      guard let end = source[start...].firstIndex(of: UInt8(ascii: ">")) else {
        throw .unreadableDrawing(offset: start)
      }
      at = end + 1
      let inside = source[(start + 1)..<end]
      if inside.first == UInt8(ascii: "?") || inside.first == UInt8(ascii: "!") { continue }
      guard let tag = SVGTag(inside: inside) else { throw .unreadableDrawing(offset: start) }
      tags.append(tag)
    }
    guard tags.first?.name == "svg" else { throw .unreadableDrawing(offset: 0) }
    return tags
  }

  /// Reads what stands between `<` and `>`.
  private init?(inside: ArraySlice<UInt8>) {
    var rest = inside
    kind = .open
    if rest.first == UInt8(ascii: "/") {
      kind = .close
      rest.removeFirst()
    } else if rest.last == UInt8(ascii: "/") {
      kind = .empty
      rest.removeLast()
    }
    let head = rest.prefix { !SVGTag.isSpace($0) }
    name = String(decoding: head, as: UTF8.self)
    rest = rest[head.endIndex...]
    while true {
      rest = rest.drop(while: SVGTag.isSpace)
      if rest.isEmpty { break }
      guard let equals = rest.firstIndex(of: UInt8(ascii: "=")) else { return nil }
      let attribute = String(decoding: rest[..<equals], as: UTF8.self)
      rest = rest[(equals + 1)...]
      guard rest.popFirst() == UInt8(ascii: "\""),
        let quote = rest.firstIndex(of: UInt8(ascii: "\""))
      else { return nil }
      attributes.append((attribute, String(decoding: rest[..<quote], as: UTF8.self)))
      rest = rest[(quote + 1)...]
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
      || byte == UInt8(ascii: "\r")
  }

  /// Brings the attributes into the canonical form and notes which inks occur.
  mutating func simplify(_ inks: inout Set<Ink>) {
    var values: [String: String] = [:]
    for (name, value) in attributes {
      guard name == "style" else {
        values[name] = value
        continue
      }
      for declaration in value.utf8.split(separator: UInt8(ascii: ";")) {
        let parts = declaration.split(separator: UInt8(ascii: ":"), maxSplits: 1)
          .map { String(Substring($0.drop(while: SVGTag.isSpace))) }
        if parts.count == 2 { values[parts[0]] = parts[1] }
      }
    }
    attributes = []
    for key in SVGTag.order {
      guard var value = values[key], !SVGTag.isDefault(key, value) else { continue }
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
      let digits = part.utf8.filter { $0 != UInt8(ascii: "%") && $0 != UInt8(ascii: " ") }
      let number = Double(String(decoding: digits, as: UTF8.self)) ?? 0
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

  /// Whether SVG or the document's outermost group says so already.
  private static func isDefault(_ key: String, _ value: String) -> Bool {
    switch key {
    case "transform": value == "matrix(1,0,0,1,0,0)" || value == "matrix(1, 0, 0, 1, 0, 0)"
    case "fill", "stroke": value == "none"
    case "fill-rule": value == "nonzero"
    case "fill-opacity", "stroke-opacity": value == "1"
    case "stroke-linecap", "stroke-linejoin": value == "round"
    default: false
    }
  }
}
