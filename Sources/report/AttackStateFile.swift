import Experiments
import Foundation
import Reproducibility
import Storage
import Synchronization

/// Where `report attack` keeps how far it has come: a file beside its output, gone when it is done.
///
/// It is written at most every second, each time in one step, and once more when the command
/// is interrupted, so that a run that is stopped loses little.
final class AttackStateFile: Sendable {
  private struct Contents: Codable {
    var key: String
    /// Another version may compute otherwise: its state is not gone on from.
    var madeBy = Release.madeBy
    var state: CustomRunState
  }

  /// What every version of this program has written into such a file.
  private struct Mark: Decodable {
    struct Anything: Decodable {}

    var key: String
    var state: Anything

    var isOurs: Bool { key.count == 64 && key.allSatisfy(\.isHexDigit) }
  }

  /// What is known of a run.
  private struct Progress {
    var latest: Contents?
    var written = ContinuousClock.now
    var isWritten = false
    /// Seconds until the next time; large states, which take long, are written less often.
    var pause = AttackStateFile.interval
  }

  /// Whether the place is free, or holds a state that this program has kept there: nothing else is
  /// read as one, overwritten or removed.
  private let isOurs: Bool

  /// The file.
  let url: URL
  private let progress = Mutex(Progress())

  /// Seconds between two states that are kept, at least, and as a multiple of what one takes.
  private static let interval = 1.0, share = 20.0

  /// The file for the output at a path.
  init(beside output: String) {
    url = URL(filePath: output + ".state")
    switch FileKind(at: url.path) {
    case .nothing: isOurs = true
    case .regular: isOurs = AttackStateFile.read(Mark.self, at: url)?.isOurs ?? false
    default: isOurs = false
    }
  }

  private static func read<Value: Decodable>(_ type: Value.Type, at url: URL) -> Value? {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? Data(contentsOf: url) else { return nil }
    return try? decoder.decode(type, from: data)
  }

  /// The states of one run; `said` is told from where it goes on.
  func states(_ said: @escaping @Sendable (String) -> Void) -> KeptStates {
    KeptStates(
      resumed: { key, fits in
        guard self.isOurs, FileKind(at: self.url.path) == .regular,
          let contents = AttackStateFile.read(Contents.self, at: self.url)
        else { return nil }
        guard contents.key == key.description, contents.madeBy == Release.madeBy,
          fits(contents.state)
        else {
          said("without \(self.url.lastPathComponent), which another attack or version has kept")
          return nil
        }
        self.progress.withLock { ($0.latest, $0.isWritten) = (contents, true) }
        if let phrase = contents.state.phrase { said(phrase) }
        return contents.state
      },
      keep: { state, key in
        self.progress.withLock { progress in
          progress.latest = Contents(key: key.description, state: state)
          progress.isWritten = false
          let now = ContinuousClock.now
          guard (now - progress.written).seconds >= progress.pause else { return }
          self.write(&progress)
          progress.written = ContinuousClock.now
          progress.pause = max(
            AttackStateFile.interval, AttackStateFile.share * (progress.written - now).seconds)
        }
      })
  }

  /// What cannot be kept costs a later run time, nothing else.
  private func write(_ progress: inout Progress) {
    guard isOurs, let latest = progress.latest, !progress.isWritten,
      [.nothing, .regular].contains(FileKind(at: url.path))
    else { return }
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(latest) else { return }
    progress.isWritten = (try? PartialFile.write(data, to: url)) != nil
  }

  /// Writes what is known.
  ///
  /// - Returns: what is kept, as in "after iteration 12"; nil for nothing.
  func flush() -> String? {
    progress.withLock { progress in
      write(&progress)
      return progress.isWritten ? progress.latest?.state.phrase : nil
    }
  }

  /// Removes the file, and what was left of earlier ones.
  func remove() {
    progress.withLock { $0 = Progress() }
    PartialFile.removeLeftovers(of: url)
    if isOurs, FileKind(at: url.path) == .regular { try? FileManager.default.removeItem(at: url) }
  }
}
