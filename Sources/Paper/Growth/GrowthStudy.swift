import Foundation
public import Learning
import Reproducibility
import Statistics

/// How the time of an attack iteration grows with one size at a time, and what it is in every
/// domain, as one machine measured it.
public struct GrowthStudy: MeasuredFile, Equatable {
  /// A size that was varied, with what one learner's attack took at each value.
  public struct Curve: Sendable, Codable, Equatable {
    /// What was varied: "training instances", "training steps", "hidden units", "decision
    /// variables".
    public var size: String
    /// The learner.
    public var learner: LearnerID
    /// The values of the size, ascending, and the median seconds of an iteration at each.
    public var values, seconds: [Double]

    /// The exponent e of time ∝ sizeᵉ, by least squares on logarithms; NaN where no sizes
    /// differ.
    public var exponent: Double {
      let (x, y) = (values.map { log($0) }, seconds.map { log($0) })
      return Set(x).count > 1 ? Slope(of: y, on: x).value : .nan
    }
  }

  /// What so many jobs at once take for the same work.
  public struct Jobs: Sendable, Codable, Equatable {
    /// The number of jobs, and the seconds of the whole.
    public var count: Int, seconds: Double
  }

  /// The curves, by size and then by learner.
  public var curves: [Curve]
  /// The same work done by 1, 2, … jobs.
  public var jobs: [Jobs]
  /// The instructions that were computed with, and the number of cores.
  public var instructions: String, cores: Int
  /// What an iteration costs against either learner, by domain; none where that was not measured.
  public var costs: [IterationCost] = []
  /// The processor, and the day of the measurement (ISO 8601); empty where they are not known.
  public var machine = "", day = ""
  /// What is known of other libraries' times, in a sentence: recorded once, not measured here.
  public var baseline = RecordedBaseline.source

  /// The share of perfect speed-up that a number of jobs reaches; nil without a single job to
  /// compare with.
  public func efficiency(of jobs: Jobs) -> Double? {
    self.jobs.first { $0.count == 1 }.map { $0.seconds / (jobs.seconds * Double(jobs.count)) }
  }

  private enum CodingKeys: String, CodingKey {
    case curves, jobs, instructions, cores, costs, machine, day, baseline
  }

  /// Where the file is, and what writes it.
  public static let path = "data/performance.json", command = "report performance"
}

extension GrowthStudy {
  /// Reads what a file holds; the costs of iterations, the machine and the day may be missing.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      curves: try values.decode([Curve].self, forKey: .curves),
      jobs: try values.decode([Jobs].self, forKey: .jobs),
      instructions: try values.decode(String.self, forKey: .instructions),
      cores: try values.decode(Int.self, forKey: .cores),
      costs: try values.decodeIfPresent([IterationCost].self, forKey: .costs) ?? [],
      machine: try values.decodeIfPresent(String.self, forKey: .machine) ?? "",
      day: try values.decodeIfPresent(String.self, forKey: .day) ?? "")
  }
}
