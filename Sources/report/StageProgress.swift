import Experiments
import Foundation
import Reproducibility
import Synchronization

/// How far a command has come, on standard error: a bar with an estimate on a terminal, else a line
/// every few seconds.
final class StageProgress: Sendable {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock.now
  private let shown = Mutex(ContinuousClock.now)
  /// The share that an earlier run had done.
  private let known = Mutex<Double?>(nil)

  /// Seconds between two lines where there is no terminal.
  private static let interval = 5.0

  func show(_ progress: CustomProgress) {
    let gone = (ContinuousClock.now - start).seconds
    let done =
      progress.share
      - known.withLock { known in
        known = known ?? progress.share
        return known ?? 0
      }
    let left = done > 0 ? gone * (1 - progress.share) / done : nil
    let estimate = left.map { ", about \(Int($0.rounded())) s left" } ?? ""
    let percent = "\(Int(100 * progress.share)) %"
    let text = "\(percent)  \(Int(gone.rounded())) s gone\(estimate)  \(progress.stage)"
    if isTerminal {
      let width = 24
      let full = Int(Double(width) * progress.share)
      let bar = String(repeating: "█", count: full) + String(repeating: "·", count: width - full)
      write("\(StandardStreams.clearing)\(bar) \(text)")
    } else if shown.withLock({ last in
      let isDue = (ContinuousClock.now - last).seconds >= StageProgress.interval
      if isDue { last = ContinuousClock.now }
      return isDue
    }) {
      write(text + "\n")
    }
  }

  func end() {
    if isTerminal { write(StandardStreams.clearing) }
  }

  /// A line of its own.
  func say(_ text: String) { write((isTerminal ? StandardStreams.clearing : "") + text + "\n") }

  private func write(_ text: String) { StandardStreams.say(text) }
}
