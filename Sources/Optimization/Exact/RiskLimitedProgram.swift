public import LinearAlgebra

/// Portfolios of the largest return whose risk stays below a bound.
///
///     maximise rᵀx  subject to  xᵀΣx ≤ v,  1ᵀx = 1,  x ≥ 0.
///
/// Shapes: Σ k×k symmetric positive definite, v above the least risk of a portfolio. The method
/// of critical lines follows the portfolios that maximise t·rᵀx − ½xᵀΣx from t = ∞, the
/// asset of the largest return, downwards: they are linear in t between events, at which an asset
/// leaves or enters, and their risk is a constant plus t² times another, so that the bound is met
/// exactly. Of assets of the same return the first begins.
///
///     let program = RiskLimitedProgram(covariance: .diagonal([4, 1]), bound: 1)
///     let x = try program.solution(maximising: [2, 1]).decision  // [0.4 0.6]
///
/// - SeeAlso: Markowitz (1956), The Optimization of a Quadratic Function Subject to Linear
///   Constraints.
public struct RiskLimitedProgram: Sendable {
  /// Σ, k×k.
  public let covariance: Matrix
  /// v.
  public let bound: Double

  /// Differences of returns of less than this share of the largest are none.
  private static let rounding = 1e-13

  /// A portfolio, and how much its risk costs.
  public struct Solution: Sendable {
    /// x, k numbers.
    public let decision: [Double]
    /// λ of the program without the bound, max rᵀx − ½λxᵀΣx, of which x is the optimum; 0
    /// where the bound is not met.
    public let price: Double
  }

  /// The program of the given covariance and bound.
  public init(covariance: Matrix, bound: Double) {
    precondition(
      covariance.rows == covariance.columns && covariance.rows > 0 && bound > 0,
      "a bound of \(bound) for a covariance of \(covariance.rows)×\(covariance.columns)")
    (self.covariance, self.bound) = (covariance, bound)
  }

  /// The optimal portfolio for the returns r, k numbers; NaN throughout where one is not finite.
  ///
  /// - Throws: `SolverError.infeasible` if no portfolio has so little risk, `notPositiveDefinite`
  ///   if Σ is not, and `notConverged` should the search not end.
  /// - Complexity: O(s³ + sk) per event, s being the assets held; about 2s events.
  public func solution(maximising r: [Double]) throws(SolverError) -> Solution {
    let k = covariance.rows
    precondition(r.count == k, "\(r.count) returns of \(k) assets")
    guard r.allSatisfy(\.isFinite) else {
      return Solution(decision: Array(repeating: .nan, count: k), price: .nan)
    }
    let tie = Self.rounding * r.reduce(0) { max($0, $1.magnitude) }
    var held = [r.indices.reduce(0) { r[$1] > r[$0] ? $1 : $0 }]
    var t = Double.infinity
    for _ in 0..<(50 * k + 50) {
      let line = try CriticalLine(held, returns: r, tie: tie, of: covariance)
      let event = line.event(below: t, tie: tie)
      // Below the event the line is not optimal, at it the bound may still be ahead.
      if let end = line.parameter(ofRisk: bound), end >= event?.t ?? 0 {
        var x = Array(repeating: 0.0, count: k)
        let t = min(end, t)
        for (i, asset) in held.enumerated() {
          x[asset] = max(0, line.base[i] + (line.slope[i] == 0 ? 0 : t * line.slope[i]))
        }
        let isBinding = line.growth > 0
        return Solution(decision: x, price: isBinding ? 1 / t : 0)
      }
      guard let event else {
        throw SolverError.infeasible(
          instance: 0, row: 0, violation: line.leastRisk / bound - 1)
      }
      t = event.t
      if let place = held.firstIndex(of: event.asset) {
        held.remove(at: place)
      } else {
        held.append(event.asset)
        held.sort()
      }
    }
    throw SolverError.notConverged(instance: 0, residual: .infinity)
  }
}

/// The portfolios x(t) = α + tβ of some assets, ν(t) being the multiplier of their sum.
///
/// With a = Σ⁻¹1 and g = Σ⁻¹r on the assets held, α = a/1ᵀa and β = g −
/// (1ᵀg/1ᵀa)·a, and the risk is 1/1ᵀa + t²·βᵀr.
private struct CriticalLine {
  /// α and β, one number per asset held.
  let base: [Double], slope: [Double]
  /// 1/1ᵀa, and βᵀr.
  let leastRisk: Double, growth: Double
  private let held: [Int], others: [Int]
  /// How much the optimality of each other asset is missed by: C + tP ≤ 0.
  private let constants: [Double], rates: [Double]

  init(
    _ held: [Int], returns r: [Double], tie: Double, of covariance: Matrix
  ) throws(SolverError) {
    let s = held.count
    var factor = held.flatMap { i in held.map { covariance[i, $0] } }
    let minor = Cholesky.factor(&factor, order: s, stride: s)
    guard minor == 0 else { throw SolverError.notPositiveDefinite(instance: 0, minor: minor) }
    var a = Array(repeating: 1.0, count: s)
    // Returns count up to a constant; near 0 they keep their digits.
    let level = r[held[0]]
    var g = held.map { r[$0] - level }
    let isTied = !g.contains { $0.magnitude > tie }
    Cholesky.solve(factor, order: s, stride: s, &a)
    Cholesky.solve(factor, order: s, stride: s, &g)
    let (sum, mean) = (a.reduce(0, +), g.reduce(0, +) / a.reduce(0, +))
    let base = a.map { $0 / sum }
    let slope = isTied ? Array(repeating: 0, count: s) : zip(g, a).map { $0 - mean * $1 }
    growth = isTied ? 0 : zip(slope, held).reduce(0) { $0 + $1.0 * (r[$1.1] - level) }
    leastRisk = 1 / sum
    let others = covariance.rows == s ? [] : (0..<covariance.rows).filter { !held.contains($0) }
    var (constants, rates) = ([Double](), [Double]())
    for j in others {
      var (constant, rate) = (1 / sum, r[j] - level - (isTied ? 0 : mean))
      for (i, asset) in held.enumerated() {
        constant -= covariance[j, asset] * base[i]
        rate -= covariance[j, asset] * slope[i]
      }
      constants.append(constant)
      rates.append(rate)
    }
    (self.base, self.slope, self.held, self.others) = (base, slope, held, others)
    (self.constants, self.rates) = (constants, rates)
  }

  /// Where the risk is v; ∞ where it is below v on the whole line, nil where it is above.
  func parameter(ofRisk v: Double) -> Double? {
    guard leastRisk <= v else { return nil }
    return growth > 0 ? ((v - leastRisk) / growth).squareRoot() : .infinity
  }

  /// The first event on the way from `start` to 0: an asset whose share falls to zero, or another
  /// one that would gain; nil if there is none.
  func event(below start: Double, tie: Double) -> (t: Double, asset: Int)? {
    var first: (t: Double, asset: Int)?
    func meet(_ asset: Int, at t: Double) {
      let t = min(t, start)
      if t > first?.t ?? 0 || t == first?.t && asset < first?.asset ?? 0 { first = (t, asset) }
    }
    for (i, asset) in held.enumerated() where slope[i] > 0 && base[i] < 0 {
      meet(asset, at: -base[i] / slope[i])
    }
    for (i, asset) in others.enumerated() where constants[i] > 0 {
      if rates[i].magnitude <= tie {
        meet(asset, at: start)
      } else if rates[i] < 0 {
        meet(asset, at: -constants[i] / rates[i])
      }
    }
    return first
  }
}
