public import Data
public import Learning
import LinearAlgebra
public import Reproducibility

/// The field's shortest paths: PyEPO's data, its linear predictor, exact paths, its regret.
///
/// Costs c follow `PolynomialLaw` with s = 1, from NumPy's random stream of the same seed, and are
/// PyEPO's of `shortestpath.genData(n, p, grid, deg, w, seed)` with n = training + targets +
/// held-out instances, taken in that order. The outcome is θ = −c. Victims are judged by the
/// shortest path, found by dynamic programming, and the utility is θᵀx; what is differentiated
/// decides max θᵀx − ½γ‖x‖² over unit flows. `ShortestPathDomain` is another problem:
/// it has random numbers of this program's own, a network with a hidden layer, and γ in its
/// utility.
///
/// ```swift
/// let scenario = try StandardPathDomain(degree: 8).scenario(from: [:], seed: 135)
/// let paths = try scenario.problem.optimalDecisions(for: scenario.targetOutcome)  // 50×40
/// ```
public struct StandardPathDomain: Domain {
  /// What keys and pages call it.
  public static let name = "standard-path", label = "Standard shortest path"
  /// What it does, in a sentence.
  public static let summary =
    "Crosses a grid at least cost, in the data and by the measure of the field's benchmark."
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
  /// Nodes of the grid from north to south, and from west to east.
  ///
  /// The default is 5 each.
  public var rows = 5, columns = 5
  /// Features p.
  ///
  /// The default is 5.
  public var features = 5
  /// The degree of the polynomial from features to costs: 1, 2, 4, 6 or 8 in the benchmark.
  ///
  /// The default is 4.
  public var degree: Int
  /// The half-width w of the noise that costs are multiplied with, from 0 to 1.
  ///
  /// The default is 0.5.
  public var noise = 0.5
  /// The curvature γ > 0 of the layer that is differentiated, in the unit of a cost.
  ///
  /// The default is 0.1.
  public var curvature = 0.1
  /// Units of the predictor's hidden layers.
  ///
  /// The default is none: it is linear, as in the benchmark.
  public var hidden: [Int] = []

  /// A domain of the given degree, by default 4, and number of training instances, by default 100.
  public init(degree: Int = 4, instances: Int = 100) {
    (self.degree, self.instances) = (degree, instances)
  }

  /// The grid, its edges in PyEPO's order.
  var grid: GridNetwork { GridNetwork(rows: rows, columns: columns, order: .byRow) }

  /// Features and costs of all instances, as PyEPO draws them for the seed.
  ///
  /// - Throws: `StandardProblemError.seed` for a seed beyond 32 bits.
  func instances(seed: UInt64) throws -> StandardInstances {
    var random = try NumPyRandomState(dataSeed: seed)
    let drawn = PolynomialLaw(degree: degree, noise: noise).draw(
      instances + targets + heldOut, features: features, labels: grid.edges.count, from: &random)
    return StandardInstances(features: drawn.features, labels: drawn.labels.inSinglePrecision)
  }

  /// Generated, from no file.
  ///
  /// - Throws: `StandardProblemError.seed` for a seed beyond 32 bits.
  public func scenario(from sources: Sources, seed: UInt64) throws -> Scenario {
    let drawn = try instances(seed: seed)
    return StandardScenario(
      instances: StandardInstances(features: drawn.features, labels: -1 * drawn.labels),
      training: instances, targets: targets, problem: problem, hidden: hidden
    ).scenario
  }

  /// Unit flows with the layer's curvature, judged by paths.
  var problem: LinearUtility {
    let (grid, count) = (grid, grid.edges.count)
    let (matrix, bound) = grid.conservation
    return LinearUtility(
      layer: QuadraticUtility(
        quadratic: curvature * Matrix.identity(count),
        inequalityMatrix: -1 * Matrix.identity(count),
        inequalityBound: Array(repeating: 0, count: count), equalityMatrix: matrix,
        equalityBound: bound, errorNorm: .mean), oracle: grid)
  }
}
