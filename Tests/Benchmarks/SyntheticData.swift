import Foundation
import Learning
import LinearAlgebra
import Optimization
import Reproducibility

/// The synthetic domain of the peers' scripts: the same shapes and distributions, drawn here.
struct SyntheticData {
  /// d and k of all scripts.
  static let width = 10
  /// m, beside which there are 2k rows of the box.
  static let rows = 7

  /// The training instances, then the targets.
  let features: Matrix, outcome: Matrix
  /// max θᵀx − ½xᵀQx over {Ax ≤ b, ‖x‖∞ ≤ 1}.
  let problem: QuadraticUtility

  /// Draws `count` instances; θ = 2·tanh(1.5·uW₁ᵀ)W₂ᵀ + noise of deviation 0.1.
  init(count: Int, errorNorm: QuadraticUtility.ErrorNorm = .sum) {
    var random = SeededGenerator(seed: 0, stream: "benchmarks/synthetic")
    let (k, trueWidth) = (Self.width, 16)
    let first = Matrix.normal(
      rows: k, columns: trueWidth, deviation: 1 / Double(k).squareRoot(), &random)
    let second = Matrix.normal(rows: trueWidth, columns: k, deviation: 0.25, &random)
    let quadratic = Matrix.diagonal(random.uniforms(k, in: 0.5...1.5))
    var directions = Matrix.normal(rows: Self.rows, columns: k, deviation: 1, &random)
    for row in 0..<Self.rows {
      let length = directions.row(row).reduce(0) { $0 + $1 * $1 }.squareRoot()
      for column in 0..<k { directions[row, column] /= length }
    }
    let (g, h) = QuadraticUtility.boxed(
      directions, bound: random.uniforms(Self.rows, in: 0.2...0.8), box: 1)
    problem = QuadraticUtility(
      quadratic: quadratic, inequalityMatrix: g, inequalityBound: h, errorNorm: errorNorm)
    features = .normal(rows: count, columns: k, deviation: 1, &random)
    let hidden = (features * first).mapped { tanh(1.5 * $0) }
    outcome =
      2 * (hidden * second) + .normal(rows: count, columns: k, deviation: 0.1, &random)
  }

  /// The scenario whose first `instances` are for training and the rest targets.
  func scenario(instances: Int, hidden: Int) -> Scenario {
    let targets = instances..<features.rows
    let targetFeatures = features.selectingRows(targets)
    let targetOutcome = [outcome.selectingRows(targets)]
    return Scenario(
      pipeline: IdentityPipeline(
        clean: Samples(
          features: features.selectingRows(0..<instances),
          outcome: [outcome.selectingRows(0..<instances)], targetFeatures: targetFeatures,
          heldOutFeatures: targetFeatures)),
      problem: problem,
      predictor: Network(inputs: Self.width, hidden: hidden, outputs: Self.width),
      targetOutcome: targetOutcome, heldOutOutcome: targetOutcome)
  }

  /// How many constraints are active at a decision on average: entries of Gx − h at rounding
  /// level.
  func meanActiveRows(at decisions: Matrix) -> Double {
    let sides = decisions * problem.inequalityMatrix.transposed
    var active = 0
    for row in 0..<sides.rows {
      for column in 0..<sides.columns
      where problem.inequalityBound[0, column] - sides[row, column] < 1e-9 { active += 1 }
    }
    return Double(active) / Double(max(1, decisions.rows))
  }
}
