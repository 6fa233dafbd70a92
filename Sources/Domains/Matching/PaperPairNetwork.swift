import Differentiation
import Learning
import LinearAlgebra
import Reproducibility

/// Scores a pair from the words of both papers side by side: 2d inputs, one hidden layer, one
/// output.
///
/// The first layer of a pair is a sum of two products of one paper each, so that it takes a product
/// for every paper and not for every pair.
struct PaperPairNetwork: Predictor {
  /// Papers on each side N, words d, and hidden units H.
  let side: Int, words: Int, hidden: Int

  /// W₁ 2H×d (for a left paper, then for a right one), b₁ 1×H, W₂ 1×H, b₂ 1×1.
  var weightShapes: [(rows: Int, columns: Int)] {
    [(2 * hidden, words), (1, hidden), (1, hidden), (1, 1)]
  }

  /// Weights normal with variance 1/fan-in, biases 0.
  func initialWeights(using random: inout SeededGenerator) -> Weights {
    Weights([
      .normal(
        rows: 2 * hidden, columns: words, deviation: 1 / Double(2 * words).squareRoot(), &random),
      Matrix(rows: 1, columns: hidden),
      .layer(outputs: 1, inputs: hidden, &random), Matrix(rows: 1, columns: 1),
    ])
  }

  func widened(by factor: Int) -> PaperPairNetwork {
    PaperPairNetwork(side: side, words: words, hidden: factor * hidden)
  }

  /// The predicted scores, n×N², from the centred words of an instance's papers in each row.
  func predictions(from features: Variable, weights: [Variable], statistics: [Variable])
    -> [Variable]
  {
    let (count, pairs) = (features.rows, features.rows * side * side)
    let half = side * 2 * hidden
    let products = features.reshaped(rows: count * 2 * side, columns: words)
      .times(weights[0], transposed: true).reshaped(rows: count, columns: 2 * half)
    func part(_ first: Int) -> Variable {
      products.columns(first * half..<(first + 1) * half)
        .reshaped(rows: count * side, columns: 2 * hidden)
        .columns(first * hidden..<(first + 1) * hidden)
    }
    let left = part(0).addingRow(weights[1]).tilingColumns(side)
    let right = part(1).reshaped(rows: count, columns: side * hidden).tilingColumns(side)
    let sums =
      left.reshaped(rows: pairs, columns: hidden) + right.reshaped(rows: pairs, columns: hidden)
    return [
      sums.hyperbolicTangent().affine(weights[2], weights[3])
        .reshaped(rows: count, columns: side * side)
    ]
  }
}
