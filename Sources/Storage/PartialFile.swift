public import Foundation
import Reproducibility

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

  /// Replaces the file at a place in one step, or leaves it as it is.
  ///
  /// - Throws: what the file system says.
  public static func write(_ data: Data, to place: URL) throws {
    try write(to: place) { try data.write(to: $0, options: .withoutOverwriting) }
  }

  /// Replaces the file at a place in one step by one that a function writes at another, or leaves
  /// it as it is.
  ///
  /// - Throws: what the function throws, or what the file system says.
  public static func write(to place: URL, _ body: (URL) throws -> Void) throws {
    let partial = name(for: place)
    do {
      try body(partial)
      guard rename(partial.path, place.path) == 0 else {
        throw CocoaError(.fileWriteUnknown)
      }
    } catch {
      unlink(partial.path)
      throw error
    }
  }

  /// Removes what writers that were stopped have left of the file at a place.
  ///
  /// Only regular files of such a name go, and only those that nobody holds open under a lock, as
  /// writers do. What cannot be removed stays.
  public static func removeLeftovers(of place: URL) {
    let directory = place.deletingLastPathComponent()
    let prefix = ".\(place.lastPathComponent)."
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    for name in names where name.hasPrefix(prefix) && name.hasSuffix(ending) {
      let middle = name.dropFirst(prefix.count).dropLast(ending.count)
      let path = directory.appending(path: name).path
      guard UUID(uuidString: String(middle)) != nil, FileKind(at: path) == .regular else {
        continue
      }
      let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
    }
  }
}
