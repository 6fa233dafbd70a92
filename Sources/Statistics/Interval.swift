/// The mean of a sample with its two-sided Student-t interval, mean ± t·s/√n.
///
/// The values are taken as independent draws from one normal distribution, unless a `UnitDesign`
/// says what they have in common; then the interval covers its expectation with the confidence
/// asked for. One value has a mean and nothing else.
///
///     let interval = Interval(of: [1, 2, 3, 4, 5])
///     interval.mean    // 3
///     interval.bounds  // 1.0367…4.9632
///
/// - SeeAlso: Student (1908), The probable error of a mean.
public struct Interval: Sendable, Equatable {
  /// The number n of values, or of their groups.
  public let count: Int
  /// The mean.
  public let mean: Double
  /// The standard deviation with divisor n − 1; nil for n = 1.
  public let deviation: Double?
  /// The error of the mean, s/√n times what dependence adds; nil for n = 1.
  public let standardError: Double?
  /// Half the width of the interval, t times the standard error; nil for n = 1.
  public let halfWidth: Double?
  private let design: UnitDesign
  private let confidence: Double

  /// The interval of the mean of some values.
  ///
  /// - Parameters:
  ///   - values: at least one, all finite.
  ///   - design: how the values depend on each other. The default is not at all.
  ///   - confidence: the probability that the interval covers the expectation, between 0 and 1.
  ///     The default is 0.95.
  public init(of values: [Double], design: UnitDesign = .independent, confidence: Double = 0.95) {
    precondition(!values.isEmpty, "no value has no mean")
    precondition(values.allSatisfy(\.isFinite), "the mean of \(values)")
    (self.design, self.confidence) = (design, confidence)
    let values = design.draws(values)
    let n = Double(values.count)
    let first = values.reduce(0, +) / n
    // The second pass takes back the rounding of the first.
    let mean = first + values.reduce(0) { $0 + ($1 - first) } / n
    count = values.count
    self.mean = mean
    guard values.count > 1 else {
      (deviation, standardError, halfWidth) = (nil, nil, nil)
      return
    }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / (n - 1)).squareRoot()
    self.deviation = deviation
    standardError = deviation * design.errorFactor(count: values.count)
    halfWidth = standardError.map { Interval.quantile(values.count, confidence) * $0 }
  }

  private static func quantile(_ count: Int, _ confidence: Double) -> Double {
    StudentDistribution(degreesOfFreedom: count - 1).quantile((1 + confidence) / 2)
  }

  /// The interval; nil for n = 1.
  public var bounds: ClosedRange<Double>? { halfWidth.map { mean - $0...mean + $0 } }

  /// Whether the whole interval lies above a value; never for n = 1.
  public func lies(above value: Double) -> Bool { (bounds?.lowerBound).map { $0 > value } ?? false }

  /// Whether the whole interval lies below a value; never for n = 1.
  public func lies(below value: Double) -> Bool { (bounds?.upperBound).map { $0 < value } ?? false }

  /// Whether the whole interval lies between two values, neither touched; never for n = 1.
  public func lies(within range: ClosedRange<Double>) -> Bool {
    lies(above: range.lowerBound) && lies(below: range.upperBound)
  }

  /// The smallest expectation that an interval like this one finds to differ from 0 with a power of
  /// 80 %, in the unit of the values; nil for n = 1.
  public var detectable: Double? {
    standardError.map {
      MinimumDetectableEffect(count: count).deviations * Double(count).squareRoot() * $0
    }
  }

  /// How many values (or groups) would keep the interval clear of a threshold, if their mean and
  /// deviation stayed what they are.
  ///
  /// - Parameter threshold: in the unit of the values.
  /// - Returns: at least 2; nil for n = 1, and where no number up to 10 000 suffices, as when the
  ///   mean is the threshold.
  public func countDeciding(_ threshold: Double) -> Int? {
    guard let deviation else { return nil }
    let distance = (mean - threshold).magnitude
    func decides(_ count: Int) -> Bool {
      Interval.quantile(count, confidence) * deviation * design.errorFactor(count: count) < distance
    }
    var (low, high) = (1, 10_000)
    guard decides(high) else { return nil }
    while high - low > 1 {
      let middle = (low + high) / 2
      if decides(middle) { high = middle } else { low = middle }
    }
    return high
  }
}
