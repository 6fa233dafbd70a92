public import Data
public import Learning
import LinearAlgebra
public import Reproducibility

/// The shortest path across a grid, a benchmark of predict-then-optimise learning, with data as
/// PyEPO generates them.
///
/// u ~ N(0, I) of p features; B of zeros and ones, each with probability ½, fixed for each seed;
/// the cost of edge j is
///
///     cⱼ = ε·(((Bu)ⱼ/√p + 3)^deg + 1)/3.5^deg, ε ~ U[1 − w, 1 + w] for each edge and
///     instance.
///
/// The outcome is θ = −c. A decision is a unit flow x from the north-west to the south-east
/// corner; edges lead to the right and downwards. Decided and judged is by one and the same
/// utility,
///
///     f(x, θ) = θᵀx − ½γ‖x‖²   over   {Ax = b, x ≥ 0},
///
/// where Ax = b conserves the flow; x ≤ 1 follows, since no edge leads back. For γ → 0 the
/// decisions are shortest paths, whose derivative by θ̂ is zero wherever it exists. γ > 0 splits
/// the flow between paths whose costs differ by little (around a square of the grid: by less than
/// 2γ), and there the derivative lives. A path of m edges pays ½γm, whichever it is.
///
/// The vertices of this polytope are degenerate: at a node without flow its conservation follows
/// from the bounds of its edges. Records therefore count (nearly) every solve as degenerate; any
/// independent rows of the active ones span the same space, so that the derivative is the same.
///
/// ```swift
/// let scenario = try ShortestPathDomain().scenario(from: [:], seed: 0)
/// let paths = try scenario.problem.optimalDecisions(for: scenario.targetOutcome)  // 50×40
/// ```
public struct ShortestPathDomain: Domain {
  /// The name in records and on pages.
  public static let name = "shortest-path"
  /// What pages call it.
  public static let label = "Shortest path"
  /// What it does, in a sentence.
  public static let summary = "Crosses a grid at least cost, predicted for each edge."
  /// What it follows.
  public static let references = [Reference.elmachtoubGrigas2022, .tangKhalil2024]

  /// Training instances; a smaller set is the first part of a larger one.
  ///
  /// The default is 100.
  public var instances: Int
  /// Targets.
  ///
  /// The default is 50.
  public var targets = 50
  /// Further held-out instances.
  ///
  /// The default is 100.
  public var heldOut = 100
  /// Nodes of the grid from north to south, and from west to east.
  ///
  /// The default is 5 each.
  public var rows = 5, columns = 5
  /// Features p.
  ///
  /// The default is 5.
  public var features = 5
  /// The degree of the polynomial from features to costs, at least 1: how wrong a linear predictor
  /// is.
  ///
  /// The default is 4.
  public var degree = 4
  /// The half-width w of the noise that costs are multiplied with, between 0 and 1.
  ///
  /// The default is 0.5.
  public var noise = 0.5
  /// The curvature γ > 0 of the utility, in the unit of a cost.
  ///
  /// The default is 0.1.
  public var curvature = 0.1
  /// Hidden units of the learner's network.
  ///
  /// The default is 16.
  public var hidden = 16

  /// A domain of the given number of training instances, by default 100.
  public init(instances: Int = 100) { self.instances = instances }

  /// Generated, from no file.
  public func scenario(from sources: Sources, seed: UInt64) throws -> Scenario {
    let root = SeededGenerator(seed: seed, stream: Self.name)
    let grid = GridNetwork(rows: rows, columns: columns)
    var coins = root.substream("map")
    let map = Matrix(rows: grid.edges.count, columns: features).mapped { _ in
      coins.sign() > 0 ? 1 : 0
    }
    func sample(_ count: Int, _ name: String) -> (features: Matrix, outcome: Matrix) {
      var (points, factors) = (root.substream(name), root.substream(name + " noise"))
      let u = Matrix.normal(rows: count, columns: features, deviation: 1, &points)
      let costs = expectedCosts(of: u, map: map).mapped {
        $0 * factors.uniform(in: 1 - noise...1 + noise)
      }
      return (u, -1 * costs)
    }
    let training = sample(instances, "training")
    let target = sample(targets, "targets")
    let unseen = sample(heldOut, "held-out")
    return Scenario(
      pipeline: IdentityPipeline(
        clean: Samples(
          features: training.features, outcome: [training.outcome],
          targetFeatures: target.features, heldOutFeatures: unseen.features)),
      problem: problem(on: grid),
      predictor: Network(inputs: features, hidden: hidden, outputs: grid.edges.count),
      targetOutcome: [target.outcome], heldOutOutcome: [unseen.outcome])
  }

  /// The costs without noise, n×edges, for features u, n×p, and a map B, edges×p.
  func expectedCosts(of u: Matrix, map: Matrix) -> Matrix {
    precondition(degree >= 1, "a polynomial of degree \(degree)")
    func power(_ base: Double) -> Double {
      (1..<degree).reduce(base) { product, _ in product * base }
    }
    let (root, scale) = (Double(map.columns).squareRoot(), power(3.5))
    return (u * map.transposed).mapped { (power($0 / root + 3) + 1) / scale }
  }

  /// The flows on a grid with their utility.
  func problem(on grid: GridNetwork) -> QuadraticUtility {
    let count = grid.edges.count
    let (matrix, bound) = grid.conservation
    return QuadraticUtility(
      quadratic: curvature * Matrix.identity(count),
      inequalityMatrix: -1 * Matrix.identity(count),
      inequalityBound: Array(repeating: 0, count: count), equalityMatrix: matrix,
      equalityBound: bound, errorNorm: .mean)
  }
}
