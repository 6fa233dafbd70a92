import LinearAlgebra
import Reproducibility
import Testing

/// Matching problems that tests run on: a kind of values, an order and a curvature.
struct MatchingCase: Sendable, CustomTestStringConvertible {
  enum Values: String { case uniform, normal, labels }

  let values: Values
  let order: Int
  let curvature: Double
  var testDescription: String { "\(values.rawValue), N = \(order), γ = \(curvature)" }

  static let all: [MatchingCase] = [Values.uniform, .normal, .labels].flatMap { values in
    [(4, 0.3), (20, 0.1), (50, 0.1), (50, 1), (50, 0.02), (50, 1e-3), (50, 1e-4)].map {
      MatchingCase(values: values, order: $0.0, curvature: $0.1)
    }
  }

  /// The values of `count` instances; labels are exact zeros and ones, about 2.5 ones per row.
  func instances(_ count: Int, seed: UInt64 = 0) -> Matrix {
    var random = SeededGenerator(seed: seed, stream: "matching \(values.rawValue)")
    let size = count * order * order
    let numbers: [Double] =
      switch values {
      case .uniform: random.uniforms(size, in: 0...1)
      case .normal: random.normals(size)
      case .labels: random.uniforms(size, in: 0...1).map { $0 < 2.5 / Double(order) ? 1 : 0 }
      }
    return Matrix(rows: count, columns: order * order, values: numbers)
  }
}

/// The largest deviation of a row or column sum of the matrices in the rows of `x` from 1.
func worstSum(_ x: Matrix, order n: Int) -> Double {
  var worst = 0.0
  for i in 0..<x.rows {
    let matrix = Matrix(rows: n, columns: n, values: Array(x.row(i)))
    for k in 0..<n {
      let column = (0..<n).reduce(0) { $0 + matrix[$1, k] }
      worst = max(worst, abs(matrix.row(k).reduce(0, +) - 1), abs(column - 1))
    }
  }
  return worst
}
