import Learning
import LinearAlgebra
import Reproducibility

/// Which of the standard problems is written as a file.
public struct StandardChoice: Sendable, Equatable {
  /// Degrees for which labels keep to doubles without trouble.
  public static let degrees = 1...16
  /// Training instances that a training of a file may have.
  public static let sizes = 2...10_000

  /// The degree of the polynomial from features to labels.
  ///
  /// The default is 4.
  public var degree = 4
  /// Training instances.
  ///
  /// The default is 100.
  public var instances = 100
  /// Targets, and held-out instances.
  ///
  /// The defaults are 50 and 200.
  public var targets = 50, heldOut = 200
  /// The seed of NumPy's random stream.
  ///
  /// The default is 135, which is PyEPO's, too.
  public var seed: UInt64 = 135

  /// The defaults.
  public init() {}

  /// Degree, all instances and seed, as PyEPO's generators take them.
  public var phrase: String {
    "degree \(degree), seed \(seed), \(instances) + \(targets) + \(heldOut) instances of one draw"
  }
}

/// The standard problems as files, whose decisions are the general methods'.
extension CustomProblem {
  /// max −cᵀx over unit flows, the labels being PyEPO's costs c.
  static func standardPath(_ choice: StandardChoice) throws -> CustomProblem {
    var domain = StandardPathDomain(degree: choice.degree, instances: choice.instances)
    (domain.targets, domain.heldOut) = (choice.targets, choice.heldOut)
    let (conservation, bound) = domain.grid.conservation
    let count = domain.grid.edges.count
    var problem = CustomProblem(
      try domain.instances(seed: choice.seed), choice,
      quadratic: Matrix(rows: count, columns: count),
      constraints: Constraints(
        inequalityMatrix: -1 * Matrix.identity(count),
        inequalityBound: Array(repeating: 0, count: count), equalityMatrix: conservation,
        equalityBound: bound),
      rates: Rates(twoStage: 8, solving: 2, direct: 5))
    problem.linearMap = -1 * Matrix.identity(count)
    problem.smoothing = domain.curvature
    return problem
  }

  /// max θᵀx over {Wx ≤ capacity, 0 ≤ x ≤ 1}, the labels being PyEPO's values θ.
  static func standardKnapsack(_ choice: StandardChoice) throws -> CustomProblem {
    var domain = StandardKnapsackDomain(degree: choice.degree, instances: choice.instances)
    (domain.targets, domain.heldOut) = (choice.targets, choice.heldOut)
    let (weights, drawn) = try domain.instances(seed: choice.seed)
    let (rows, bounds) = domain.constraints(weights)
    var problem = CustomProblem(
      drawn, choice, quadratic: Matrix(rows: domain.items, columns: domain.items),
      constraints: Constraints(inequalityMatrix: rows, inequalityBound: bounds),
      rates: Rates(twoStage: 6, solving: 0.3, direct: 1))
    problem.smoothing = domain.curvature
    return problem
  }

  /// max θᵀx − ½λxᵀΣx over {1ᵀx = 1, x ≥ 0}, the labels being PyEPO's returns in
  /// per cent, θ.
  static func standardPortfolio(_ choice: StandardChoice) throws -> CustomProblem {
    var domain = StandardPortfolioDomain(degree: choice.degree, instances: choice.instances)
    (domain.targets, domain.heldOut) = (choice.targets, choice.heldOut)
    let (covariance, drawn) = try domain.instances(seed: choice.seed)
    let labelled = StandardInstances(
      features: drawn.features, labels: domain.inPerCent(drawn.labels))
    let price = try domain.riskPrice(
      at: labelled[0..<choice.instances].labels.columnMeans, covariance)
    return CustomProblem(
      labelled, choice, quadratic: price * covariance,
      constraints: Constraints(
        inequalityMatrix: -1 * Matrix.identity(domain.assets),
        inequalityBound: Array(repeating: 0, count: domain.assets),
        equalityMatrix: Matrix(rows: 1, columns: domain.assets, repeating: 1),
        equalityBound: [1]),
      rates: Rates(twoStage: 10, solving: 10, direct: 10))
  }

  /// Learning rates by what a loss is made of.
  private struct Rates {
    let twoStage: Double, solving: Double, direct: Double
  }

  /// A problem of drawn instances, dealt in their order, with a linear predictor.
  private init(
    _ drawn: StandardInstances, _ choice: StandardChoice, quadratic: Matrix,
    constraints: Constraints, rates: Rates
  ) {
    func instances(_ rows: Range<Int>) -> Instances {
      Instances(features: drawn[rows].features, labels: drawn[rows].labels)
    }
    let known = choice.instances
    let seen = known + choice.targets
    self.init(
      train: instances(0..<known), target: instances(known..<seen),
      heldOut: instances(seen..<seen + choice.heldOut), quadratic: quadratic,
      constraints: constraints,
      fitting: Fitting(
        training: Training(steps: 100, rate: rates.solving),
        trainings: [
          TwoStage.id: Training(steps: 100, rate: rates.twoStage),
          SimpleJoint.id: Training(steps: 100, rate: rates.direct),
        ], activation: .tanh, loss: .mean, hidden: []))
  }
}
