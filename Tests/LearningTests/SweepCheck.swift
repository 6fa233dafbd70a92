import Learning
import LinearAlgebra

/// Compares the sweep of a trainer with differences of held replays.
struct SweepCheck {
  /// The largest deviation from the differences, relative to the largest entry of each part's
  /// gradient.
  private(set) var error = 0.0
  /// The gradient of c·w_T by the samples.
  let gradient: Samples

  /// Differentiates c·w_T, c made up, by some entries of all parts of the samples.
  init(_ trainer: Trainer, samples: Samples, from initial: Weights, step: Double = 1e-3) throws {
    let cotangent = (0..<initial.count).map { Double($0 % 7 - 2) }
    trainer.load(samples)
    _ = try trainer.train(from: initial)
    func zero(_ matrix: Matrix) -> Matrix { Matrix(rows: matrix.rows, columns: matrix.columns) }
    let zeros = Samples(
      features: zero(samples.features), outcome: samples.outcome.map(zero),
      weights: samples.weights.map(zero), targetFeatures: zero(samples.targetFeatures),
      heldOutFeatures: zero(samples.heldOutFeatures))
    gradient = try trainer.pullBack(cotangent, adding: zeros).samples
    func value(_ samples: Samples) throws -> Double {
      trainer.load(samples)
      let trained = try trainer.train(from: initial, branches: .held, measuresEnd: false).flat
      return trained.indices.reduce(0.0) { $0 + trained[$1] * cotangent[$1] }
    }
    func check(_ gradient: Matrix, _ moved: (Int, Double) -> Samples) throws {
      let count = gradient.values.count
      for index in [0, count / 3, count / 2, count - 1] {
        let slope = try SweepCheck.slope(step: step) { try value(moved(index, $0)) }
        let deviation = (slope - gradient.values[index]).magnitude
        error = max(error, deviation / gradient.largestMagnitude)
      }
    }
    try check(gradient.features) { index, h in
      var moved = samples
      moved.features.values[index] += h
      return moved
    }
    try check(gradient.outcome[0]) { index, h in
      var moved = samples
      moved.outcome[0].values[index] += h
      return moved
    }
    guard let weights = gradient.weights else { return }
    try check(weights) { index, h in
      var moved = samples
      moved.weights?.values[index] += h
      return moved
    }
  }

  /// A central difference at 0, extrapolated to O(h⁶).
  private static func slope(step: Double, of function: (Double) throws -> Double) rethrows -> Double
  {
    let differences = try [step, step / 2, step / 4].map { h in
      (try function(h) - function(-h)) / (2 * h)
    }
    let first = (4 * differences[1] - differences[0]) / 3
    let second = (4 * differences[2] - differences[1]) / 3
    return (16 * second - first) / 15
  }
}
