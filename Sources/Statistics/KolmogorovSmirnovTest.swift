import Foundation

/// Whether two samples come from one distribution: the two-sided test of Kolmogorov and Smirnov.
///
/// The p-value is that of the exact distribution of D for samples of a continuous distribution, at
/// every size. For samples of equal size it is the finite sum of Gnedenko and Korolyuk, for others
/// a count of lattice paths. Where values are tied it is an upper bound, so that the test errs on
/// the side of finding nothing.
///
///     let test = KolmogorovSmirnovTest([1, 2, 3], [4, 5, 6])
///     test.statistic    // 1
///     test.probability  // 0.1
///
/// - SeeAlso: Gnedenko and Korolyuk (1951), On the maximum discrepancy between two empirical
///   distributions; Hodges (1958), The significance probability of the Smirnov two-sample test.
public struct KolmogorovSmirnovTest: Sendable, Hashable {
  /// D, the largest difference between the shares of the two samples at or below a value.
  public let statistic: Double
  /// The p-value: how probable a statistic of this size or larger is under one distribution.
  ///
  /// For samples of equal size it is exact to some 10⁻¹⁵ of itself where it is small; else it
  /// is one minus a probability, exact to about 10⁻¹⁴.
  public let probability: Double

  /// A test of two samples.
  ///
  /// - Parameters:
  ///   - first: at least one value, none of them NaN.
  ///   - second: at least one value, none of them NaN.
  /// - Complexity: O(n log n) for samples of equal size n, else O(m·n).
  public init(_ first: [Double], _ second: [Double]) {
    self.init(sorted: first.sorted(), and: second.sorted())
  }

  /// A test of two samples in ascending order.
  ///
  /// - Precondition: both samples ascend, have at least one value, and no NaN.
  public init(sorted first: [Double], and second: [Double]) {
    let (m, n) = (first.count, second.count)
    precondition(m > 0 && n > 0, "a test of samples of \(m) and \(n) values")
    precondition(
      !(first.contains(where: \.isNaN) || second.contains(where: \.isNaN)), "NaN has no rank")
    var (i, j, largest) = (0, 0, 0)
    while i < m, j < n {
      let value = min(first[i], second[j])
      while i < m, first[i] <= value { i += 1 }
      while j < n, second[j] <= value { j += 1 }
      largest = max(largest, abs(i * n - j * m))
    }
    statistic = Double(largest) / (Double(m) * Double(n))
    probability =
      m == n
      ? KolmogorovSmirnovTest.tail(count: n, steps: largest / n)
      : KolmogorovSmirnovTest.tail(m, n, difference: largest)
  }

  /// P(D ≥ k/n) for two samples of size n: 2·Σ (−1)^(i+1)·C(2n, n − ik)/C(2n, n) over i
  /// ≥ 1.
  private static func tail(count n: Int, steps k: Int) -> Double {
    if k == 0 { return 1 }
    var (sum, sign, i) = (0.0, 1.0, 1)
    while i * k <= n {
      // C(2n, n − r)/C(2n, n) is the product of (n − r + j)/(n + j) for j = 1…r.
      let r = i * k
      var term = 1.0
      for j in 1...r {
        term *= Double(n - r + j) / Double(n + j)
        if term < 1e-300 { break }
      }
      sum += sign * term
      (sign, i) = (-sign, i + 1)
      if term < 1e-18 * sum { break }
    }
    return min(1, 2 * sum)
  }

  /// P(|i·n − j·m| ≥ difference somewhere on a path from (0, 0) to (m, n)), all paths being
  /// equally probable.
  private static func tail(_ m: Int, _ n: Int, difference: Int) -> Double {
    if difference == 0 { return 1 }
    // The share of paths that stay within, with weights that keep its terms near 1.
    var share = (0...n).map { $0 * m < difference ? 1.0 : 0 }
    for i in 1...m {
      let weight = Double(i) / Double(i + n)
      for j in 0...n {
        guard abs(i * n - j * m) < difference else {
          share[j] = 0
          continue
        }
        share[j] = weight * share[j] + (j > 0 ? share[j - 1] : 0)
      }
    }
    return min(1, max(0, 1 - share[n]))
  }
}
