import Differentiation
import LinearAlgebra

/// One gradient step's arithmetic on a block of instances: loss, its gradient, and the gradient's tangent along the weights.
///
/// The loss of a block is Σᵢ cᵢ ℓᵢ, with cᵢ = 1/n for its instances and 0 for padding, so that blocks add up to the mean.
final class TrainingTape {
  let tape = Tape()
  let weights: [Variable]
  let features: Variable
  let outcome: [Variable]
  let statistics: [Variable]
  let shares: Variable
  let loss: Variable
  let weightGradients: [Variable]
  let sampleGradients: [Variable]
  /// Loss only.
  let lossProgram: Program
  /// Loss and its gradient by the weights.
  let stepProgram: Program
  /// The tangents along the weights of the gradients by weights, features, outcome and statistics.
  let sweepProgram: Program

  init(
    _ learner: any Learner, _ scenario: Scenario, samples: Samples, rows: Int
  ) {
    let tape = tape
    weights = scenario.predictor.weightShapes.map { tape.input(rows: $0.rows, columns: $0.columns) }
    features = tape.input(rows: rows, columns: samples.features.columns)
    outcome = samples.outcome.map { tape.input(rows: rows, columns: $0.columns) }
    statistics = samples.statistics.map { tape.input(rows: $0.rows, columns: $0.columns) }
    shares = tape.input(rows: rows, columns: 1)
    let prediction = scenario.predictor.predictions(
      from: features, weights: weights, statistics: statistics)
    let losses = learner.losses(
      of: prediction, against: outcome, statistics: statistics, in: scenario.problem)
    loss = losses.times(shares, transposingSelf: true)
    let inputs = [features] + outcome + statistics
    let gradients = tape.gradient(of: loss, withRespectTo: weights + inputs)
    weightGradients = Array(gradients.prefix(weights.count))
    sampleGradients = Array(gradients.dropFirst(weights.count))
    lossProgram = tape.compile([loss])
    stepProgram = tape.compile([loss] + weightGradients)
    sweepProgram = tape.compile(gradients, along: weights, tangentsOnly: true)
  }
}
