/// Student's t test of whether the mean of paired differences is 0, in either direction.
///
/// The differences are taken as independent draws from one normal distribution, unless a
/// `UnitDesign` says what they have in common.
///
/// - SeeAlso: Student (1908), The probable error of a mean.
public struct PairedTest: Sendable, Equatable {
  /// The p-value: how probable differences at least as far from 0, in standard errors, are if the
  /// expectation is 0.
  ///
  /// It is 1 where all differences are 0, and 0 where all are the same and not 0. It is computed as
  /// one minus a probability, so that it is exact to about 10⁻¹⁵ and not to a share of itself.
  public let probability: Double
  /// The mean difference with its interval of 95 %.
  public let interval: Interval

  /// A test of differences; a single one (or a single group) has the p-value 1.
  ///
  /// - Parameters:
  ///   - differences: at least one.
  ///   - design: how they depend on each other. The default is not at all.
  public init(_ differences: [Double], design: UnitDesign = .independent) {
    interval = Interval(of: differences, design: design)
    guard let error = interval.standardError, error > 0 else {
      probability = interval.mean == 0 || interval.count < 2 ? 1 : 0
      return
    }
    let t = interval.mean.magnitude / error
    probability =
      1 - StudentDistribution(degreesOfFreedom: interval.count - 1).probability(within: t)
  }

  /// The p-values of several tests corrected by Holm's procedure, in their order.
  ///
  /// The i-th smallest of m is multiplied by m − i + 1, and none may be less than one before it
  /// or more than 1. Calling those below α significant then errs anywhere with a probability of at
  /// most α, however the tests depend on each other.
  ///
  /// - SeeAlso: Holm (1979), A simple sequentially rejective multiple test procedure.
  public static func holm(_ probabilities: [Double]) -> [Double] {
    var adjusted = probabilities
    var largest = 0.0
    let order = probabilities.indices.sorted { (probabilities[$0], $0) < (probabilities[$1], $1) }
    for (rank, index) in order.enumerated() {
      largest = max(largest, Double(probabilities.count - rank) * probabilities[index])
      adjusted[index] = min(1, largest)
    }
    return adjusted
  }
}
