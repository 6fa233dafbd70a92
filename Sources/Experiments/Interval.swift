#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Foundation
#endif

/// The mean of a sample with its two-sided Student-t interval, as pages and charts print it.
///
/// The values are taken as independent draws from one normal distribution. One value has a mean and nothing else.
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
  ///   - confidence: the probability that the interval covers the mean, between 0 and 1. Default 0.95.
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
    let t = StudentDistribution(degreesOfFreedom: values.count - 1)
      .quantile((1 + confidence) / 2)
    self.deviation = deviation
    halfWidth = t * deviation / n.squareRoot()
  }

  /// The interval; nil for n = 1.
  public var bounds: ClosedRange<Double>? {
    halfWidth.map { mean - $0...mean + $0 }
  }

  /// Whether the whole interval lies above a value.
  public func lies(above value: Double) -> Bool { (bounds?.lowerBound).map { $0 > value } ?? false }

  /// Whether the whole interval lies below a value.
  public func lies(below value: Double) -> Bool { (bounds?.upperBound).map { $0 < value } ?? false }
}

/// Student's t distribution with a whole number of degrees of freedom.
///
/// With sin θ = t/√(ν + t²) the probability of [−t, t] is a finite sum of positive terms in cos²θ, exact for whole ν.
///
/// - SeeAlso: Abramowitz & Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
public struct StudentDistribution: Sendable, Hashable {
  /// ν, at least 1.
  public let degreesOfFreedom: Int

  /// The distribution with ν degrees of freedom.
  public init(degreesOfFreedom: Int) {
    precondition(degreesOfFreedom >= 1, "\(degreesOfFreedom) degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of [−t, t] for t ≥ 0.
  ///
  /// - Complexity: ν/2 multiplications.
  public func probability(within t: Double) -> Double {
    let ν = Double(degreesOfFreedom)
    let isOdd = !degreesOfFreedom.isMultiple(of: 2)
    let (sine, cosine) = (t / (ν + t * t).squareRoot(), (ν / (ν + t * t)).squareRoot())
    var (term, sum) = (isOdd ? cosine : 1.0, 0.0)
    for k in stride(from: isOdd ? 1 : 0, to: degreesOfFreedom - 1, by: 2) {
      sum += term
      term *= cosine * cosine * Double(k + 1) / Double(k + 2)
    }
    return isOdd ? 2 / Double.pi * (atan(t / ν.squareRoot()) + sine * sum) : sine * sum
  }

  /// The value that a variable of this distribution stays below with the given probability in (0, 1).
  public func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "the quantile of \(probability)")
    if probability == 0.5 { return 0 }
    guard probability > 0.5 else { return -quantile(1 - probability) }
    let wanted = 2 * probability - 1
    var (low, high) = (0.0, 1.0)
    while self.probability(within: high) < wanted && high < 1e300 { (low, high) = (high, 2 * high) }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if self.probability(within: middle) < wanted { low = middle } else { high = middle }
    }
  }
}
