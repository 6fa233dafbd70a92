import Experiments
import Foundation

/// Progress on standard error: a bar with an estimate on a terminal, else a line every few seconds.
actor ProgressBar: ProgressReport {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let clock = ContinuousClock()
  private var start = ContinuousClock().now
  private var shown = ContinuousClock().now
  private var (count, missing) = (0, 0)
  private var (cost, spent) = (0.0, 0.0)
  /// What each part of the grid took, in order of first appearance.
  private var parts: [(name: String, count: Int, seconds: Double)] = []

  func begin(total: Int, missing costs: [Double]) {
    (start, shown) = (clock.now, clock.now)
    (count, missing) = (0, costs.count)
    (cost, spent) = (costs.reduce(0, +), 0)
    parts = []
    let known = total - costs.count
    if costs.isEmpty {
      say("all \(total) experiments are known\n")
    } else {
      say("\(costs.count) experiments to run, \(known) known\n")
    }
  }

  func finished(_ step: ProgressStep) {
    count += 1
    spent += step.cost
    if let index = parts.firstIndex(where: { $0.name == step.part }) {
      parts[index].count += 1
      parts[index].seconds += step.seconds
    } else {
      parts.append((step.part, 1, step.seconds))
    }
    let elapsed = seconds(since: start)
    let left = spent > 0 ? elapsed * (self.cost - spent) / spent : 0
    let text = "\(count)/\(missing)  \(duration(elapsed)) gone, about \(duration(left)) left"
    if isTerminal {
      let width = 24
      let full = Int(Double(width) * min(1, spent / max(self.cost, 1e-9)))
      let bar = String(repeating: "█", count: full) + String(repeating: "·", count: width - full)
      say("\r\u{1B}[2K\(bar) \(text)  \(step.label)")
    } else if seconds(since: shown) >= 5 || count == missing {
      shown = clock.now
      say("\(text)  \(step.label)\n")
    }
  }

  func end() {
    if isTerminal, missing > 0 { say("\n") }
    for part in parts where !part.name.isEmpty {
      say("\(part.name): \(part.count) experiments, \(duration(part.seconds)) of computing\n")
    }
  }

  private func seconds(since instant: ContinuousClock.Instant) -> Double {
    let duration = clock.now - instant
    return Double(duration.components.seconds) + 1e-18 * Double(duration.components.attoseconds)
  }

  private func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
  }

  private func say(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
