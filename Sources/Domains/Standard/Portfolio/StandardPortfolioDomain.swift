public import Data
public import Learning
import LinearAlgebra
import Optimization
public import Reproducibility

/// The field's portfolio: PyEPO's data, a bound on risk, its regret.
///
/// B is k×p of zeros and ones, each with probability ½, L k×p of U[−0.0025τ, 0.0025τ], both
/// fixed for each seed; u, f ~ N(0, I) of p numbers, ξ ~ N(0, I) of k, and the returns are, as
/// fractions,
///
///     rⱼ = (0.05·(Bu)ⱼ/√p + 0.1^(1/deg))^deg + (Lf)ⱼ + 0.01τ·ξⱼ
///
/// with the covariance Σ = LLᵀ + (0.01τ)²I.
///
/// The outcome is θ = 100·r, in per cent, so that errors and gradients are not tiny. Returns are
/// PyEPO's of `portfolio.genData(n, p, assets, deg, τ, seed)` with n = training + targets
/// + held-out instances, taken in that order. Judged is by the portfolio that the benchmark asks
/// for,
///
///     max θᵀx over {1ᵀx = 1, x ≥ 0, xᵀΣx ≤ v}, v = 2.25·(the mean of Σ's entries),
///
/// which critical lines find exactly. Its quadratic constraint is not one that is differentiated
/// here: the layer pays a fixed price for risk instead, max θᵀx − ½λxᵀΣx over {1ᵀx = 1,
/// x ≥ 0}, λ being the constraint's multiplier at the mean training return, so that both have
/// the same uninformed decision; for other returns the layer takes somewhat more or less risk than
/// v.
///
/// ```swift
/// let scenario = try StandardPortfolioDomain(degree: 4).scenario(from: [:], seed: 135)
/// let held = try scenario.problem.optimalDecisions(for: scenario.targetOutcome)  // 50×50
/// ```
public struct StandardPortfolioDomain: Domain {
  /// What keys and pages call it.
  public static let name = "standard-portfolio", label = "Standard portfolio"
  /// What it does, in a sentence.
  public static let summary =
    "Holds assets of predicted returns within a bound on risk, in the data and by the measure of "
    + "the field's benchmark."
  /// What it follows.
  public static let references = [Reference.elmachtoubGrigas2022, .tangKhalil2024]

  /// Training instances.
  ///
  /// Each number of instances, targets included, is a draw of its own. The default is 100.
  public var instances: Int
  /// Targets.
  ///
  /// The default is 50.
  public var targets = 50
  /// Further held-out instances.
  ///
  /// The default is 1000, as in the benchmark.
  public var heldOut = 1000
  /// Assets.
  ///
  /// The default is 50.
  public var assets = 50
  /// Features p, as many as factors of the returns.
  ///
  /// The default is 5.
  public var features = 5
  /// The degree of the polynomial from features to returns.
  ///
  /// The default is 4.
  public var degree: Int
  /// τ, which scales factors and noise of the returns.
  ///
  /// The default is 1.
  public var noise = 1.0
  /// The bound on risk as a multiple of that of the portfolio that holds equal parts.
  ///
  /// The default is 2.25.
  public var riskTolerance = 2.25
  /// Units of the predictor's hidden layers.
  ///
  /// The default is none: it is linear, as in the benchmark.
  public var hidden: [Int] = []

  /// A domain of the given degree, by default 4, and number of training instances, by default 100.
  public init(degree: Int = 4, instances: Int = 100) {
    (self.degree, self.instances) = (degree, instances)
  }

