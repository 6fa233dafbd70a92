import Differentiation
import Learning
import LinearAlgebra
import Reproducibility

/// One network shared by all stocks that scores each of them, with a free bias for every stock: the
/// simple joint learner's.
///
/// Scores become shares by a softmax, so a bias common to all would do nothing. The stocks' own
/// biases are what the embedding network has, too: with them a learner can hold a portfolio that
/// does not depend on features.
///
/// With a prior the decision is x ∝ m∘exp(s) of scores s, that is the softmax of s + log m,
/// around m = (1−κ)·x̄ + κ/N, x̄ being the static decision for the data received (the third
/// statistic): a network that says nothing decides nearly like it, as the embedding network does.
/// Equal shares, mixed in as the embedding is into Q̂, keep every stock within reach, which log
/// x̄ alone, −∞ outside its support, would not; κ = 1 leaves the plain softmax.
struct ScoreNetwork: Predictor {
  /// Stocks N, features of a stock, hidden units.
  let stocks: Int, features: Int, hidden: Int
  /// κ, the share of equal shares beside the static decision, in (0, 1]; at 1 there is no prior.
  var prior = 1.0

  /// W₁, b₁, W₂, the stocks' biases.
  var weightShapes: [(rows: Int, columns: Int)] {
    [(hidden, features), (1, hidden), (1, hidden), (1, stocks)]
  }

  /// Weights normal with variance 1/fan-in, biases 0.
  func initialWeights(using random: inout SeededGenerator) -> Weights {
    Weights([
      .layer(outputs: hidden, inputs: features, &random), Matrix(rows: 1, columns: hidden),
      .layer(outputs: 1, inputs: hidden, &random), Matrix(rows: 1, columns: stocks),
    ])
  }

  func widened(by factor: Int) -> ScoreNetwork {
    ScoreNetwork(stocks: stocks, features: features, hidden: factor * hidden, prior: prior)
  }

  /// The scores, n×N; with a prior also m, n×N.
  func predictions(from features: Variable, weights: [Variable], statistics: [Variable])
    -> [Variable]
  {
    let dates = features.rows
    let rows = features.reshaped(rows: dates * stocks, columns: self.features)
    let scores = rows.affine(weights[0], weights[1]).hyperbolicTangent()
      .times(weights[2], transposed: true)
    let own = scores.reshaped(rows: dates, columns: stocks).addingRow(weights[3])
    guard prior < 1 else { return [own] }
    let start = ((1 - prior) * statistics[2]) + prior / Double(stocks)
    return [own, start.repeatedRows(dates)]
  }
}
