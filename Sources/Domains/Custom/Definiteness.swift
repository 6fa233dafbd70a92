import LinearAlgebra

extension Matrix {
  /// How far from singular a matrix must be to count as definite, and how far from semidefinite it
  /// may be by rounding, once its diagonal is scaled to 1.
  private static let singular = 1e-14, rounding = 1e-10

  /// Whether a symmetric matrix is positive definite by more than rounding, whatever the scales of
  /// its variables.
  var isDefinite: Bool {
    let scales = (0..<rows).map { self[$0, $0].squareRoot() }
    guard scales.allSatisfy({ $0 > 0 }) else { return rows == 0 }
    return Cholesky.firstNonPositiveMinor(of: scaled(scales, adding: -Self.singular)) == nil
  }

  /// The order of the first leading minor that shows that a symmetric matrix is not positive
  /// semidefinite, up to rounding; nil if it is.
  var firstNegativeMinor: Int? {
    let scales = (0..<rows).map { max(0, self[$0, $0]).squareRoot() }
    for i in 0..<rows where scales[i] == 0 {
      // Nothing may stand beside a zero of the diagonal.
      if self[i, i] < 0 || row(i).contains(where: { $0 != 0 }) { return i + 1 }
    }
    return Cholesky.firstNonPositiveMinor(of: scaled(scales, adding: Self.rounding))
  }

  private func scaled(_ scales: [Double], adding shift: Double) -> Matrix {
    var result = self
    for i in 0..<rows {
      for j in 0..<columns {
        let scale = scales[i] * scales[j]
        result[i, j] = scale == 0 ? (i == j ? 1 : 0) : self[i, j] / scale
      }
      result[i, i] += shift
    }
    return result
  }
}
