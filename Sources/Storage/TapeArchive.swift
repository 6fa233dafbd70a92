public import Foundation

/// Files one after the other in a single one, in the form that `tar` reads and writes (POSIX.1-1988
/// "ustar").
///
/// Its bytes depend on the names and the contents alone: every file belongs to nobody, may be read
/// by all and is as old as 1970-01-01.
///
/// ```swift
/// let archive = try TapeArchive.Writer(url)
/// try archive.add("figure-5/manifest.json", Data("{}".utf8))
/// try archive.close()
/// for entry in try TapeArchive.entries(of: url) { print(entry.name, entry.range.count) }
/// ```
public enum TapeArchive {
  /// Names are kept in so many bytes at most, and contents are padded to whole blocks.
  public static let longestName = 100
  private static let block = 512

  /// A file in an archive.
  public struct Entry: Sendable, Equatable {
    /// Its name, parts divided by `/`.
    public let name: String
    /// Where its bytes are in the archive.
    public let range: Range<UInt64>
  }

  /// Writes an archive from its beginning to its end.
  public final class Writer {
    private let handle: FileHandle

    /// Begins an archive in a new file, or in place of the one that is there.
    ///
    /// - Throws: an error of the disk.
    public init(_ url: URL) throws {
      try Data().write(to: url)
      handle = try FileHandle(forWritingTo: url)
    }

    /// Adds a file.
    ///
    /// - Precondition: the name has at most 100 bytes, all of them ASCII, and is not empty; the
    ///   contents are smaller than 8 GiB.
    /// - Throws: an error of the disk.
    public func add(_ name: String, _ contents: Data) throws {
      try handle.write(contentsOf: TapeArchive.header(name, size: contents.count))
      try handle.write(contentsOf: contents)
      let rest = contents.count % TapeArchive.block
      if rest > 0 { try handle.write(contentsOf: Data(count: TapeArchive.block - rest)) }
    }

    /// Ends the archive.
    ///
    /// - Throws: an error of the disk.
    public func close() throws {
      try handle.write(contentsOf: Data(count: 2 * TapeArchive.block))
      try handle.close()
    }
  }

  /// The header of a file.
  private static func header(_ name: String, size: Int) -> Data {
    let bytes = Array(name.utf8)
    precondition(
      !bytes.isEmpty && bytes.count <= longestName && bytes.allSatisfy { $0 > 0x20 && $0 < 0x7f },
      "“\(name)” is not the name of a file in an archive")
    precondition(size < 1 << 33, "\(size) bytes are too many for a file in an archive")
    var header = [UInt8](repeating: 0, count: block)
    func put(_ text: String, at offset: Int) {
      header.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
    }
    func octal(_ number: Int, digits: Int) -> String {
      let text = String(number, radix: 8)
      return String(repeating: "0", count: digits - text.count) + text
    }
    put(name, at: 0)
    put(octal(0o644, digits: 7), at: 100)  // may be read by all
    put(octal(0, digits: 7), at: 108)
    put(octal(0, digits: 7), at: 116)
    put(octal(size, digits: 11), at: 124)
    put(octal(0, digits: 11), at: 136)  // as old as 1970
    put("        ", at: 148)
    put("0", at: 156)  // a regular file
    put("ustar\u{0}00", at: 257)
    put(octal(0, digits: 7), at: 329)
    put(octal(0, digits: 7), at: 337)
    put(octal(header.reduce(0) { $0 + Int($1) }, digits: 6) + "\u{0} ", at: 148)
    return Data(header)
  }

  /// The files of an archive that `Writer` has written, in their order; the contents are not read.
  ///
  /// - Throws: `TapeArchiveError` where it is damaged, cut off, or of another form.
  public static func entries(of url: URL) throws -> [Entry] {
    let handle = try FileHandle(forReadingFrom: url)
    defer { do { try handle.close() } catch {} }
    let end = try handle.seekToEnd()
    let name = url.lastPathComponent
    var entries: [Entry] = []
    var offset: UInt64 = 0
    while true {
      try handle.seek(toOffset: offset)
      guard let bytes = try handle.read(upToCount: block), bytes.count == block else {
        throw offset == 0 && end < UInt64(block)
          ? TapeArchiveError.foreign(file: name) : .cutOff(file: name)
      }
      let header = Array(bytes)
      if header.allSatisfy({ $0 == 0 }) {
        guard end == offset + UInt64(2 * block),
          try handle.read(upToCount: block)?.allSatisfy({ $0 == 0 }) == true
        else { throw TapeArchiveError.cutOff(file: name) }
        return entries
      }
      let entry = try self.entry(header, at: offset, in: name)
      let padded = (UInt64(entry.range.count) + UInt64(block) - 1) / UInt64(block) * UInt64(block)
      guard entry.range.lowerBound + padded <= end else {
        throw TapeArchiveError.cutOff(file: name)
      }
      entries.append(entry)
      offset = entry.range.lowerBound + padded
    }
  }

  private static func entry(_ header: [UInt8], at offset: UInt64, in file: String) throws -> Entry {
    func text(_ range: Range<Int>) -> String {
      String(decoding: header[range].prefix { $0 != 0 }, as: UTF8.self)
    }
    let name = text(0..<longestName)
    // What this program writes has one header for a name and a size: anything else is damage.
    guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
      let size = Int(text(124..<136), radix: 8), size >= 0, size < 1 << 33,
      Data(header) == self.header(name, size: size)
    else {
      throw offset == 0
        ? TapeArchiveError.foreign(file: file) : .damaged(file: file, offset: offset)
    }
    let start = offset + UInt64(block)
    return Entry(name: name, range: start..<start + UInt64(size))
  }

  /// The bytes of a file in an archive.
  ///
  /// - Throws: an error of the disk.
  public static func contents(_ entry: Entry, of url: URL) throws -> Data {
    let handle = try FileHandle(forReadingFrom: url)
    defer { do { try handle.close() } catch {} }
    try handle.seek(toOffset: entry.range.lowerBound)
    return try handle.read(upToCount: Int(entry.range.count)) ?? Data()
  }
}

/// Why a file is not an archive.
public enum TapeArchiveError: Error, Equatable, CustomStringConvertible {
  /// It begins like no archive of this program.
  case foreign(file: String)
  /// A header is not as it was written.
  case damaged(file: String, offset: UInt64)
  /// It ends too early, or goes on after its end.
  case cutOff(file: String)

  /// One sentence.
  public var description: String {
    switch self {
    case .foreign(let file): "\(file) is not a pack of this program: it does not begin like one"
    case .damaged(let file, let offset):
      "\(file) is damaged: byte \(offset) begins no file of a pack"
    case .cutOff(let file): "\(file) is damaged: it does not end where a pack ends"
    }
  }
}
