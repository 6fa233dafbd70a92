public import Data
public import Learning
import LinearAlgebra
import Optimization
public import Reproducibility

/// The field's knapsack of several dimensions, relaxed: PyEPO's data, exact vertices, its regret.
///
/// Weights W are of {3.00, 3.01, …, 7.99} and fixed for each seed; values θ follow
/// `PolynomialLaw` with s = 5 and are rounded up to whole numbers. They are PyEPO's of
/// `knapsack.genData(n, p, items, dim, deg, w, seed)` with n = training + targets + held-out
/// instances, taken in that order. Judged is by a vertex of
///
///     max θᵀx   over   {Wx ≤ capacity, 0 ≤ x ≤ 1},
///
/// the relaxation that the benchmark, too, trains with; what is differentiated decides max θᵀx
/// − ½γ‖x‖² over the same set. Whole items are out of scope.
///
/// ```swift
/// let scenario = try StandardKnapsackDomain(degree: 4).scenario(from: [:], seed: 135)
/// let packed = try scenario.problem.optimalDecisions(for: scenario.targetOutcome)  // 50×32
/// ```
public struct StandardKnapsackDomain: Domain {
  /// What keys and pages call it.
  public static let name = "standard-knapsack", label = "Standard knapsack"
  /// What it does, in a sentence.
  public static let summary =
    "Packs parts of items of predicted values, in the data and by the measure of the field's "
    + "benchmark."
  /// What it follows.
  public static let references = [Reference.tangKhalil2024, .elmachtoubGrigas2022]

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
  /// Items.
  ///
  /// The default is 32.
  public var items = 32
  /// Dimensions, each with weights of its own.
  ///
  /// The default is 2.
  public var dimensions = 2
  /// The capacity of every dimension, in the unit of weights.
  ///
  /// The default is 20.
  public var capacity = 20.0
  /// Features p.
  ///
  /// The default is 5.
  public var features = 5
  /// The degree of the polynomial from features to values.
  ///
  /// The default is 4.
  public var degree: Int
  /// The half-width w of the noise that values are multiplied with, from 0 to 1.
  ///
  /// The default is 0.5.
  public var noise = 0.5
  /// The curvature γ > 0 of the layer that is differentiated, in the unit of a value.
  ///
  /// The default is 1.
  public var curvature = 1.0
  /// Units of the predictor's hidden layers.
  ///
  /// The default is none: it is linear, as in the benchmark.
  public var hidden: [Int] = []

  /// A domain of the given degree, by default 4, and number of training instances, by default 100.
  public init(degree: Int = 4, instances: Int = 100) {
    (self.degree, self.instances) = (degree, instances)
  }

  /// Weights, dimensions×items, and features and values of all instances, as PyEPO draws them for
  /// the seed.
  ///
  /// - Throws: `StandardProblemError.seed` for a seed beyond 32 bits.
  func instances(seed: UInt64) throws -> (weights: Matrix, drawn: StandardInstances) {
    var random = try NumPyRandomState(dataSeed: seed)
    let weights = Matrix(
      rows: dimensions, columns: items,
      values: (0..<dimensions * items).map { _ in Double(300 + random.index(below: 500)) / 100 })
    let drawn = PolynomialLaw(degree: degree, noise: noise, scale: 5).draw(
      instances + targets + heldOut, features: features, labels: items, from: &random)
    let values = drawn.labels.mapped { $0.rounded(.up) }.inSinglePrecision
    return (weights, StandardInstances(features: drawn.features, labels: values))
  }

  /// Generated, from no file.
  ///
  /// - Throws: `StandardProblemError.seed` for a seed beyond 32 bits.
  public func scenario(from sources: Sources, seed: UInt64) throws -> Scenario {
    let (weights, drawn) = try instances(seed: seed)
    return StandardScenario(
      instances: drawn, training: instances, targets: targets, problem: problem(weights),
      hidden: hidden
    ).scenario
  }

  /// The knapsacks of the given weights.
  func problem(_ weights: Matrix) -> LinearUtility {
    let (rows, bounds) = constraints(weights)
    return LinearUtility(
      layer: QuadraticUtility(
        quadratic: curvature * Matrix.identity(items), inequalityMatrix: rows,
        inequalityBound: bounds, errorNorm: .mean),
      oracle: PackingProgram(
        weights: weights, capacities: Array(repeating: capacity, count: dimensions)))
  }

  /// The rows [W; I; −I] with their bounds.
  func constraints(_ weights: Matrix) -> (rows: Matrix, bounds: [Double]) {
    let identity = Matrix.identity(items)
    return (
      weights.stacked(over: identity).stacked(over: -1 * identity),
      Array(repeating: capacity, count: dimensions) + Array(repeating: 1, count: items)
        + Array(repeating: 0, count: items)
    )
  }
}

extension PackingProgram: LinearOracle {
  func decision(maximising θ: [Double]) throws -> [Double] { try solution(maximising: θ) }
}
