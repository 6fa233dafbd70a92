import Foundation
import Reproducibility

/// Climbs ladders until time or memory ends them.
public struct ScaleMeasurement: Sendable {
  /// What a size may take.
  public var limits: ScaleLimits

  /// A measurement within limits.
  public init(limits: ScaleLimits = ScaleLimits()) { self.limits = limits }

  /// Why a size came to nothing.
  public enum Failure: Error, Equatable {
    /// It took more time than allowed.
    case time
    /// It took more memory than allowed, or failed otherwise, for that reason.
    case other(String)
  }

  /// Measures one size of a ladder in this process, which should do nothing else.
  ///
  /// The first run, which makes tapes and fills caches, counts only if it takes two seconds or
  /// more; otherwise the mean of as many as take half a second, since clocks of processor time may
  /// tick in milliseconds.
  /// - Throws: what a domain or a training throws.
  public static func point(of ladder: ScaleLadder, at value: Int) async throws -> ScaleStudy.Point {
    let base = Machine.peakMegabytes()
    let work = try await ladder.work(value)
    func seconds(_ least: Double) async throws -> Double {
      let start = clock()
      var (count, taken) = (0, 0.0)
      repeat {
        try await work.body()
        count += 1
        // POSIX counts in microseconds whatever the clock's resolution.
        taken = Double(clock() - start) / 1e6
      } while taken < least
      return taken / Double(count)
    }
    let first = try await seconds(0)
    return ScaleStudy.Point(
      value: value, seconds: first < 2 ? try await seconds(0.5) : first,
      megabytes: Machine.peakMegabytes(), baseMegabytes: base, weights: work.weights)
  }

  /// Goes on with a row until it ends.
  ///
  /// - Parameters:
  ///   - row: what is known of it; measured sizes are not measured again.
  ///   - ladder: its ladder.
  ///   - measure: measures one size, told what it is expected to take where that is known.
  ///   - keep: told of the row after each size.
  /// - Throws: what `measure` throws besides `Failure`, and what `keep` throws.
  public func climb(
    _ row: ScaleStudy.Row, _ ladder: ScaleLadder,
    measure: (Int, _ expected: Double?) async throws -> ScaleStudy.Point,
    keep: (ScaleStudy.Row) throws -> Void
  ) async throws {
    var row = row
    func finish(_ end: ScaleStudy.End) throws {
      row.end = end
      try keep(row)
    }
    for value in ladder.values where value > row.points.last?.value ?? 0 {
      // Small sizes, where a fixed part weighs, say too little of how the next one grows.
      let expected = row.forecast(value, least: 1)
      if let expected, expected.seconds > limits.seconds {
        return try finish(.time(next: value, seconds: expected.seconds))
      }
      if let expected, expected.megabytes > limits.megabytes {
        return try finish(.memory(next: value, megabytes: expected.megabytes))
      }
      do {
        row.points.append(try await measure(value, expected?.seconds))
      } catch Failure.time {
        return try finish(.time(next: value, seconds: limits.seconds))
      } catch Failure.other(let reason) {
        return try finish(.failed(next: value, reason: reason))
      }
      row.day = Machine.day
      try keep(row)
    }
    try finish(.asked)
  }
}
