import Foundation

/// Student's t distribution with a whole number of degrees of freedom.
///
/// It is what the mean of ν + 1 independent normal values follows, less its expectation and in
/// units of the standard error made from the values themselves. With sin θ = t/√(ν + t²) the
/// probability of [−t, t] is a finite sum of positive terms in cos²θ: no series is cut off and
/// nothing cancels.
///
/// - SeeAlso: Abramowitz & Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
public struct StudentDistribution: Sendable, Hashable {
  /// ν, at least 1.
  public let degreesOfFreedom: Int

  /// The distribution with ν degrees of freedom, at least 1.
  public init(degreesOfFreedom: Int) {
    precondition(degreesOfFreedom >= 1, "\(degreesOfFreedom) degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of [−t, t] for t ≥ 0, to about ν·10⁻¹⁶.
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

  /// The value that a variable of this distribution stays below with a probability in (0, 1).
  ///
  /// It is bisected down to neighbouring numbers, so that its error is that of
  /// `probability(within:)`.
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
