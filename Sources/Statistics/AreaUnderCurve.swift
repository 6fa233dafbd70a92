/// The area under the receiver operating characteristic: how well a score tells two samples apart.
///
/// It is the probability that a value drawn from the first sample is larger than one drawn from the
/// second, where equal values count one half: U/(m·n) with the statistic U of Mann and Whitney. 1
/// means that all of the first lie above all of the second, ½ that the score tells nothing, 0 that
/// all lie below. Only the order of the values matters.
///
///     AreaUnderCurve(of: [3, 2], over: [1, 2]).value  // 0.875
///
/// - SeeAlso: Hanley and McNeil (1982), The meaning and use of the area under a receiver operating
///   characteristic (ROC) curve.
public struct AreaUnderCurve: Sendable, Hashable {
  /// The area, in [0, 1].
  ///
  /// 2U is counted as a whole number, so that one division is the only rounding.
  public let value: Double

  /// The area for values that ought to be high over those that ought to be low.
  ///
  /// - Parameters:
  ///   - high: at least one, none of them NaN.
  ///   - low: at least one, none of them NaN.
  /// - Complexity: O((m + n) log (m + n)).
  public init(of high: [Double], over low: [Double]) {
    precondition(!high.isEmpty && !low.isEmpty, "an area under a curve without values")
    precondition(
      !(high.contains(where: \.isNaN) || low.contains(where: \.isNaN)), "NaN has no rank")
    let (first, second) = (high.sorted(), low.sorted())
    var (below, notAbove, twice) = (0, 0, 0)
    for x in first {
      while below < second.count, second[below] < x { below += 1 }
      while notAbove < second.count, second[notAbove] <= x { notAbove += 1 }
      twice += below + notAbove
    }
    value = Double(twice) / (2 * Double(first.count) * Double(second.count))
  }
}
