import LinearAlgebra

/// How far rows lie from those of a sample: squared Mahalanobis distances, with the covariance
/// shrunk towards a multiple of the identity.
///
/// q(x) = (x − μ)ᵀ((1 − s)·S + s·m·I)⁻¹(x − μ) with the mean μ and the covariance
/// S (divisor n) of the sample, m = tr S/p, and the share s of Ledoit and Wolf, which is estimated
/// from the sample. So it is defined for more columns than rows, too.
///
/// - SeeAlso: Ledoit and Wolf (2004), A well-conditioned estimator for large-dimensional covariance
///   matrices.
struct OutlierScore {
  /// s, in [0, 1].
  let shrinkage: Double
  private let mean: [Double]
  /// The sample less its mean, n×p.
  private let centred: Matrix
  /// a = s·m and c = (1 − s)/n of the covariance a·I + c·XᵀX.
  private let a: Double, c: Double
  /// Whether the factor is that of a·I + c·XXᵀ, n×n, which is smaller than the covariance.
  private let isDual: Bool
  private let factor: [Double]

  /// The score by the distance from the rows of a sample, of which there must be at least two.
  init(fittedTo sample: Matrix) {
    precondition(sample.rows > 1, "a covariance of \(sample.rows) rows")
    let (n, p) = (sample.rows, sample.columns)
    mean = (0..<p).map { column in
      (0..<n).reduce(0) { $0 + sample[$1, column] } / Double(n)
    }
    let x = OutlierScore.centred(sample, at: mean)
    isDual = n < p
    // XXᵀ and XᵀX have the same Euclidean norm and the same trace.
    var gram = isDual ? x * x.transposed : x.transposed * x
    let lengths = (0..<n).map { row in x.row(row).reduce(0) { $0 + $1 * $1 } }
    let squaredNorm = gram.values.reduce(0) { $0 + $1 * $1 } / Double(n * n)
    let level = lengths.reduce(0, +) / Double(n * p)
    let spread = squaredNorm - Double(p) * level * level
    let error =
      (lengths.reduce(0) { $0 + $1 * $1 } - Double(n) * squaredNorm) / Double(n * n)
    let share = spread > 0 ? min(1, max(0, error / spread)) : 1
    shrinkage = share
    // Rows that are all the same have no covariance: distances are Euclidean then.
    (a, c) = level > 0 ? (max(share, 1e-9) * level, (1 - share) / Double(n)) : (1, 0)
    for entry in gram.values.indices { gram.values[entry] *= c }
    for entry in 0..<gram.rows { gram[entry, entry] += a }
    let order = gram.rows
    let minor = gram.values.withUnsafeMutableBufferPointer { values in
      values.baseAddress.map { Cholesky.factor($0, order: order, stride: order) } ?? 0
    }
    precondition(minor == 0, "a shrunk covariance that is not positive definite")
    (centred, factor) = (x, gram.values)
  }

  /// The squared distances of rows.
  func scores(of rows: Matrix) -> [Double] {
    let shifted = OutlierScore.centred(rows, at: mean)
    var sides = isDual ? shifted * centred.transposed : shifted
    let order = sides.columns
    let solved = factor.withUnsafeBufferPointer { l in
      sides.values.withUnsafeMutableBufferPointer { x -> [Double] in
        guard let l = l.baseAddress, let x = x.baseAddress else { return [] }
        return (0..<shifted.rows).map { row in
          let side = x + row * order
          Cholesky.solveLower(l, order: order, stride: order, side)
          return (0..<order).reduce(0) { $0 + side[$1] * side[$1] }
        }
      }
    }
    guard isDual else { return solved }
    return solved.enumerated().map { row, square in
      (shifted.row(row).reduce(0) { $0 + $1 * $1 } - c * square) / a
    }
  }

  private static func centred(_ rows: Matrix, at mean: [Double]) -> Matrix {
    var result = rows
    for row in 0..<rows.rows {
      for column in 0..<rows.columns { result[row, column] -= mean[column] }
    }
    return result
  }
}
