import Learning
import LinearAlgebra
import Reproducibility

/// The kinds of small problems that can be written to start from.
public enum ExampleKind: String, Sendable, CaseIterable {
  /// A synthetic problem with every common part of a file.
  case basic
  /// A path through a 5×5 grid at least cost.
  case shortestPath = "shortest-path"
  /// A fractional knapsack: parts of items, of predicted values, under one weight limit.
  case knapsack
  /// A portfolio of predicted returns whose covariance is known and fixed.
  case portfolio
  /// A portfolio that pays for its conditional value at risk, by auxiliary variables.
  case cvar
  /// The field's shortest path, in PyEPO's data.
  case standardPath = "standard-path"
  /// The field's relaxed knapsack, in PyEPO's data.
  case standardKnapsack = "standard-knapsack"
  /// The field's portfolio, in PyEPO's data, with a price of risk in place of the bound.
  case standardPortfolio = "standard-portfolio"

  /// What it is, in a few words.
  public var title: String {
    switch self {
    case .basic: "A small synthetic problem to start from"
    case .shortestPath: "A shortest path in a 5x5 grid (Elmachtoub and Grigas 2022; PyEPO)"
    case .knapsack: "A fractional knapsack (PyEPO: Tang and Khalil 2024)"
    case .portfolio: "A portfolio with a fixed covariance (Elmachtoub and Grigas 2022)"
    case .cvar: "A portfolio with conditional value at risk (Rockafellar and Uryasev 2000)"
    case .standardPath: "The shortest path of PyEPO's data (Tang and Khalil 2024)"
    case .standardKnapsack: "The relaxed knapsack of PyEPO's data (Tang and Khalil 2024)"
    case .standardPortfolio: "The portfolio of PyEPO's data, its risk priced (Tang and Khalil 2024)"
    }
  }

  /// Whether it is a problem of the field, of any degree, size and seed.
  public var isStandard: Bool {
    switch self {
    case .standardPath, .standardKnapsack, .standardPortfolio: true
    case .basic, .shortestPath, .knapsack, .portfolio, .cvar: false
    }
  }
}

extension CustomProblem {
  /// A small generated problem of a kind; the same numbers every time.
  ///
  /// - Parameters:
  ///   - kind: which one.
  ///   - choice: degree, sizes and seed of a standard problem; others are always the same.
  /// - Returns: the problem.
  /// - Throws: `StandardProblemError.seed` for a seed that NumPy does not have.
  public static func example(
    _ kind: ExampleKind, _ choice: StandardChoice = StandardChoice()
  ) throws -> CustomProblem {
    let generator = ExampleGenerator(kind)
    switch kind {
    case .basic: return try example()
    case .shortestPath: return generator.shortestPath()
    case .knapsack: return generator.knapsack()
    case .portfolio: return generator.portfolio()
    case .cvar: return generator.valueAtRisk()
    case .standardPath: return try standardPath(choice)
    case .standardKnapsack: return try standardKnapsack(choice)
    case .standardPortfolio: return try standardPortfolio(choice)
    }
  }
}

/// Generates small problems from named random streams.
private struct ExampleGenerator {
  private let root: SeededGenerator
  /// Features, training instances, and targets or held-out instances.
  private let features = 5, instances = 60, others = 12

  init(_ kind: ExampleKind) { root = SeededGenerator(seed: 1, stream: "example \(kind.rawValue)") }

  // MARK: Problems

  /// max −cᵀx over unit flows: M = −I, Q = 0; a linear program, smoothed to be attacked.
  func shortestPath() -> CustomProblem {
    let grid = GridNetwork(rows: 5, columns: 5)
    let (conservation, bound) = grid.conservation
    let count = grid.edges.count
    var problem = problem(
      labels: count, labelled: polynomial(labels: count, degree: 4, noise: 0.5),
      quadratic: Matrix(rows: count, columns: count),
      constraints: CustomProblem.Constraints(
        inequalityMatrix: -1 * Matrix.identity(count),
        inequalityBound: Array(repeating: 0, count: count), equalityMatrix: conservation,
        equalityBound: bound))
    problem.linearMap = -1 * Matrix.identity(count)
    problem.smoothing = 0.1
    return problem
  }

  /// max vᵀx over {wᵀx ≤ half of all weights, 0 ≤ x ≤ 1}; Q = 0, smoothed to be attacked.
  func knapsack() -> CustomProblem {
    let count = 10
    var draws = root.substream("weights")
    let weights = (0..<count).map { _ in Double(3 + draws.index(below: 6)) }
    let identity = Matrix.identity(count)
    var problem = problem(
      labels: count, labelled: polynomial(labels: count, degree: 4, noise: 0.5),
      quadratic: Matrix(rows: count, columns: count),
      constraints: CustomProblem.Constraints(
        inequalityMatrix: Matrix([weights]).stacked(over: identity).stacked(over: -1 * identity),
        inequalityBound: [weights.reduce(0, +) / 2] + Array(repeating: 1, count: count)
          + Array(repeating: 0, count: count)))
    problem.smoothing = 0.5
    return problem
  }

  /// max rᵀx − ½·λ·xᵀΣx over {1ᵀx = 1, x ≥ 0} with λ = 4, returns in per cent.
  func portfolio() -> CustomProblem {
    let assets = 8
    let loadings = loadings(of: assets)
    let covariance = loadings * loadings.transposed + 0.25 * Matrix.identity(assets)
    return problem(
      labels: assets, labelled: returns(of: assets, loadings: loadings),
      quadratic: 4 * covariance, constraints: simplex(assets, further: 0))
  }

