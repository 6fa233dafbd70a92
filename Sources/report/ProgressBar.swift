import Experiments
import Foundation
import Reproducibility

/// Progress on standard error: a bar with an estimate on a terminal, else a line every few seconds.
actor ProgressBar: ProgressReport {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let clock = ContinuousClock()
  private var start = ContinuousClock().now
  private var shown = ContinuousClock().now
  private var (count, missing, jobs) = (0, 0, 1)
  private var estimate = ProgressEstimate()
  /// The page to open while the work goes on; nil before there is one.
  private var page: String?
  /// Where speeds are kept for later estimates; nil for nowhere.
  private let root: URL?
  private var steps: [ProgressStep] = []
  /// What each part of the grid took, in order of first appearance.
  private var parts: [(name: String, count: Int, seconds: Double)] = []

  /// Progress of a run, which keeps what experiments took in a repository; by default nowhere.
  init(measuringInto root: URL? = nil) { self.root = root }

  func begin(total: Int, missing work: [ProgressWork], jobs: Int) {
    (start, shown) = (clock.now, clock.now)
    (count, missing, self.jobs) = (0, work.count, jobs)
    (estimate, parts) = (ProgressEstimate(work), [])
    let known = total - work.count
    if work.isEmpty {
      say("all \(total) experiments are known\n")
    } else {
      say("\(work.count) experiments to run, \(known) known\n")
    }
  }

  /// Names the page that shows what is known so far.
  func show(_ page: String) {
    if self.page == nil { say(isTerminal ? StandardStreams.clearing : "", "open \(page)\n") }
    self.page = page
  }

  func finished(_ step: ProgressStep) {
    count += 1
    steps.append(step)
    estimate.finish(step.work, seconds: step.seconds)
    if let index = parts.firstIndex(where: { $0.name == step.part }) {
      parts[index].count += 1
      parts[index].seconds += step.seconds
    } else {
      parts.append((step.part, 1, step.seconds))
    }
    let left = (estimate.secondsLeft ?? 0) / Double(max(1, min(jobs, missing - count)))
    let text =
      "\(count)/\(missing)  \(duration(seconds(since: start))) gone, about \(duration(left)) left"
    if isTerminal {
      let width = 24
      let full = Int(Double(width) * min(1, estimate.share))
      let bar = String(repeating: "█", count: full) + String(repeating: "·", count: width - full)
      say("\(StandardStreams.clearing)\(bar) \(text)  \(step.label)\(place)")
    } else if seconds(since: shown) >= 5 || count == missing {
      shown = clock.now
      say("\(text)  \(step.label)\(place)\n")
    }
  }

  private var place: String { page.map { "  \($0)" } ?? "" }

  func end() {
    keepSpeeds()
    if isTerminal, missing > 0 { say("\n") }
    for part in parts where !part.name.isEmpty {
      say("\(part.name): \(part.count) experiments, \(duration(part.seconds)) of computing\n")
    }
  }

  /// What like experiments will take is estimated from it; where it cannot be kept, it is not.
  private func keepSpeeds() {
    guard let root, !steps.isEmpty else { return }
    var speeds = MeasuredSpeeds(root: root)
    for step in steps { speeds.add(step.work, seconds: step.seconds) }
    speeds.note(megabytes: Machine.peakMegabytes(), jobs: jobs)
    steps = []
    try? speeds.write(root: root)
  }

  private func seconds(since instant: ContinuousClock.Instant) -> Double {
    let duration = clock.now - instant
    return Double(duration.components.seconds) + 1e-18 * Double(duration.components.attoseconds)
  }

  private func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
  }

  private func say(_ text: String...) {
    StandardStreams.say(text.joined())
  }
}
