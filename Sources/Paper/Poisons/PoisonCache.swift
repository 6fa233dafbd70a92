public import Foundation
import Reproducibility
import Synchronization

/// Portraits of poisons that were made before, kept in a file, by what they were made from.
///
/// A file that another program wrote, or that cannot be read, counts as none.
public final class PoisonCache: Sendable {
  private static let format = "poison-portraits/1"
  private let file: URL
  /// The program that computes: its bytes; nil where that is not known, and nothing is kept.
  private let program: Digest?
  private let known: [Digest: PoisonPortrait]
  private let current = Mutex<[Digest: PoisonPortrait]>([:])

  private struct Contents: Codable {
    var format: String, program: String
    var portraits: [String: PoisonPortrait]
  }

  /// What a file holds; nothing where there is none.
  public convenience init(file: URL) {
    self.init(
      file: file, program: Bundle.main.executableURL.flatMap { try? Digest(ofFileAt: $0) })
  }

  init(file: URL, program: Digest?) {
    (self.file, self.program) = (file, program)
    guard let program, let data = try? Data(contentsOf: file),
      let contents = try? JSONDecoder().decode(Contents.self, from: data),
      contents.format == PoisonCache.format, contents.program == program.description
    else {
      known = [:]
      return
    }
    known = Dictionary(
      contents.portraits.compactMap { key, portrait in Digest(hex: key).map { ($0, portrait) } }
    ) { first, _ in first }
  }

  /// The portrait that was made from the same things, if there is one.
  func portrait(_ key: Digest) -> PoisonPortrait? {
    guard let portrait = known[key] else { return nil }
    keep(portrait, for: key)
    return portrait
  }

  /// Keeps a portrait for the next time.
  func keep(_ portrait: PoisonPortrait, for key: Digest) {
    current.withLock { $0[key] = portrait }
  }

  /// Writes what was asked for since this was made.
  ///
  /// - Throws: an error of the disk.
  public func write() throws {
    let portraits = current.withLock { $0 }
    guard let program, portraits != known else { return }
    let contents = Contents(
      format: PoisonCache.format, program: program.description,
      portraits: Dictionary(uniqueKeysWithValues: portraits.map { ("\($0.key)", $0.value) }))
    let text = try JSONValue(encoding: contents).canonicalText + "\n"
    try PartialFile.write(Array(text.utf8), to: file)
  }
}
