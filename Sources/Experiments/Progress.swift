import Attacks
import Domains
import Learning

/// Work that is to be done, for the estimate of the time left.
public struct ProgressWork: Sendable, Hashable {
  /// What takes about as many seconds per unit of cost as all else of its kind.
  public var kind: String
  /// Its rough relative cost.
  public var cost: Double

  /// Work of the given kind and cost.
  public init(kind: String, cost: Double) { (self.kind, self.cost) = (kind, cost) }

  /// An experiment's: one kind per domain, treatment and attacked learner.
  init(_ experiment: Experiment) {
    let parts = [
      experiment.domain.title, experiment.attack?.name, experiment.attacked?.name,
      experiment.poisonVictims.map { _ in "other victims" },
    ]
    self.init(kind: parts.compactMap(\.self).joined(separator: ", "), cost: experiment.cost)
  }
}

/// One experiment that was run and is stored.
public struct ProgressStep: Sendable {
  /// What it is.
  public var label: String
  /// The part of the study that it was first needed for, such as "Figure 5"; empty outside one.
  public var part: String
  /// The work as it was announced.
  public var work: ProgressWork
  /// The seconds that it took one job.
  public var seconds: Double

  /// A step of the given parts.
  public init(label: String, part: String, work: ProgressWork, seconds: Double) {
    (self.label, self.part, self.work, self.seconds) = (label, part, work, seconds)
  }
}

/// How long the rest of some work will take, by how long each kind of it has taken so far.
public struct ProgressEstimate: Sendable {
  private struct Kind {
    var left = 0.0, done = 0.0, seconds = 0.0
  }

  private var kinds: [String: Kind] = [:]

  /// All of it is still to be done.
  public init(_ work: [ProgressWork] = []) {
    for part in work { kinds[part.kind, default: Kind()].left += part.cost }
  }

  /// Notes that a part of it took one job so long.
  public mutating func finish(_ work: ProgressWork, seconds: Double) {
    kinds[work.kind, default: Kind()].left -= work.cost
    know(work, seconds: seconds)
  }

  /// Notes what other work of its kind has taken.
  public mutating func know(_ work: ProgressWork, seconds: Double) {
    kinds[work.kind, default: Kind()].done += work.cost
    kinds[work.kind, default: Kind()].seconds += seconds
  }

  /// The seconds that the rest takes one job; nil before anything is done.
  ///
  /// Kinds of which nothing is known take as long per unit of cost as all others together.
  public var secondsLeft: Double? {
    let (done, seconds) = kinds.values.reduce((0, 0)) { ($0.0 + $1.done, $0.1 + $1.seconds) }
    guard done > 0 else { return nil }
    return kinds.values.reduce(0) { sum, kind in
      sum + max(0, kind.left) * (kind.done > 0 ? kind.seconds / kind.done : seconds / done)
    }
  }

  /// The share that is done, by the same measure; 0 before anything is.
  public var share: Double {
    let seconds = kinds.values.reduce(0) { $0 + $1.seconds }
    return secondsLeft.map { seconds / max(seconds + $0, 1e-9) } ?? 0
  }
}

/// Told how a run goes.
public protocol ProgressReport: Sendable {
  /// Of `total` experiments these have to be run, `jobs` at once.
  func begin(total: Int, missing: [ProgressWork], jobs: Int) async
  /// One was run and is stored.
  func finished(_ step: ProgressStep) async
  /// All are there.
  func end() async
}

extension Duration {
  /// The whole in seconds.
  public var seconds: Double { self / .seconds(1) }
}
