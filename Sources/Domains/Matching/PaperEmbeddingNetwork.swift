import Differentiation
import Learning
import LinearAlgebra
import Reproducibility

/// Scores pairs by the products of their papers' embeddings: e = tanh(uW₁ᵀ + b₁), θ̂_ij =
/// Σ_h m_h e_ih e_jh + c.
///
/// Both sides share the embedding, so that a step takes one product with W₁ for all papers of all
/// instances.
struct PaperEmbeddingNetwork: Predictor {
  /// Papers on each side N, words d, and dimensions H of the embedding.
  let side: Int, words: Int, hidden: Int
  /// The standard deviation of initial W₁, the sum of initial m, and initial c.
  ///
  /// Initial scores are sparse-looking: small, and a little above zero.
  static let deviation = 0.2, weight = 0.3, offset = 0.05

  /// W₁ H×d, b₁ 1×H, m 1×H, c 1×1.
  var weightShapes: [(rows: Int, columns: Int)] {
    [(hidden, words), (1, hidden), (1, hidden), (1, 1)]
  }

  /// W₁ normal, b₁ zero, all m_h equal, c as given.
  func initialWeights(using random: inout SeededGenerator) -> Weights {
    Weights([
      .normal(rows: hidden, columns: words, deviation: Self.deviation, &random),
      Matrix(rows: 1, columns: hidden),
      Matrix(rows: 1, columns: hidden, repeating: Self.weight / Double(hidden)),
      Matrix(rows: 1, columns: 1, repeating: Self.offset),
    ])
  }

  func widened(by factor: Int) -> PaperEmbeddingNetwork {
    PaperEmbeddingNetwork(side: side, words: words, hidden: factor * hidden)
  }

  /// The predicted scores, n×N², from the centred words of an instance's papers in each row.
  func predictions(from features: Variable, weights: [Variable], statistics: [Variable])
    -> [Variable]
  {
    let (count, half) = (features.rows, side * hidden)
    let embedding = features.reshaped(rows: count * 2 * side, columns: words)
      .affine(weights[0], weights[1]).hyperbolicTangent().reshaped(rows: count, columns: 2 * half)
    let left = embedding.columns(0..<half).reshaped(rows: count * side, columns: hidden)
    let weighted = (left * weights[2].repeatedRows(left.rows)).reshaped(rows: count, columns: half)
    let products = weighted.batchedTimes(
      embedding.columns(half..<2 * half), rows: side, inner: hidden, columns: side,
      transposeB: true)
    return [products + weights[3].repeatedRows(count).repeatedColumns(side * side)]
  }
}