  /// max rᵀx − λ(τ + Σᵢ sᵢ/((1 − β)S)) over {1ᵀx = 1, x ≥ 0, sᵢ ≥ −rᵢᵀx
  /// − τ, s ≥ 0}, with λ = 0.5, β = 0.8 and S = 20 scenarios rᵢ; variables (x, τ, s).
  func valueAtRisk() -> CustomProblem {
    let (assets, scenarios, risk, level) = (5, 20, 0.5, 0.8)
    let loadings = loadings(of: assets)
    var draws = root.substream("scenarios")
    let (_, drawn) = returns(of: assets, loadings: loadings)(scenarios, "scenarios", &draws)
    let count = assets + 1 + scenarios
    var constraints = simplex(assets, further: 1 + scenarios)
    var losses = Matrix(rows: 2 * scenarios, columns: count)
    for i in 0..<scenarios {
      for j in 0..<assets { losses[i, j] = -drawn[i, j] }
      (losses[i, assets], losses[i, assets + 1 + i]) = (-1, -1)
      losses[scenarios + i, assets + 1 + i] = -1
    }
    constraints.inequalityMatrix = constraints.inequalityMatrix.stacked(over: losses)
    constraints.inequalityBound += Array(repeating: 0, count: 2 * scenarios)
    var problem = problem(
      labels: assets, labelled: returns(of: assets, loadings: loadings),
      quadratic: Matrix(rows: count, columns: count), constraints: constraints)
    var map = Matrix(rows: count, columns: assets)
    for j in 0..<assets { map[j, j] = 1 }
    let share = risk / ((1 - level) * Double(scenarios))
    problem.linearMap = map
    problem.linearConstant =
      Array(repeating: 0, count: assets) + [-risk] + Array(repeating: -share, count: scenarios)
    problem.smoothing = 0.2
    return problem
  }

  // MARK: Parts

  private typealias Draw = (_ count: Int, _ name: String, inout SeededGenerator) -> (
    features: Matrix, labels: Matrix
  )

  private func problem(
    labels: Int, labelled: Draw, quadratic: Matrix, constraints: CustomProblem.Constraints
  ) -> CustomProblem {
    func instances(_ count: Int, _ name: String) -> CustomProblem.Instances {
      var draws = root.substream(name)
      let (features, labels) = labelled(count, name, &draws)
      return CustomProblem.Instances(features: features, labels: labels)
    }
    return CustomProblem(
      train: instances(self.instances, "training"), target: instances(others, "targets"),
      heldOut: instances(others, "held-out"), quadratic: quadratic, constraints: constraints,
      fitting: CustomProblem.Fitting(
        training: Training(steps: 100, rate: 0.1), activation: .tanh, loss: .mean, hidden: [16]))
  }

  /// u ~ N(0, I) and labels ε·(((Bu)ⱼ/√p + 3)^deg + 1)/3.5^deg, ε ~ U[1 − w, 1 + w], B of
  /// zeros and ones.
  private func polynomial(labels: Int, degree: Int, noise: Double) -> Draw {
    var coins = root.substream("map")
    let map = Matrix(rows: labels, columns: features).mapped { _ in coins.sign() > 0 ? 1 : 0 }
    func power(_ base: Double) -> Double { (1..<degree).reduce(base) { value, _ in value * base } }
    let (root, scale, features) = (Double(features).squareRoot(), power(3.5), features)
    return { count, _, draws in
      let u = Matrix.normal(rows: count, columns: features, deviation: 1, &draws)
      let labels = (u * map.transposed).mapped {
        (power($0 / root + 3) + 1) / scale * draws.uniform(in: 1 - noise...1 + noise)
      }
      return (u, labels)
    }
  }

  /// Four factors' loadings, uniform in ±0.5.
  private func loadings(of assets: Int) -> Matrix {
    var draws = root.substream("loadings")
    return Matrix(rows: assets, columns: 4, values: draws.uniforms(assets * 4, in: -0.5...0.5))
  }

  /// u ~ N(0, I) and returns (Bu)ⱼ/√p + (Lf)ⱼ + ½ξⱼ with f, ξ ~ N(0, I), B of zeros and
  /// ones.
  ///
  /// They are in per cent, of covariance LLᵀ + ¼I given u.
  private func returns(of assets: Int, loadings: Matrix) -> Draw {
    var coins = root.substream("map")
    let map = Matrix(rows: assets, columns: features).mapped { _ in coins.sign() > 0 ? 1 : 0 }
    let (root, features) = (Double(features).squareRoot(), features)
    return { count, _, draws in
      let u = Matrix.normal(rows: count, columns: features, deviation: 1, &draws)
      let factors = Matrix.normal(rows: count, columns: 4, deviation: 1, &draws)
      let noise = Matrix.normal(rows: count, columns: assets, deviation: 0.5, &draws)
      let expected = (1 / root) * (u * map.transposed)
      return (u, expected + factors * loadings.transposed + noise)
    }
  }

  /// {1ᵀx = 1, x ≥ 0} for the first variables of a problem that has further ones.
  private func simplex(_ assets: Int, further: Int) -> CustomProblem.Constraints {
    var (signs, sum) = (
      Matrix(rows: assets, columns: assets + further), Matrix(rows: 1, columns: assets + further)
    )
    for j in 0..<assets { (signs[j, j], sum[0, j]) = (-1, 1) }
    return CustomProblem.Constraints(
      inequalityMatrix: signs, inequalityBound: Array(repeating: 0, count: assets),
      equalityMatrix: sum, equalityBound: [1])
  }
}
