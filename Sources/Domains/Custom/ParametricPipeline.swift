import Differentiation
import Learning
import LinearAlgebra
import Reproducibility

/// Features that are attacked as they are, beside parameters of each instance that nobody touches.
///
/// Samples have features [u + ε | known] and outcomes [θ + α, …, known].
struct ParametricPipeline: Pipeline {
  /// Features without what is known, and only the fields that are predicted.
  let clean: Samples
  /// What is known of each training instance, each of n rows; those of targets and held-out
  /// instances stand in their features already.
  let known: [Matrix]

  var perturbationShape: (rows: Int, columns: Int) {
    (clean.features.rows, clean.features.columns)
  }
  var labelShape: (rows: Int, columns: Int) {
    (clean.outcome[0].rows, clean.outcome[0].columns)
  }
  /// A row of ε is that of an instance.
  var rowsAreInstances: Bool { true }

  func samples(perturbedBy ε: Variable, labels α: Variable) -> TapedSamples {
    var samples = clean.mapped(ε.tape.input)
    let known = known.map(ε.tape.input)
    samples.features = .joiningColumns([samples.features + ε] + known)
    samples.outcome[0] = samples.outcome[0] + α
    samples.outcome += known
    return samples
  }
}

/// A network for the first features whose outputs are cut into fields, and which hands on the other
/// features as further fields.
struct ParametricPredictor: Predictor {
  let network: LayeredNetwork
  /// The numbers of columns of the predicted fields, and of those that are known.
  let predicted: [Int], known: [Int]

  var weightShapes: [(rows: Int, columns: Int)] { network.weightShapes }

  func initialWeights(using random: inout SeededGenerator) -> Weights {
    network.initialWeights(using: &random)
  }

  func widened(by factor: Int) -> ParametricPredictor {
    ParametricPredictor(network: network.widened(by: factor), predicted: predicted, known: known)
  }

  func predictions(
    from features: Variable, weights: [Variable], statistics: [Variable]
  ) -> [Variable] {
    let output = network.predictions(
      from: features.columns(0..<network.inputs), weights: weights, statistics: statistics)[0]
    func cut(_ variable: Variable, _ widths: [Int], from first: Int) -> [Variable] {
      var first = first
      return widths.map { width in
        defer { first += width }
        return variable.columns(first..<first + width)
      }
    }
    return cut(output, predicted, from: 0) + cut(features, known, from: network.inputs)
  }
}
