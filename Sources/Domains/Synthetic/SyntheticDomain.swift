public import Data
public import Learning
import LinearAlgebra
public import Reproducibility

/// The paper's synthetic domain: a random map from features to the linear term of a program
/// (§5.2).
///
/// u ~ N(0, I); θ = s·tanh(s·uW₁ᵀ)W₂ᵀ + noise with fixed random W₁, W₂; max θᵀx
/// − ½xᵀQx over {Ax ≤ b, ‖x‖∞ ≤ D} with Q diagonal. The rows of A are unit vectors,
/// b > 0, and nested: an experiment with 9 has the same first 7 as one with 7. The small training
/// set is the first part of the large one. What the paper leaves open (sizes, scales, ‖·‖) is
/// chosen here.
public struct SyntheticDomain: Domain {
  /// What keys and pages call it.
  public static let name = "synthetic", label = "Synthetic"
  /// What it does, in a sentence.
  public static let summary =
    "Decides in a random polytope, after a random map from features to outcomes."
  /// What it follows.
  public static let references = [Reference.kinsey2023]

  /// Training instances n: 250 is the paper's small data set, 750 its large one.
  public var instances: Int
  /// The number m of rows of A.
  public var constraints: Int
  /// Features d and decision variables k.
  public var features = 10, variables = 10
  /// Targets, and further held-out instances.
  public var targets = 100, heldOut = 100
  /// Hidden units of the random map and of the learner's network.
  public var mapHidden = 16, hidden = 16
  /// The scale s of the map, inside and outside.
  public var mapScale = 1.5
  /// The standard deviation of label noise.
  public var noise = 0.1
  /// The half-width D of the box.
  public var box = 1.0
  /// Whether the squared error is summed or averaged over outputs.
  public var errorNorm = QuadraticUtility.ErrorNorm.sum

  /// What the adversary may touch.
  public enum Attackable: String, Sendable, Encodable {
    /// Every feature of every training instance, up and down.
    case everything
    /// Every feature of every fifth instance, from the first on.
    case everyFifthInstance
    /// Everything, but features may only be raised.
    case upwards
  }
  /// What the adversary may touch.
  public var attackable = Attackable.everything

  /// Decisions that an adversary may want.
  public enum Desire: String, Sendable, Encodable {
    /// At each target the decision that would be best if the outcome had the other sign.
    case opposite
  }
  /// The decisions that the adversary wants at the targets; nil for none.
  public var desire: Desire?

  /// The largest number of rows of A that are drawn.
  static let largestConstraints = 50

  /// A domain of the given sizes.
  public init(instances: Int = 250, constraints: Int = 7) {
    precondition(constraints <= SyntheticDomain.largestConstraints, "\(constraints) rows of A")
    (self.instances, self.constraints) = (instances, constraints)
  }

  /// Generated, from no file.
  public func scenario(from sources: Sources, seed: UInt64) throws -> Scenario {
    let root = SeededGenerator(seed: seed, stream: "synthetic")
    var map = root.substream("map")
    let first = Matrix.normal(
      rows: mapHidden, columns: features, deviation: mapScale / Double(features).squareRoot(), &map)
    let second = Matrix.normal(
      rows: variables, columns: mapHidden, deviation: mapScale / Double(mapHidden).squareRoot(),
      &map)
    func sample(_ count: Int, _ name: String) -> (features: Matrix, labels: Matrix) {
      var (points, errors) = (root.substream(name), root.substream(name + " noise"))
      let u = Matrix.normal(rows: count, columns: features, deviation: 1, &points)
      let hidden = u * first.transposed
      var activated = hidden
      HyperbolicTangent.apply(hidden.values, into: &activated.values, count: count * mapHidden)
      let noise = Matrix.normal(rows: count, columns: variables, deviation: noise, &errors)
      return (u, activated * second.transposed + noise)
    }
    let training = sample(instances, "training")
    let target = sample(targets, "targets")
    let unseen = sample(heldOut, "held-out")
    var curvature = root.substream("quadratic")
    let (rows, bounds) = polytope(root.substream("constraints"))
    let (g, h) = QuadraticUtility.boxed(rows, bound: bounds, box: box)
    let problem = QuadraticUtility(
      quadratic: .diagonal(curvature.uniforms(variables, in: 0.5...1.5)), inequalityMatrix: g,
      inequalityBound: h, errorNorm: errorNorm)
    return Scenario(
      pipeline: IdentityPipeline(
        clean: Samples(
          features: training.features, outcome: [training.labels],
          targetFeatures: target.features, heldOutFeatures: unseen.features)),
      problem: problem,
      predictor: Network(inputs: features, hidden: hidden, outputs: variables),
      targetOutcome: [target.labels], heldOutOutcome: [unseen.labels], box: attackableBox,
      desiredDecisions: try desire.map { _ in
        try problem.optimalDecisions(for: [-1 * target.labels])
      })
  }

  private var attackableBox: Box {
    var upper = Matrix(rows: instances, columns: features, repeating: 1)
    if attackable == .everyFifthInstance {
      for i in 0..<instances where !i.isMultiple(of: 5) {
        for j in 0..<features { upper[i, j] = 0 }
      }
    }
    return Box(lower: attackable == .upwards ? 0 * upper : -1 * upper, upper: upper)
  }

  /// The first rows of a fixed sequence of unit vectors, and their bounds in [0.2, 0.6].
  private func polytope(_ stream: SeededGenerator) -> (rows: Matrix, bounds: [Double]) {
    var random = stream
    var rows = Matrix(rows: constraints, columns: variables)
    var bounds: [Double] = []
    for i in 0..<constraints {
      let normal = random.normals(variables)
      let length = normal.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for j in 0..<variables { rows[i, j] = normal[j] / length }
      bounds.append(random.uniform(in: 0.2...0.6))
    }
    return (rows, bounds)
  }
}