  /// Σ, and features and returns as fractions of all instances, as PyEPO draws them for the seed.
  ///
  /// - Throws: `StandardProblemError.seed` for a seed beyond 32 bits.
  func instances(seed: UInt64) throws -> (covariance: Matrix, drawn: StandardInstances) {
    var random = try NumPyRandomState(dataSeed: seed)
    let (count, width) = (instances + targets + heldOut, 2.5e-3 * noise)
    let map = random.coins(rows: assets, columns: features)
    let loadings = Matrix(
      rows: assets, columns: features,
      values: (0..<assets * features).map { _ in random.uniform(from: -width, to: width) })
    let u = random.normals(rows: count, columns: features)
    // The factors and the noise of an instance are drawn together.
    let both = random.normals(rows: count, columns: features + assets)
    let (root, level) = (Double(features).squareRoot(), Self.root(of: 0.1, degree))
    var returns = (u * map.transposed).mapped { power(0.05 * $0 / root + level, degree) }
    for i in 0..<count {
      let row = Array(both.row(i))
      for j in 0..<assets {
        let common = (0..<features).reduce(0) { $0 + row[$1] * loadings[j, $1] }
        returns[i, j] += common + 0.01 * noise * row[features + j]
      }
    }
    let variance = (0.01 * noise) * (0.01 * noise)
    let covariance = loadings * loadings.transposed + variance * Matrix.identity(assets)
    return (covariance, StandardInstances(features: u, labels: returns.inSinglePrecision))
  }

  /// A root of a whole degree by Newton's iteration, from above: the same bits everywhere.
  static func root(of value: Double, _ degree: Int) -> Double {
    precondition(degree >= 1 && value > 0, "the root of \(value) of degree \(degree)")
    var y = max(1, value)
    while true {
      let slope = Double(degree) * power(y, degree) / y
      let next = y - (power(y, degree) - value) / slope
      guard next < y else { return next }
      y = next
    }
  }

  /// Generated, from no file.
  ///
  /// - Throws: `StandardProblemError.seed` for a seed beyond 32 bits, or a solver's error where
  ///   there is no price of risk.
  public func scenario(from sources: Sources, seed: UInt64) throws -> Scenario {
    let (covariance, drawn) = try instances(seed: seed)
    let outcome = StandardInstances(features: drawn.features, labels: inPerCent(drawn.labels))
    let price = try riskPrice(at: outcome[0..<instances].labels.columnMeans, covariance)
    return StandardScenario(
      instances: outcome, training: instances, targets: targets,
      problem: problem(covariance, price: price), hidden: hidden
    ).scenario
  }

  /// θ of returns that are fractions.
  func inPerCent(_ returns: Matrix) -> Matrix { 100 * returns }

  /// The program of the given covariance.
  func program(_ covariance: Matrix) -> RiskLimitedProgram {
    RiskLimitedProgram(covariance: covariance, bound: riskTolerance * covariance.mean)
  }

  /// λ: the multiplier of the bound on risk at given returns in per cent, 1×k; at least the one
  /// at which risk of the bound's size would cost a millionth of the largest return.
  func riskPrice(at returns: Matrix, _ covariance: Matrix) throws -> Double {
    let program = program(covariance)
    let least = 2e-6 * max(returns.largestMagnitude, 1e-12) / program.bound
    return max(least, try program.solution(maximising: returns.values).price)
  }

  /// Portfolios of the given covariance, the layer's with the price λ of risk.
  func problem(_ covariance: Matrix, price: Double) -> LinearUtility {
    let equal = Matrix(rows: 1, columns: assets, repeating: 1 / Double(assets))
    let program = program(covariance)
    return LinearUtility(
      layer: QuadraticUtility(
        quadratic: price * covariance, inequalityMatrix: -1 * Matrix.identity(assets),
        inequalityBound: Array(repeating: 0, count: assets),
        equalityMatrix: Matrix(rows: 1, columns: assets, repeating: 1), equalityBound: [1],
        errorNorm: .mean),
      oracle: program,
      risk: RiskLimit(covariance: covariance, centre: equal, bound: program.bound))
  }
}

extension RiskLimitedProgram: LinearOracle {
  func decision(maximising θ: [Double]) throws -> [Double] {
    try solution(maximising: θ).decision
  }
}
