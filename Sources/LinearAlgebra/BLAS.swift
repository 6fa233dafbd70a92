import COpenBLAS

/// Products of dense row-major matrices given by address, and the only Swift door to OpenBLAS.
///
/// Products of few columns are computed here (`SmallProduct`) where the processor allows, the
/// others by the library.
public enum BLAS {
  /// Confines OpenBLAS to one thread; with two, results change from order 100 on.
  ///
  /// The program is parallel over experiments instead. Call this before any other numerical work.
  public static func useOneThread() { openblas_set_num_threads(1) }

  /// The name of the kernel that OpenBLAS chose for this processor; results may depend on it.
  public static var kernel: String { String(cString: openblas_get_corename()) }

  /// OpenBLAS's own description of its version and build.
  public static var configuration: String { String(cString: openblas_get_config()) }

  /// `C ← scale·op(A)·op(B) + keep·C`, with C `rows`×`columns` and `inner` the summed dimension.
  ///
  /// Each matrix is dense: op(A) is `rows`×`inner` and op(B) `inner`×`columns`, and a transposed
  /// operand is stored as `inner`×`rows` or `columns`×`inner`. C must not overlap A or B. By
  /// default nothing is transposed, `scale` is 1 and `keep` is 0, so that C is not read.
  public static func multiply(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, into c: UnsafeMutablePointer<Double>,
    rows: Int, columns: Int, inner: Int, transposeA: Bool = false, transposeB: Bool = false,
    scale: Double = 1, keep: Double = 0
  ) {
    if rows == 0 || columns == 0 { return }
    if scale == 1, inner == 1 || columns == 1 || rows == 1, keep == 0 || keep == 1 {
      ThinProduct.multiply(
        a, b, into: c, rows: rows, columns: columns, inner: inner, transposeA: transposeA,
        transposeB: transposeB, adding: keep == 1)
      return
    }
    if SmallProduct.suits(rows: rows, columns: columns, inner: inner) {
      SmallProduct.multiply(
        a, b, into: c, rows: rows, columns: columns, inner: inner, transposeA: transposeA,
        transposeB: transposeB, scale: scale, keep: keep)
      return
    }
    cblas_dgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
      Int32(rows), Int32(columns), Int32(inner), scale,
      a, Int32(max(1, transposeA ? rows : inner)), b, Int32(max(1, transposeB ? inner : columns)),
      keep, c, Int32(columns))
  }

  /// `C ← A·Bᵀ + 1·row`: a layer of a network, with A `rows`×`inner`, B `columns`×`inner`, a row of
  /// `columns` numbers, and C `rows`×`columns`.
  @inline(__always)
  public static func layer(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, adding row: UnsafePointer<Double>,
    into c: UnsafeMutablePointer<Double>, rows: Int, columns: Int, inner: Int
  ) {
    if SmallProduct.suits(rows: rows, columns: columns, inner: inner) {
      SmallProduct.multiply(
        a, b, into: c, rows: rows, columns: columns, inner: inner, transposeB: true, start: row)
      return
    }
    for i in 0..<rows { (c + i &* columns).update(from: row, count: columns) }
    multiply(a, b, into: c, rows: rows, columns: columns, inner: inner, transposeB: true, keep: 1)
  }

  /// `y ← scale·op(A)·x + keep·y` for a dense A, stored as `rows`×`columns`.
  ///
  /// By default A is not transposed, `scale` is 1 and `keep` is 0.
  @inline(__always)
  public static func multiply(
    _ a: UnsafePointer<Double>, vector x: UnsafePointer<Double>,
    into y: UnsafeMutablePointer<Double>, rows: Int, columns: Int, transpose: Bool = false,
    scale: Double = 1, keep: Double = 0
  ) {
    if rows == 0 || columns == 0 { return }
    cblas_dgemv(
      CblasRowMajor, transpose ? CblasTrans : CblasNoTrans, Int32(rows), Int32(columns), scale, a,
      Int32(columns), x, 1, keep, y, 1)
  }
}
