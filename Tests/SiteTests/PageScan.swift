/// What stands in a page, found byte by byte: regular expressions take minutes over a whole site.
struct PageScan {
  private let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The values of the attribute of that name, in their order.
  func values(of attribute: String) -> [String] {
    var values: [String] = []
    for start in places(of: " \(attribute)=\"") {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\"")) ?? bytes.endIndex
      values.append(String(decoding: bytes[start..<end], as: UTF8.self))
    }
    return values
  }

  /// The names of elements with nothing in them.
  var emptyElements: [String] {
    places(of: "></").compactMap { place in
      let close = place - 3
      guard let open = bytes[..<close].lastIndex(of: UInt8(ascii: "<")) else { return nil }
      let name = bytes[(open + 1)..<close].prefix { $0 != UInt8(ascii: " ") }
      if name.first == UInt8(ascii: "/") { return nil }
      return String(decoding: name, as: UTF8.self)
    }
  }

  /// Where the text ends wherever it stands.
  private func places(of text: String) -> [Int] {
    let wanted = Array(text.utf8)
    var (found, place) = ([Int](), 0)
    while let start = bytes[place...].firstIndex(of: wanted[0]) {
      place = start + 1
      if bytes[start...].starts(with: wanted) { found.append(start + wanted.count) }
    }
    return found
  }
}
