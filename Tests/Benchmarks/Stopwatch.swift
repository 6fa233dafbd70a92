/// Wall-clock seconds of repeated work.
enum Stopwatch {
  /// The median seconds of `repetitions` calls of `work`, after one call that does not count.
  static func medianSeconds(repetitions: Int, of work: () throws -> Void) throws -> Double {
    try work()
    var seconds: [Double] = []
    for _ in 0..<repetitions { seconds.append(try Self.seconds(of: work)) }
    return median(of: seconds)
  }

  /// The seconds of one call.
  static func seconds(of work: () throws -> Void) rethrows -> Double {
    let duration = try ContinuousClock().measure(work)
    let (seconds, attoseconds) = duration.components
    return Double(seconds) + 1e-18 * Double(attoseconds)
  }

  /// The middle value, or the mean of the two middle ones.
  static func median(of values: [Double]) -> Double {
    precondition(!values.isEmpty, "the median of nothing")
    let sorted = values.sorted()
    return 0.5 * (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2])
  }
}
