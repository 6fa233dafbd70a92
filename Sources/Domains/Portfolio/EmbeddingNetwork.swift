import Differentiation
import Learning
import LinearAlgebra
import Reproducibility

/// Two networks shared by all stocks: one for the return p̂, one for an embedding whose cosine
/// similarities are Q̂ (paper §5.2).
///
/// Features of an instance are those of its N stocks one after the other. p̂ is scaled by σ_p of
/// the training returns; the embedding has a free bias vector for every stock, without which the
/// decision-focused learner hardly generalises. With a prior Q̂ is (1−κ)·Q̄ + κ·cos(e), Q̄
/// being the mean training covariance: its factor is [√(1−κ)·L, √κ·e] with the Cholesky
/// factor L of Q̄, the second statistic.
struct EmbeddingNetwork: Predictor {
  /// Stocks N, features of a stock, hidden units, and the dimensions of the embedding (the paper's
  /// 32).
  let stocks: Int, features: Int, hidden: Int, dimensions: Int
  /// Whether each stock has its own bias in the embedding.
  var hasStockBias = true
  /// κ, the embedding's share of Q̂, in (0, 1]; at 1 there is no prior.
  var prior = 1.0

  var weightShapes: [(rows: Int, columns: Int)] {
    [
      (hidden, features), (1, hidden), (1, hidden), (1, 1), (hidden, features), (1, hidden),
      (dimensions, hidden), (1, dimensions),
    ] + (hasStockBias ? [(1, stocks * dimensions)] : [])
  }

  /// Weights normal with variance 1/fan-in, biases 0.
  func initialWeights(using random: inout SeededGenerator) -> Weights {
    func drawn(_ outputs: Int, _ inputs: Int) -> Matrix {
      .layer(outputs: outputs, inputs: inputs, &random)
    }
    func zeros(_ count: Int) -> Matrix { Matrix(rows: 1, columns: count) }
    return Weights(
      [
        drawn(hidden, features), zeros(hidden), drawn(1, hidden), zeros(1),
        drawn(hidden, features), zeros(hidden), drawn(dimensions, hidden), zeros(dimensions),
      ] + (hasStockBias ? [zeros(stocks * dimensions)] : []))
  }

  /// The same network with more hidden units; the embedding keeps its dimensions.
  func widened(by factor: Int) -> EmbeddingNetwork {
    EmbeddingNetwork(
      stocks: stocks, features: features, hidden: factor * hidden, dimensions: dimensions,
      hasStockBias: hasStockBias, prior: prior)
  }

  func predictions(from features: Variable, weights: [Variable], statistics: [Variable])
    -> [Variable]
  {
    let dates = features.rows
    let rows = features.reshaped(rows: dates * stocks, columns: self.features)
    let returns = rows.affine(weights[0], weights[1]).hyperbolicTangent()
      .affine(weights[2], weights[3]).reshaped(rows: dates, columns: stocks)
    var embedding = rows.affine(weights[4], weights[5]).hyperbolicTangent()
      .affine(weights[6], weights[7])
    if hasStockBias {
      let width = stocks * dimensions
      embedding = embedding.reshaped(rows: dates, columns: width).addingRow(weights[8])
        .reshaped(rows: dates * stocks, columns: dimensions)
    }
    var factor = embedding.normalisingRows()
    if prior < 1 {
      let mean = ((1 - prior).squareRoot() * statistics[1])
        .reshaped(rows: 1, columns: stocks * stocks).repeatedRows(dates)
        .reshaped(rows: dates * stocks, columns: stocks)
      factor = .joiningColumns([mean, prior.squareRoot() * factor])
    }
    return [
      returns.scaled(by: statistics[0]),
      factor.reshaped(rows: dates, columns: stocks * factor.columns),
    ]
  }
}
