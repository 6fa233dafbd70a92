import Foundation

extension Collection<Double> {
  /// The sum of the values, taken from the first to the last, over their number; nil without
  /// values.
  ///
  /// One pass: the rounding error is at most about n·2⁻⁵³ of the mean magnitude. `Interval`
  /// corrects its mean by a second pass, so that the two can differ in the last bits.
  public var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }

  /// The middle value in order of size, or the mean of the two middle ones; nil without values.
  ///
  /// The values must be comparable with each other: there is no median among NaNs.
  ///
  /// - Complexity: O(n log n).
  public var median: Double? {
    guard !isEmpty else { return nil }
    let (sorted, half) = (sorted(), count / 2)
    return count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
  }

  /// exp of the mean logarithm; nil without values.
  ///
  /// It is defined for positive values: a zero among them makes it 0, a negative value NaN.
  public var geometricMean: Double? {
    isEmpty ? nil : exp(reduce(0) { $0 + log($1) } / Double(count))
  }
}

extension [Double] {
  /// The differences of paired values; what has no partner is left out.
  public func minus(_ others: [Double]) -> [Double] { zip(self, others).map { $0 - $1 } }
}
