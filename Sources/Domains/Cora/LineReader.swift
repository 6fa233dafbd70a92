/// Walks through the lines of a text, and the fields of a line, without copying them.
///
/// Lines end with LF, CR LF or nothing; empty ones are passed over. Fields are separated by tabs if the first line with text has
/// one, else by blanks.
struct LineReader {
  private var position: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>
  /// The number of the line that was read last; the first is 1.
  private(set) var line = 0
  /// What separates fields.
  let separator: UInt8

  /// - Throws: `CoraError.unusable` if this is no text.
  init(_ bytes: UnsafeBufferPointer<UInt8>, path: String) throws(CoraError) {
    guard let start = bytes.baseAddress else { throw .unusable(path: path, .emptyFile) }
    let isArchive =
      bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x1F, 0x8B])
    let isControl = { (byte: UInt8) in byte < 0x20 && !(0x09...0x0D).contains(byte) }
    guard !isArchive, !bytes.prefix(4096).contains(where: isControl) else {
      throw .unusable(path: path, .noText)
    }
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? start + 3 : start
    end = start + bytes.count
    let tab = UInt8(ascii: "\t")
    let isLineEnd = { (byte: UInt8) in byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
    let first = bytes.drop(while: isLineEnd).prefix { !isLineEnd($0) }
    separator = first.contains(tab) ? tab : UInt8(ascii: " ")
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
      if length > 0 { return UnsafeBufferPointer(start: start, count: length) }
    }
    return nil
  }

  /// The fields of a line.
  func fields(of line: UnsafeBufferPointer<UInt8>) -> [Slice<UnsafeBufferPointer<UInt8>>] {
    line.split(separator: separator, omittingEmptySubsequences: separator == UInt8(ascii: " "))
  }

  /// A text for a message: at most 40 bytes, with anything unprintable replaced by "?".
  static func shown(_ text: some Collection<UInt8>) -> String {
    let bytes = text.prefix(40).map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }
    return String(decoding: bytes, as: UTF8.self) + (text.count > 40 ? "…" : "")
  }
}
