public import Foundation
import Reproducibility

/// How long experiments of each kind have taken in a repository, for estimates:
/// `data/speeds.json`, which every run brings up to date and which may be removed at any time.
public struct MeasuredSpeeds: Sendable, Codable, Equatable {
  /// Where the file is, below a repository's root.
  public static let path = "data/speeds.json"

  /// What was run of one kind.
  public struct Kind: Sendable, Codable, Equatable {
    /// The cost of it in units of `Experiment.cost`, and the seconds that it took one job.
    public var cost: Double, seconds: Double
  }

  /// By the kind of work.
  public private(set) var kinds: [String: Kind] = [:]
  /// The most memory that a process took for each of its jobs, in megabytes; 0 where nothing is
  /// known.
  public private(set) var megabytesPerJob = 0.0

  /// Nothing is known.
  public init() {}

  /// What is known in a repository; a file that cannot be read counts as none.
  public init(root: URL) {
    let url = root.appending(path: MeasuredSpeeds.path)
    guard let data = FileManager.default.contents(atPath: url.path),
      let known = try? JSONDecoder().decode(MeasuredSpeeds.self, from: data),
      known.kinds.values.allSatisfy({ $0.cost > 0 && $0.seconds >= 0 })
    else { return }
    self = known
  }

  /// Adds an experiment that was run.
  public mutating func add(_ work: ProgressWork, seconds: Double) {
    guard work.cost > 0 else { return }
    kinds[work.kind, default: Kind(cost: 0, seconds: 0)].cost += work.cost
    kinds[work.kind, default: Kind(cost: 0, seconds: 0)].seconds += seconds
  }

  /// Notes the memory of a process with so many jobs.
  public mutating func note(megabytes: Double, jobs: Int) {
    megabytesPerJob = max(megabytesPerJob, megabytes / Double(max(1, jobs)))
  }

  /// The seconds that some experiments will take one job; nil where nothing is known.
  public func seconds(of items: [KeyedExperiment]) -> Double? {
    let work = items.map { ProgressWork($0.experiment) }
    var estimate = ProgressEstimate(work)
    for (kind, known) in kinds {
      // What was done before is no part of what is left.
      estimate.know(ProgressWork(kind: kind, cost: known.cost), seconds: known.seconds)
    }
    return estimate.secondsLeft
  }

  /// Replaces the file of a repository.
  ///
  /// - Throws: what encoding or writing throws.
  public func write(root: URL) throws {
    let text = try JSONValue(encoding: self).canonicalText + "\n"
    try PartialFile.write(Array(text.utf8), to: root.appending(path: MeasuredSpeeds.path))
  }
}
