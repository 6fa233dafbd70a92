import Differentiation
import Learning
import LinearAlgebra
import Reproducibility

/// A learner's losses as a function of its prediction, for given outcomes.
final class LossProbe {
  private let tape = Tape()
  private let prediction, outcome: Variable
  private let losses, gradient, outcomeGradient: Variable
  private let program: CompiledTape

  /// Losses for outcomes θ of instances of the given features, of which each is its own by
  /// default.
  init(
    _ learner: any Learner, in problem: any DecisionProblem, outcome θ: Matrix,
    features: Matrix? = nil
  ) {
    let none = Matrix(rows: 0, columns: θ.columns)
    outcome = tape.input(θ)
    prediction = tape.input(rows: θ.rows, columns: θ.columns)
    let samples = TapedSamples(
      features: tape.input(features ?? θ), outcome: [outcome], targetFeatures: tape.input(none),
      heldOutFeatures: tape.input(none))
    losses = learner.losses(
      of: [prediction], against: learner.lossOutcome(of: samples, in: problem), statistics: [],
      in: problem)
    let gradients = tape.gradient(of: losses.sum(), withRespectTo: [prediction, outcome])
    (gradient, outcomeGradient) = (gradients[0], gradients[1])
    program = tape.compile([losses] + gradients, along: [prediction])
  }

  /// The losses of all instances, n×1, and the gradients of their sum by θ̂ and θ.
  func value(at θ̂: Matrix) throws -> (losses: Matrix, gradient: Matrix, byOutcome: Matrix) {
    try run(θ̂, along: Matrix(rows: θ̂.rows, columns: θ̂.columns))
    return (losses.value, gradient.value, outcomeGradient.value)
  }

  /// The derivatives of both gradients along a direction of θ̂.
  func slopes(
    at θ̂: Matrix, along direction: Matrix
  ) throws -> (gradient: Matrix, byOutcome: Matrix) {
    try run(θ̂, along: direction)
    return (gradient.tangent, outcomeGradient.tangent)
  }

  private func run(_ θ̂: Matrix, along direction: Matrix) throws {
    prediction.set(θ̂)
    prediction.setTangent(direction)
    try program.run()
  }
}

extension DecisionProblem {
  /// f(x, θ) of each row, n×1.
  func utilities(of decisions: Matrix, when outcome: Matrix) throws -> Matrix {
    let tape = Tape()
    let value = utility(of: tape.input(decisions), when: [tape.input(outcome)])
    try tape.compile([value]).run()
    return value.value
  }

  /// x*(θ) of the layer that is differentiated.
  func layerDecisions(for outcome: Matrix) throws -> Matrix {
    let tape = Tape()
    let x = decisions(for: [tape.input(outcome)])
    try tape.compile([x]).run()
    return x.value
  }
}

/// Problems and outcomes drawn from a seed.
enum DrawnProblem {
  /// The box [−1, 1]ᵏ with Q = q·I, where x* = θ/q, cut off.
  static func box(_ variables: Int, curvature q: Double = 1) -> QuadraticUtility {
    let (g, h) = QuadraticUtility.boxed(
      Matrix(rows: 0, columns: variables), bound: [], box: 1)
    return QuadraticUtility(
      quadratic: q * Matrix.identity(variables), inequalityMatrix: g, inequalityBound: h)
  }

  /// A polytope in a box, of three variables and a general Q.
  static func polytope(_ random: inout SeededGenerator) -> QuadraticUtility {
    let a = Matrix.normal(rows: 3, columns: 3, deviation: 0.5, &random)
    let rows = Matrix.normal(rows: 4, columns: 3, deviation: 1, &random)
    let (g, h) = QuadraticUtility.boxed(rows, bound: random.uniforms(4, in: 0.1...0.8), box: 1)
    return QuadraticUtility(
      quadratic: a * a.transposed + 0.3 * Matrix.identity(3), inequalityMatrix: g,
      inequalityBound: h)
  }
}
