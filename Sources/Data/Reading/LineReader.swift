/// Walks through the lines of a text, and the fields of a line, without copying them.
///
/// Lines end with LF, CR LF or nothing; blanks at their ends are left out, and lines of nothing
/// else are passed over. The fields of a line are separated by tabs if it has one, else by blanks.
struct LineReader {
  private var position: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>
  /// The number of the line that was read last; the first is 1.
  private(set) var line = 0

  /// Stands before the first line of the file at that path; throws if it is not a text.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, path: String, _ expected: ExpectedFiles
  ) throws(SourceFileError) {
    let start = try TextBytes.start(of: bytes, path: path, expected)
    position = bytes.starts(with: TextBytes.byteOrderMark) ? start + 3 : start
    end = start + bytes.count
  }

  /// The next line that is not empty, without its end; nil at the end of the text.
  mutating func next() -> UnsafeBufferPointer<UInt8>? {
    while position < end {
      let start = position
      while position < end, position.pointee != UInt8(ascii: "\n") { position += 1 }
      var length = position - start
      position += position < end ? 1 : 0
      line += 1
      if length > 0, start[length - 1] == UInt8(ascii: "\r") { length -= 1 }
      while length > 0, start[length - 1] == Self.blank { length -= 1 }
      if length > 0 { return UnsafeBufferPointer(start: start, count: length) }
    }
    return nil
  }

  static let tab = UInt8(ascii: "\t"), blank = UInt8(ascii: " ")

  /// A text without blanks around it.
  static func trimmed<Text: BidirectionalCollection<UInt8>>(_ text: Text) -> Text.SubSequence {
    var text = text.drop { $0 == blank }
    while text.last == blank { text.removeLast() }
    return text
  }

  /// The fields of a line; there is always one, and blanks separate none that is empty.
  static func fields(
    of line: UnsafeBufferPointer<UInt8>
  ) -> [Slice<UnsafeBufferPointer<UInt8>>] {
    line.contains(tab)
      ? line.split(separator: tab, omittingEmptySubsequences: false)
      : line.split(separator: blank)
  }
}
