public import Foundation
import Statistics

/// How far one machine goes: what an attack iteration takes while one size grows until time or
/// memory ends it.
public struct ScaleStudy: MeasuredFile, Equatable {
  /// Where the file is, and which command writes it.
  public static let path = "data/scale.json", command = "report scale"

  /// What was measured at one size, in a process of its own.
  public struct Point: Sendable, Codable, Equatable {
    /// The size.
    public var value: Int
    /// Processor seconds, and the most memory of the process in megabytes of 10⁶ bytes.
    public var seconds, megabytes: Double
    /// What the process took before it began.
    public var baseMegabytes: Double
    /// The number of the learner's weights; nil where nothing is learned.
    public var weights: Int?

    /// What was measured.
    public init(
      value: Int, seconds: Double, megabytes: Double, baseMegabytes: Double, weights: Int? = nil
    ) {
      (self.value, self.seconds, self.weights) = (value, seconds, weights)
      (self.megabytes, self.baseMegabytes) = (megabytes, baseMegabytes)
    }
  }

  /// Why no larger size was measured.
  public enum End: Sendable, Codable, Equatable {
    /// The largest size asked for was measured.
    case asked
    /// A size would take, or took, more time than allowed: about so many seconds.
    case time(next: Int, seconds: Double)
    /// A size would take more memory than allowed: about so many megabytes.
    case memory(next: Int, megabytes: Double)
    /// A size failed, for that reason.
    case failed(next: Int, reason: String)
  }

  /// One size that grows, all others fixed.
  public struct Row: Sendable, Codable, Equatable {
    /// The ladder's name.
    public var id: String
    /// What was measured, ascending.
    public var points: [Point]
    /// Why it ends there; nil while it is being measured.
    public var end: End?
    /// The limits that held: seconds of a size, and megabytes of a process.
    public var limits: ScaleLimits
    /// The processor, and the day of the last point (ISO 8601).
    public var machine: String, day: String

    /// A row.
    public init(
      id: String, points: [Point] = [], end: End? = nil, limits: ScaleLimits, machine: String,
      day: String
    ) {
      (self.id, self.points, self.end, self.limits) = (id, points, end, limits)
      (self.machine, self.day) = (machine, day)
    }

    /// What it is a row of; nil where this program knows no such ladder.
    public var ladder: ScaleLadder? { ScaleLadder.all.first { $0.id == id } }
  }

  /// The rows, in the order of the ladders.
  public private(set) var rows: [Row]

  /// A study of the given rows.
  public init(rows: [Row] = []) { self.rows = rows }

  /// Takes a row in, in place of one of its name.
  public mutating func put(_ row: Row) {
    let order = ScaleLadder.all.map(\.id)
    rows = (rows.filter { $0.id != row.id } + [row]).sorted {
      (order.firstIndex(of: $0.id) ?? order.count) < (order.firstIndex(of: $1.id) ?? order.count)
    }
  }
}

/// What a size may take.
public struct ScaleLimits: Sendable, Codable, Equatable {
  /// Processor seconds.
  public var seconds: Double
  /// Megabytes of 10⁶ bytes.
  public var megabytes: Double

  /// Limits; by default ten minutes, and three quarters of the machine's memory.
  public init(
    seconds: Double = 600,
    megabytes: Double = (0.75e-6 * Double(ProcessInfo.processInfo.physicalMemory)).rounded()
  ) {
    precondition(seconds > 0 && megabytes > 0, "limits of \(seconds) s and \(megabytes) MB")
    (self.seconds, self.megabytes) = (seconds, megabytes)
  }
}

extension ScaleStudy.Row {
  /// How many of the largest sizes exponents are fitted to: at small ones a fixed part weighs.
  static let fitted = 3

  /// The exponent e of time ∝ sizeᵉ at the largest sizes; nil with fewer than two.
  public var timeExponent: Double? { exponent { $0.seconds } }

  /// The exponent of the memory above what the process took at first.
  ///
  /// Nil with fewer than two sizes, where one needs none, or where a larger one needs less than a
  /// smaller one, as where checkpoints begin.
  public var memoryExponent: Double? {
    let grown = points.suffix(ScaleStudy.Row.fitted).map { $0.megabytes - $0.baseMegabytes }
    guard grown == grown.sorted() else { return nil }
    return exponent { $0.megabytes - $0.baseMegabytes }
  }

  private func exponent(_ amount: (ScaleStudy.Point) -> Double) -> Double? {
    let last = points.suffix(ScaleStudy.Row.fitted)
    guard last.count > 1, last.allSatisfy({ amount($0) > 0 }) else { return nil }
    return Slope(of: last.map { log(amount($0)) }, on: last.map { log(Double($0.value)) }).value
  }

  /// What a size is expected to take, by the power law through the largest one that was measured.
  ///
  /// - Parameters:
  ///   - value: the size.
  ///   - least: the least exponent that is believed; the default is none.
  /// - Returns: seconds and megabytes; nil before two sizes were measured.
  public func forecast(_ value: Int, least: Double = -.infinity) -> (
    seconds: Double, megabytes: Double
  )? {
    guard let last = points.last, let time = timeExponent else { return nil }
    let factor = Double(value) / Double(last.value)
    let grown = (last.megabytes - last.baseMegabytes) * pow(factor, max(memoryExponent ?? 1, least))
    return (last.seconds * pow(factor, max(time, least)), last.baseMegabytes + grown)
  }
}
