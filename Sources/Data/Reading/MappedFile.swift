import Foundation

/// The bytes of a regular file, mapped into memory for one pass from front to back.
struct MappedFile: ~Copyable {
  let bytes: UnsafeBufferPointer<UInt8>
  private let start: UnsafeMutableRawPointer
  private var released = 0
  /// The size of the pieces that are handed back to the system when they have been read.
  private static let piece = 1 << 23

  /// Maps the file at that path; refusals say what was `expected` there.
  ///
  /// - Throws: `SourceFileError` if the file is missing, unreadable, empty or not a regular file.
  init(path: String, _ expected: ExpectedFiles) throws(SourceFileError) {
    // A pipe without a writer must not make anybody wait.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw SourceFileError(
        path, errno == ENOENT ? .missing : .unreadable(Self.lastError), expected)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw SourceFileError(path, .unreadable(Self.lastError), expected)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw SourceFileError(path, .unreadable("it is not a regular file"), expected)
    }
    let count = Int(status.st_size)
    guard count > 0 else { throw SourceFileError(path, .empty, expected) }
    let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let start, start != MAP_FAILED else {
      throw SourceFileError(path, .unreadable(Self.lastError), expected)
    }
    madvise(start, count, MADV_SEQUENTIAL)
    self.start = start
    bytes = UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count)
  }

  /// Hands pages back that lie wholly before a place already read, so that memory stays bounded.
  mutating func release(before place: Int) {
    while place - released >= Self.piece {
      madvise(start + released, Self.piece, MADV_DONTNEED)
      released += Self.piece
    }
  }

  deinit { munmap(start, bytes.count) }

  private static var lastError: String { String(cString: strerror(errno)) }
}
