import Foundation

/// A SHA-256 value: the identity of bytes, texts, files and records.
///
/// Written, coded and read as 64 lower-case hexadecimal digits; ordered as those texts are.
///
/// ```swift
/// let digest = Digest(of: "abc")
/// print(digest)  // ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
/// ```
public struct Digest: Hashable, Comparable, Sendable {
  /// The 256 bits, most significant word first.
  let words: FourWords

  init(words: FourWords) { self.words = words }

  /// Hashes bytes, without copying them where they are stored contiguously.
  public init(ofBytes bytes: some Sequence<UInt8>) {
    self =
      bytes.withContiguousStorageIfAvailable { SHA256.digest(of: UnsafeRawBufferPointer($0)) }
      ?? Digest(ofBytes: ContiguousArray(bytes))
  }

  /// Hashes the UTF-8 bytes of a text.
  public init(of text: String) { self.init(ofBytes: text.utf8) }

  /// Hashes a file piece by piece, in constant memory.
  ///
  /// - Throws: `DigestError.unreadable` if the file cannot be opened or read to its end.
  public init(ofFileAt url: URL) throws {
    guard let file = fopen(url.path, "rb") else { throw DigestError(errno: errno, file: url.path) }
    defer { fclose(file) }
    setvbuf(file, nil, _IONBF, 0)
    var hash = SHA256()
    var failure: DigestError?
    withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 64) { buffer in
      while let start = buffer.baseAddress {
        let count = fread(start, 1, buffer.count, file)
        hash.update(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
        guard count == buffer.count else { break }
      }
      if ferror(file) != 0 { failure = DigestError(errno: errno, file: url.path) }
    }
    if let failure { throw failure }
    self = hash.finalised()
  }

  /// Reads 64 hexadecimal digits of either case; nil for any other text.
  public init?(hex: String) {
    var words = FourWords()
    guard hex.utf8.count == 64 else { return nil }
    for (index, byte) in hex.utf8.enumerated() {
      guard let value = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
      words[index / 16] = words[index / 16] << 4 | UInt64(value)
    }
    self.words = words
  }

  /// Orders digests as their hexadecimal texts are ordered.
  public static func < (left: Digest, right: Digest) -> Bool {
    for i in 0..<4 where left.words[i] != right.words[i] { return left.words[i] < right.words[i] }
    return false
  }
}

extension Digest: CustomStringConvertible {
  /// The 64 lower-case hexadecimal digits.
  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(unsafeUninitializedCapacity: 64) { text in
      for i in 0..<64 {
        let nibble = words[i / 16] >> UInt64(60 - 4 * (i % 16)) & 15
        text[i] = digits[Int(nibble)]
      }
      return 64
    }
  }
}

extension Digest: Codable {
  /// Reads the digest from its 64 hexadecimal digits.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let digest = Digest(hex: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text)\" is not 64 hexadecimal digits.")
    }
    self = digest
  }

  /// Writes the digest as its 64 hexadecimal digits.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Why a file has no digest.
public enum DigestError: Error, Equatable, CustomStringConvertible {
  /// The file could not be opened, or not read to its end.
  case unreadable(file: String, reason: String)

  init(errno code: Int32, file: String) {
    self = .unreadable(file: file, reason: String(cString: strerror(code)))
  }

  /// What is wrong, with which file, and what to do.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason):
      "The file \(file) cannot be read (\(reason)); check that it exists and is readable."
    }
  }
}
