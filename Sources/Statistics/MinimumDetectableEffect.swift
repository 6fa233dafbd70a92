import Foundation
import Synchronization

/// The smallest expectation that a 95 % t-interval of n values finds to differ from 0 with a
/// probability (power) of 80 %, in standard deviations of the values.
///
/// The values are taken as independent draws from one normal distribution. With δ = d√n, the
/// power is P(T > t) for the noncentral t distribution of n − 1 degrees of freedom, the integral
/// over the distribution of s/σ of Φ(δ − t·s/σ). The other tail is left out: at this power
/// it adds at most 10⁻⁶.
///
///     MinimumDetectableEffect(count: 10).deviations  // 0.996…
///
/// - SeeAlso: Cohen, Statistical Power Analysis for the Behavioral Sciences (1988), chapter 2.
public struct MinimumDetectableEffect: Sendable, Hashable {
  /// d: the expectation over the standard deviation.
  public let deviations: Double

  /// What was computed before, by the number of values: every verdict asks for few different ones.
  private static let known = Mutex<[Int: Double]>([:])

  /// The effect that so many values detect, at least 2 of them.
  public init(count: Int) {
    precondition(count > 1, "no interval of \(count) values")
    if let known = Self.known.withLock({ $0[count] }) {
      deviations = known
      return
    }
    let found = Self.root(count: count)
    deviations = found
    Self.known.withLock { $0[count] = found }
  }

  /// The d of which the power is 80 %.
  private static func root(count: Int) -> Double {
    let ν = Double(count - 1)
    let t = StudentDistribution(degreesOfFreedom: count - 1).quantile(0.975)
    // χ has the density proportional to x^(ν−1) exp(−x²/2); a sum over a fine grid
    // integrates it.
    let grid = (1...2000).map { Double($0) / 2000 * (ν.squareRoot() + 8) }
    let logs = grid.map { (ν - 1) * log($0) - $0 * $0 / 2 }
    let top = logs.max() ?? 0
    let weights = logs.map { exp($0 - top) }
    let total = weights.reduce(0, +)
    func power(_ d: Double) -> Double {
      zip(grid, weights).reduce(0) { sum, point in
        let z = d * Double(count).squareRoot() - t * point.0 / ν.squareRoot()
        return sum + point.1 * 0.5 * erfc(-z / 2.0.squareRoot())
      } / total
    }
    var (low, high) = (0.0, 1.0)
    while power(high) < 0.8 { high *= 2 }
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if power(middle) < 0.8 { low = middle } else { high = middle }
    }
    return high
  }
}
