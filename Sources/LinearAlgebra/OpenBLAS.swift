import CLAPACKE
import COpenBLAS

/// OpenBLAS with its LAPACK: factors of large matrices, and a yardstick for products.
///
/// Its results depend on the kernel that it chooses for the processor. No experiment of the report
/// is so large that it is asked.
public enum OpenBLAS {
  /// The name of the kernel that it chose for this processor.
  public static var kernel: String { String(cString: openblas_get_corename()) }

  /// The version, which its description of itself begins with.
  public static var version: String {
    String(cString: openblas_get_config()).split(separator: " ").prefix(2).joined(separator: " ")
  }

  /// A sentence where it took a kernel for processors of twenty years ago, for want of knowing this
  /// one; nil otherwise.
  public static var warning: String? {
    #if VECTORS_OF_8 || VECTORS_OF_4
      guard ["Prescott", "Core2", "Nehalem", "Generic"].contains(kernel) else { return nil }
      return "\(version) does not know this processor and takes its kernel \(kernel), so that "
        + "factors of order above \(Cholesky.largestOwnOrder) take longer; set "
        + "OPENBLAS_CORETYPE=Haswell."
    #else
      return nil
    #endif
  }

  /// Confines it to one thread: with two, results change.
  public static func useOneThread() { openblas_set_num_threads(1) }

  /// The product of two square row-major matrices of order `n`; C must not overlap A or B.
  public static func multiply(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, into c: UnsafeMutablePointer<Double>,
    order n: Int
  ) {
    let n = Int32(n)
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a, n, b, n, 0, c, n)
  }

  /// `Cholesky.factor` without its tolerance.
  static func factor(_ a: UnsafeMutablePointer<Double>, order: Int, stride: Int) -> Int {
    useOneThread()
    // A row-major lower triangle is a column-major upper one.
    return Int(LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 85, Int32(order), a, Int32(stride)))
  }
}
