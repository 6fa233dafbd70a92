import COpenBLAS

/// OpenBLAS, with whose products the program's own are compared.
enum OpenBLAS {
  /// The name of the kernel that OpenBLAS chose for this processor.
  static var kernel: String { String(cString: openblas_get_corename()) }

  /// The version, which its description of itself begins with.
  static var version: String {
    String(cString: openblas_get_config()).split(separator: " ").prefix(2).joined(separator: " ")
  }

  /// Confines the library to one thread.
  static func useOneThread() { openblas_set_num_threads(1) }

  /// The product of two square matrices.
  static func multiply(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, into c: UnsafeMutablePointer<Double>,
    order n: Int32
  ) {
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a, n, b, n, 0, c, n)
  }
}
