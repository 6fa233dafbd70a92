import Foundation
import Reproducibility

/// The iterations of one attack as a bar on standard error; nothing where that is no terminal.
struct IterationProgress: Sendable {
  let total: Int
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock.now

  init(total: Int) { self.total = total }

  func show(_ iteration: Int, adversaryLoss: Double) {
    guard isTerminal, total > 0 else { return }
    let width = 24
    let full = width * iteration / total
    let bar = String(repeating: "█", count: full) + String(repeating: "·", count: width - full)
    let gone = (ContinuousClock.now - start) / .seconds(1)
    let left = gone * Double(total - iteration) / Double(max(1, iteration))
    let rest =
      iteration < total
      ? "about \(Int(left.rounded())) s left"
      : "all learners are trained on the result and on the controls"
    say(
      "\r\u{1B}[2K\(bar) \(iteration)/\(total)  \(Int(gone.rounded())) s gone, \(rest)  "
        + "adversary's loss \(NumberFormat.significant(adversaryLoss, digits: 4))")
  }

  func end() {
    if isTerminal { say("\r\u{1B}[2K") }
  }

  private func say(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
