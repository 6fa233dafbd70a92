/// What is known of the bytes of a text file before its format matters.
enum TextBytes {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Refuses bytes that are not those of a text: an archive (zip or gzip), or control characters
  /// other than blanks and line ends among the first 4096.
  ///
  /// - Returns: where the bytes begin.
  /// - Throws: `SourceFileError` that says which it is; also if there are no bytes.
  static func start(
    of bytes: UnsafeBufferPointer<UInt8>, path: String, _ expected: ExpectedFiles
  ) throws(SourceFileError) -> UnsafePointer<UInt8> {
    guard let start = bytes.baseAddress, !bytes.isEmpty else {
      throw SourceFileError(path, .empty, expected)
    }
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x1F, 0x8B]) {
      throw SourceFileError(path, .compressed, expected)
    }
    let isControl = { (byte: UInt8) in byte < 0x20 && !(0x09...0x0D).contains(byte) }
    if bytes.prefix(4096).contains(where: isControl) {
      throw SourceFileError(path, .notText, expected)
    }
    return start
  }

  /// A text for a message: at most 40 bytes, with anything unprintable replaced by "?".
  static func shown(_ text: some Collection<UInt8>) -> String {
    let bytes = text.prefix(40).map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }
    return String(decoding: bytes, as: UTF8.self) + (text.count > 40 ? "…" : "")
  }
}
