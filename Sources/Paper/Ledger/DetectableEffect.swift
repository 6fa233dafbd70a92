#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Foundation
#endif

/// The smallest mean that a 95 % t-interval finds to differ from 0 with a probability of 80 %, in standard deviations.
///
/// With δ = d√n, the power is P(T > t) for the noncentral t distribution of n − 1 degrees of freedom, the integral over the
/// distribution of s/σ of Φ(δ − t·s/σ). The other tail is left out: it adds less than 10⁻⁴.
public struct DetectableEffect: Sendable {
  /// d.
  public let deviations: Double

  /// For so many seeds, at least 2.
  public init(seeds: Int) {
    precondition(seeds > 1, "no interval of \(seeds) seeds")
    let ν = Double(seeds - 1)
    let t = StudentDistribution(degreesOfFreedom: seeds - 1).quantile(0.975)
    // χ has the density proportional to x^(ν−1) exp(−x²/2); a sum over a fine grid integrates it.
    let grid = (1...2000).map { Double($0) / 2000 * (ν.squareRoot() + 8) }
    let logs = grid.map { (ν - 1) * log($0) - $0 * $0 / 2 }
    let top = logs.max() ?? 0
    let weights = logs.map { exp($0 - top) }
    let total = weights.reduce(0, +)
    func power(_ d: Double) -> Double {
      zip(grid, weights).reduce(0) { sum, point in
        let z = d * Double(seeds).squareRoot() - t * point.0 / ν.squareRoot()
        return sum + point.1 * 0.5 * erfc(-z / 2.0.squareRoot())
      } / total
    }
    var (low, high) = (0.0, 1.0)
    while power(high) < 0.8 { high *= 2 }
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if power(middle) < 0.8 { low = middle } else { high = middle }
    }
    deviations = high
  }
}
