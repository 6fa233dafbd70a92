/// The mean of a sample with its two-sided Student-t interval, mean ± t·s/√n.
///
/// The values are taken as independent draws from one normal distribution; then the interval covers
/// its expectation with the confidence asked for. One value has a mean and nothing else.
///
///     let interval = Interval(of: [1, 2, 3, 4, 5])
///     interval.mean    // 3
///     interval.bounds  // 1.0367…4.9632
///
/// - SeeAlso: Student (1908), The probable error of a mean.
public struct Interval: Sendable, Equatable {
  /// The number n of values.
  public let count: Int
  /// The mean.
  public let mean: Double
  /// The standard deviation with divisor n − 1; nil for n = 1.
  public let deviation: Double?
  /// Half the width of the interval, t·s/√n; nil for n = 1.
  public let halfWidth: Double?

  /// The interval of the mean of some values.
  ///
  /// - Parameters:
  ///   - values: at least one, all finite.
  ///   - confidence: the probability that the interval covers the expectation, between 0 and 1.
  ///     The default is 0.95.
  public init(of values: [Double], confidence: Double = 0.95) {
    precondition(!values.isEmpty, "no value has no mean")
    precondition(values.allSatisfy(\.isFinite), "the mean of \(values)")
    let n = Double(values.count)
    let first = values.reduce(0, +) / n
    // The second pass takes back the rounding of the first.
    let mean = first + values.reduce(0) { $0 + ($1 - first) } / n
    count = values.count
    self.mean = mean
    guard values.count > 1 else {
      (deviation, halfWidth) = (nil, nil)
      return
    }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / (n - 1)).squareRoot()
    let t = StudentDistribution(degreesOfFreedom: values.count - 1).quantile((1 + confidence) / 2)
    self.deviation = deviation
    halfWidth = t * deviation / n.squareRoot()
  }

  /// The interval; nil for n = 1.
  public var bounds: ClosedRange<Double>? { halfWidth.map { mean - $0...mean + $0 } }

  /// Whether the whole interval lies above a value; never for n = 1.
  public func lies(above value: Double) -> Bool { (bounds?.lowerBound).map { $0 > value } ?? false }

  /// Whether the whole interval lies below a value; never for n = 1.
  public func lies(below value: Double) -> Bool { (bounds?.upperBound).map { $0 < value } ?? false }
}
