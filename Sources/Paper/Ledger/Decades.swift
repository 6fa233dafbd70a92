import Foundation

/// Ratios told in powers of ten.
public enum Decades {
  /// log₁₀ of the larger over the smaller of two positive numbers; 300 where the smaller one is
  /// 0, which is farther than numbers reach.
  public static func between(_ smaller: Double, _ larger: Double) -> Double {
    guard smaller > 0 else { return larger > 0 ? 300 : 0 }
    return log10(larger / smaller)
  }
}
