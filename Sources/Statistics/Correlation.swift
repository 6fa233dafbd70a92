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
}
