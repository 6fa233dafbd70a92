import Attacks
import Experiments
import Foundation
import Reproducibility
import Synchronization

/// Where `report attack` keeps how far it has come: a file beside its output, gone when it is done.
///
/// It is written at most every few seconds, each time in one step, so that a run that is stopped
/// loses little.
final class AttackStateFile: Sendable {
  private struct Contents: Codable {
    var key: String
    var state: AttackState
  }

  /// Whether the place is free, or holds a state that this program has kept there: nothing else is
  /// read as one, overwritten or removed.
  private let isOurs: Bool

  private let url: URL
  private let written = Mutex<ContinuousClock.Instant?>(nil)

  /// Seconds between two states that are kept.
  private static let interval = 2.0

  /// The file for the output at a path.
  init(beside output: String) {
    url = URL(filePath: output + ".state")
    switch FileKind(at: url.path) {
    case .nothing: isOurs = true
    case .regular: isOurs = AttackStateFile.contents(at: url) != nil
    default: isOurs = false
    }
  }

  private static func contents(at url: URL) -> Contents? {
    guard let data = try? Data(contentsOf: url) else { return nil }
    return try? JSONDecoder().decode(Contents.self, from: data)
  }

  /// The states of one run; `said` is told the iteration from which it goes on.
  func states(_ said: @escaping @Sendable (Int) -> Void) -> KeptStates {
    KeptStates(
      resumed: { key in
        guard self.isOurs, FileKind(at: self.url.path) == .regular,
          let contents = AttackStateFile.contents(at: self.url), contents.key == key.description
        else { return nil }
        said(contents.state.iteration)
        return contents.state
      }, keep: { self.keep($0, key: $1) })
  }

  private func keep(_ state: AttackState, key: Digest) {
    let isDue = written.withLock { last in
      let now = ContinuousClock.now
      if let last, (now - last).seconds < AttackStateFile.interval { return false }
      let isFirst = last == nil
      last = now
      // A short attack leaves no file at all.
      return !isFirst
    }
    guard isOurs, isDue, [.nothing, .regular].contains(FileKind(at: url.path)) else { return }
    // What cannot be kept costs a later run time, nothing else.
    if let data = try? JSONEncoder().encode(Contents(key: key.description, state: state)) {
      try? data.write(to: url, options: .atomic)
    }
  }

  /// Removes the file.
  func remove() {
    if isOurs, FileKind(at: url.path) == .regular { try? FileManager.default.removeItem(at: url) }
  }
}
