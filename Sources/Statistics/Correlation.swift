/// Pearson's coefficient of correlation: how nearly pairs lie on a line.
public struct Correlation: Sendable, Equatable {
  /// r, between −1 and 1.
  public let value: Double
  /// The number of pairs.
  public let count: Int

  /// The correlation of at least three pairs of finite numbers; nil where there are fewer, or where
  /// either number is the same in all.
  public init?(of pairs: [(Double, Double)]) {
    guard pairs.count >= 3, pairs.allSatisfy({ $0.0.isFinite && $0.1.isFinite }) else {
      return nil
    }
    let (x, y) = (pairs.map(\.0), pairs.map(\.1))
    guard let meanX = x.mean, let meanY = y.mean else { return nil }
    func sum(_ term: (Double, Double) -> Double) -> Double {
      pairs.reduce(0) { $0 + term($1.0 - meanX, $1.1 - meanY) }
    }
    let (xx, yy) = (sum { a, _ in a * a }, sum { _, b in b * b })
    guard xx > 0, yy > 0 else { return nil }
    value = max(-1, min(1, sum { $0 * $1 } / (xx * yy).squareRoot()))
    count = pairs.count
  }

  /// Spearman's coefficient: the correlation of the pairs' ranks, equal numbers sharing the mean of
  /// theirs; nil where there is no correlation.
  public init?(ofRanksOf pairs: [(Double, Double)]) {
    guard pairs.allSatisfy({ $0.0.isFinite && $0.1.isFinite }) else { return nil }
    let (x, y) = (Correlation.ranks(pairs.map(\.0)), Correlation.ranks(pairs.map(\.1)))
    self.init(of: Array(zip(x, y)))
  }

  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = Array(repeating: 0.0, count: values.count)
    var first = 0
    while first < order.count {
      var end = first + 1
      while end < order.count, values[order[end]] == values[order[first]] { end += 1 }
      for place in first..<end { ranks[order[place]] = Double(first + end - 1) / 2 }
      first = end
    }
    return ranks
  }
}
