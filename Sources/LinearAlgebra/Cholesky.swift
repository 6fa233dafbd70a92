/// Cholesky factorisation A = LLᵀ of symmetric positive definite matrices, in place, by address.
///
/// Only the lower triangle (row-major) is read and written. Sums are taken in one order by
/// `InnerProduct`, and nothing is fused: factors, solves and inverses have the same bits on every
/// machine. Factors of order above 128, which no experiment of the report has, are LAPACK's, whose
/// last bits depend on the kernel that OpenBLAS chooses.
///
///     var (a, x) = ([4.0, 0, 2, 3], [2.0, 5])  // [4 2; 2 3], of which the upper half is not read
///     let minor = Cholesky.factor(&a, order: 2, stride: 2)
///     if minor == 0 { Cholesky.solve(a, order: 2, stride: 2, &x) }  // x = (−0.5, 2)
public enum Cholesky {
  /// Matrices of larger order are factored by LAPACK, which is faster from there on.
  static let largestOwnOrder = 128

  /// Replaces the lower triangle of the `order`×`order` matrix at `a` by its factor L.
  ///
  /// - Parameters:
  ///   - a: the matrix, row-major.
  ///   - order: the order of the matrix.
  ///   - stride: the distance between the starts of two rows, in numbers; at least `order`.
  ///   - tolerance: up to order 128, the share of the largest diagonal entry that pivots must
  ///     exceed. The default is 1e-14.
  /// - Returns: 0, or the order of the first leading minor that is not positive (from 1).
  public static func factor(
    _ a: UnsafeMutablePointer<Double>, order: Int, stride: Int, tolerance: Double = 1e-14
  ) -> Int {
    if order > largestOwnOrder { return OpenBLAS.factor(a, order: order, stride: stride) }
    var largest = 0.0
    for i in 0..<order { largest = max(largest, a[i &* stride &+ i]) }
    let smallest = largest * tolerance
    for j in 0..<order {
      let rowJ = a + j &* stride
      let pivot = rowJ[j] - InnerProduct.of(rowJ, rowJ, count: j)
      guard pivot > smallest else { return j + 1 }
      let root = pivot.squareRoot()
      rowJ[j] = root
      let inverse = 1 / root
      var i = j &+ 1
      while i < order {
        let rowI = a + i &* stride
        rowI[j] = (rowI[j] - InnerProduct.of(rowI, rowJ, count: j)) * inverse
        i &+= 1
      }
    }
    return 0
  }

  /// Replaces the `order` numbers at `x` by A⁻¹x, given the factor L of A.
  @inline(__always)
  public static func solve(
    _ l: UnsafePointer<Double>, order: Int, stride: Int, _ x: UnsafeMutablePointer<Double>
  ) {
    solveLower(l, order: order, stride: stride, x)
    solveUpper(l, order: order, stride: stride, x)
  }

  /// Replaces the `order` numbers at `x` by L⁻¹x.
  @inline(__always)
  public static func solveLower(
    _ l: UnsafePointer<Double>, order: Int, stride: Int, _ x: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<order {
      let row = l + i &* stride
      x[i] = (x[i] - InnerProduct.of(row, x, count: i)) / row[i]
    }
  }

  /// Replaces the `order` numbers at `x` by L⁻ᵀx.
  @inline(__always)
  public static func solveUpper(
    _ l: UnsafePointer<Double>, order: Int, stride: Int, _ x: UnsafeMutablePointer<Double>
  ) {
    var i = order
    while i > 0 {
      i &-= 1
      let row = l + i &* stride
      let value = x[i] / row[i]
      x[i] = value
      for k in 0..<i { x[k] -= row[k] * value }
    }
  }

  /// Writes A⁻¹ = L⁻ᵀL⁻¹, both of its triangles, given the factor L of A.
  ///
  /// This takes a third of the time of solving for every unit vector.
  ///
  /// - Parameters:
  ///   - l: the factor.
  ///   - order: the order of the matrix.
  ///   - stride: the distance between the starts of two rows of the factor, in numbers.
  ///   - inverse: where order² numbers are written, row-major; must not overlap the factor.
  public static func invert(
    _ l: UnsafePointer<Double>, order: Int, stride: Int, into inverse: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<order {
      let (own, row) = (l + i &* stride, inverse + i &* order)
      let reciprocal = 1 / own[i]
      for j in 0..<i { row[j] = 0 }
      for k in 0..<i {
        let (above, share) = (inverse + k &* order, -reciprocal * own[k])
        for j in 0...k { row[j] += share * above[j] }
      }
      row[i] = reciprocal
    }
    // Row i of L⁻¹ enters the rows of the result above it, and then becomes one of them itself.
    for i in 0..<order {
      let row = inverse + i &* order
      for a in 0..<i {
        let (target, share) = (inverse + a &* order, row[a])
        for b in 0...a { target[b] += share * row[b] }
      }
      let last = row[i]
      for b in 0...i { row[b] *= last }
    }
    for i in 0..<order { for j in 0..<i { inverse[j &* order &+ i] = inverse[i &* order &+ j] } }
  }

  /// The order of the first leading minor that is not positive (from 1), or nil for a positive
  /// definite matrix.
  ///
  /// The matrix must be square; its upper triangle is not read.
  public static func firstNonPositiveMinor(of matrix: Matrix) -> Int? {
    precondition(matrix.rows == matrix.columns, "\(matrix.rows)×\(matrix.columns) is not square")
    var copy = matrix.values
    let minor = factor(&copy, order: matrix.rows, stride: matrix.columns)
    return minor == 0 ? nil : minor
  }
}
