public import Foundation

/// A file that is written under another name beside its place, and moved there once it is whole.
///
/// Who is stopped in between leaves `.NAME.UUID.partial` behind, which the next one may remove.
public enum PartialFile {
  private static let ending = ".partial"

  /// A name of its own, in the same directory, for what is to replace the file at a place.
  static func name(for place: URL) -> URL {
    place.deletingLastPathComponent()
      .appending(path: ".\(place.lastPathComponent).\(UUID())\(ending)")
  }

  /// Why a file was not written.
  public struct Failure: Error, CustomStringConvertible {
    /// A clause.
    public let reason: String

    /// The clause.
    public var description: String { reason }

    /// What the last call of the system said.
    static var latest: Failure { Failure(reason: String(cString: strerror(errno))) }
  }

  /// Replaces the file at a place in one step, or leaves it as it is.
  ///
  /// The bytes are on the disk before the file has its name.
  /// - Throws: `Failure`.
  public static func write(_ bytes: some Collection<UInt8>, to place: URL) throws {
    try write(to: place) { try create(bytes, at: $0) }
  }

  /// Replaces the file at a place in one step by one that a function writes at another, or leaves
  /// it as it is.
  ///
  /// - Throws: what the function throws, or `Failure`.
  public static func write(to place: URL, _ body: (URL) throws -> Void) throws {
    let partial = name(for: place)
    do {
      try body(partial)
      let there = FileKind(at: place.path)
      guard there.mayBeReplaced else {
        throw Failure(reason: "\(there.label) stands there, which is not replaced")
      }
      guard rename(partial.path, place.path) == 0 else { throw Failure.latest }
    } catch {
      unlink(partial.path)
      throw error
    }
  }

  /// Makes a file of these bytes and has them on the disk.
  ///
  /// - Throws: `Failure`; what was made of the file stays.
  public static func create(_ bytes: some Collection<UInt8>, at url: URL) throws {
    let descriptor = open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Failure.latest }
    do {
      // Whoever removes leftovers sees that its writer lives.
      flock(descriptor, LOCK_SH | LOCK_NB)
      try write(bytes, to: descriptor)
      guard fsync(descriptor) == 0 || errno == EINVAL else { throw Failure.latest }
    } catch {
      close(descriptor)
      throw error
    }
    guard close(descriptor) == 0 else { throw Failure.latest }
  }

  private static func write(_ bytes: some Collection<UInt8>, to descriptor: CInt) throws {
    let whole: Void? = try bytes.withContiguousStorageIfAvailable { memory in
      var rest = UnsafeRawBufferPointer(memory)
      while let start = rest.baseAddress, !rest.isEmpty {
        let count = writeSome(descriptor, start, rest.count)
        if count < 0 {
          if errno == EINTR { continue }
          throw Failure.latest
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
    if whole == nil { try write(Array(bytes), to: descriptor) }
  }

  /// Removes what writers that were stopped have left of the file at a place.
  ///
  /// Only regular files of such a name go, and only those that nobody holds open under a lock, as
  /// writers do. What cannot be removed stays.
  public static func removeLeftovers(of place: URL) {
    let directory = place.deletingLastPathComponent()
    let prefix = ".\(place.lastPathComponent)."
    removeLeftovers(in: directory) { $0.hasPrefix(prefix) }
  }

  /// Removes what writers that were stopped have left of any file of a directory, as of one.
  public static func removeLeftovers(in directory: URL) {
    removeLeftovers(in: directory) { _ in true }
  }

  /// Whether a name is one under which a file is written before it has its own.
  public static func isLeftover(_ name: String) -> Bool {
    guard name.hasPrefix("."), name.hasSuffix(ending) else { return false }
    let rest = name.dropFirst().dropLast(ending.count)
    return rest.count > 37 && rest.dropLast(36).hasSuffix(".")
      && UUID(uuidString: String(rest.suffix(36))) != nil
  }

  private static func removeLeftovers(in directory: URL, where isMeant: (String) -> Bool) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    for name in names where isLeftover(name) && isMeant(name) {
      let path = directory.appending(path: name).path
      guard FileKind(at: path) == .regular else { continue }
      let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
    }
  }
}

/// The system's call, whose name the methods above have too.
private func writeSome(_ descriptor: CInt, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
