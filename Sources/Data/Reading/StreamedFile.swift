import Foundation

/// The bytes of a regular file, read into memory of this process from front to back.
///
/// The address space of the whole file is reserved and filled piece by piece, so that a text can be
/// scanned in place. Whatever becomes of the file meanwhile, each byte is read once, and nothing
/// but what was read is ever seen; a mapping of the file itself would end the process where another
/// one cuts the file off.
struct StreamedFile: ~Copyable {
  private let path: String
  private let expected: ExpectedFiles
  private let descriptor: CInt
  private let state: stat
  private let start: UnsafeMutableRawPointer
  private let count: Int
  private var filled = 0, released = 0
  private var hasQuotes = false
  /// The bytes that can be scanned: whole lines, or all bytes.
  private var available = 0

  /// How many bytes are read at a time.
  private static let portion = 1 << 20
  /// The size of the pieces that are handed back to the system when they have been read.
  private static let piece = 1 << 23

  /// Opens the file at that path; refusals say what was `expected` there.
  ///
  /// - Throws: `SourceFileError` if the file is missing, unreadable, empty or not a regular file.
  init(path: String, _ expected: ExpectedFiles) throws(SourceFileError) {
    // A pipe without a writer must not make anybody wait.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw SourceFileError(
        path, errno == ENOENT ? .missing : .unreadable(Self.lastError), expected)
    }
    var state = stat()
    var refusal: SourceFileError?
    if fstat(descriptor, &state) != 0 {
      refusal = SourceFileError(path, .unreadable(Self.lastError), expected)
    } else if state.st_mode & S_IFMT != S_IFREG {
      refusal = SourceFileError(path, .unreadable("it is not a regular file"), expected)
    } else if state.st_size <= 0 {
      refusal = SourceFileError(path, .empty, expected)
    }
    if let refusal {
      close(descriptor)
      throw refusal
    }
    let size = Int(state.st_size)
    let start = mmap(
      nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let start, start != MAP_FAILED else {
      let reason = Self.lastError
      close(descriptor)
      throw SourceFileError(path, .unreadable(reason), expected)
    }
    (self.path, self.expected, self.descriptor) = (path, expected, descriptor)
    (self.state, self.start, count) = (state, start, size)
  }

  /// What can be scanned so far, from the beginning of the file.
  var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: available)
  }

  /// Whether all bytes can be scanned.
  var isWhole: Bool { available == count }

  /// Reads on until more whole lines can be scanned, or everything.
  ///
  /// Of a file with quotation marks everything is read: a line end may stand between them.
  /// - Throws: `SourceFileError` where reading fails or the file is not the one that was opened.
  mutating func readLines() throws(SourceFileError) {
    let before = available
    while available == before, !isWhole {
      let first = filled
      try fill(Self.portion)
      let new = UnsafeRawBufferPointer(start: start + first, count: filled - first)
      hasQuotes = hasQuotes || memchr(start + first, 0x22, new.count) != nil
      if filled == count {
        available = count
      } else if !hasQuotes, let end = Self.lastLineEnd(new) {
        available = first + end
      }
    }
    if isWhole { try refuseChanged() }
  }

  /// The place after the last line end; a carriage return counts where the byte after it is known
  /// and is not a line feed that belongs to it.
  private static func lastLineEnd(_ bytes: UnsafeRawBufferPointer) -> Int? {
    let (feed, carriage) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    let last = bytes.indices.last { place in
      bytes[place] == feed
        || bytes[place] == carriage && place + 1 < bytes.count && bytes[place + 1] != feed
    }
    return last.map { $0 + 1 }
  }

  /// Reads everything.
  ///
  /// - Throws: as `readLines`.
  mutating func readAll() throws(SourceFileError) {
    try fill(count - filled)
    available = count
    try refuseChanged()
  }

  private mutating func fill(_ size: Int) throws(SourceFileError) {
    let goal = min(count, filled + size)
    while filled < goal {
      let got = read(descriptor, start + filled, goal - filled)
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw SourceFileError(path, .unreadable(Self.lastError), expected) }
      guard got > 0 else { throw changed }
      filled += got
    }
  }

  private func refuseChanged() throws(SourceFileError) {
    var now = stat()
    guard fstat(descriptor, &now) == 0, now.st_size == state.st_size,
      Self.time(now) == Self.time(state)
    else { throw changed }
  }

  private var changed: SourceFileError {
    SourceFileError(path, .unreadable("it was changed while it was read"), expected)
  }

  private static func time(_ state: stat) -> [Int] {
    #if os(Linux)
      [state.st_mtim.tv_sec, state.st_mtim.tv_nsec]
    #else
      [state.st_mtimespec.tv_sec, state.st_mtimespec.tv_nsec]
    #endif
  }

  /// Hands pages back that lie wholly before a place already read, so that memory stays bounded.
  mutating func release(before place: Int) {
    while place - released >= Self.piece {
      madvise(start + released, Self.piece, MADV_DONTNEED)
      released += Self.piece
    }
  }

  deinit {
    munmap(start, count)
    close(descriptor)
  }

  private static var lastError: String { String(cString: strerror(errno)) }
}
