/// Walks through the cells of a comma-separated text without copying it.
///
/// A cell ends before a comma, a line feed, a carriage return or the end of the text; one that
/// begins with `"` ends after the closing `"` and may hold commas and line ends.
struct CellScanner {
  var position: UnsafePointer<UInt8>
  var end: UnsafePointer<UInt8>
  /// The number of the line that `position` is in; the first is 1.
  var line = 1

  init(_ bytes: UnsafeBufferPointer<UInt8>, at start: UnsafePointer<UInt8>) {
    position = start
    end = start + bytes.count
  }

  @inline(__always)
  static func endsCell(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || endsLine(byte)
  }

  @inline(__always)
  static func endsLine(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  @inline(__always)
  var isAtEnd: Bool { position >= end }

  @inline(__always)
  var isAtLineEnd: Bool { isAtEnd || Self.endsLine(position.pointee) }

  /// Whether the cell that begins here has no text at all.
  @inline(__always)
  var isAtBlank: Bool { isAtEnd || Self.endsCell(position.pointee) }

  /// Moves over a comma; false, and nothing moved, if there is none.
  @inline(__always)
  mutating func skipComma() -> Bool {
    guard position < end, position.pointee == UInt8(ascii: ",") else { return false }
    position += 1
    return true
  }

  /// Moves over the cell and gives its text, without quotes and without blanks around it.
  ///
  /// Nil if a quotation mark is not closed, or text follows the closing one.
  mutating func cell() -> UnsafeBufferPointer<UInt8>? {
    if position < end, position.pointee == UInt8(ascii: "\"") { return quotedCell() }
    let start = position
    while !isAtBlank { position += 1 }
    return Self.trimmed(UnsafeBufferPointer(start: start, count: position - start))
  }

  private mutating func quotedCell() -> UnsafeBufferPointer<UInt8>? {
    position += 1
    let start = position
    while position < end {
      if position.pointee == UInt8(ascii: "\n") { line += 1 }
      if position.pointee == UInt8(ascii: "\"") {
        let next = position + 1
        if next < end, next.pointee == UInt8(ascii: "\"") {
          position += 2
          continue
        }
        let text = UnsafeBufferPointer(start: start, count: position - start)
        position = next
        return isAtBlank ? Self.trimmed(text) : nil
      }
      position += 1
    }
    return nil
  }

  /// Moves over a line end (LF, CR LF or CR) and counts it; gives what it was, nil at the text's
  /// end.
  @inline(__always)
  mutating func skipLineEnd() -> LineEnd? {
    guard position < end else { return nil }
    line &+= 1
    if position.pointee == UInt8(ascii: "\n") {
      position += 1
      return .lineFeed
    }
    position += 1
    if position < end, position.pointee == UInt8(ascii: "\n") {
      position += 1
      return .carriageReturnLineFeed
    }
    return .carriageReturn
  }

  private static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var bounds = 0..<text.count
    while let first = bounds.first, isBlank(text[first]) { bounds.removeFirst() }
    while let last = bounds.last, isBlank(text[last]) { bounds.removeLast() }
    return UnsafeBufferPointer(rebasing: text[bounds])
  }
}

/// How a line of a text file ends.
public enum LineEnd: String, Sendable, CaseIterable {
  /// A line feed, as on Unix.
  case lineFeed = "LF"
  /// A carriage return and a line feed, as on Windows.
  case carriageReturnLineFeed = "CR LF"
  /// A carriage return alone, as on early Macintosh systems.
  case carriageReturn = "CR"
}
