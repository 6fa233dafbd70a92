/// The instructions that this build computes with.
///
/// Results do not depend on them: products, tanh and exp take fused multiply–adds in one order
/// (`DenseProduct`, `Lanes`), factors and solves sums and products that are not fused. A library
/// factors large matrices alone (`OpenBLAS`).
public enum Instructions {
  /// The set of instructions, by its usual name.
  public static var name: String {
    #if VECTORS_OF_8
      "AVX-512"
    #elseif VECTORS_OF_4
      "AVX2"
    #elseif arch(arm64)
      "NEON"
    #else
      "no fused multiply–add"
    #endif
  }

  /// The instructions, how many numbers a register holds, and who computes with them: a clause.
  public static var summary: String {
    "\(name), \(NativeVector.scalarCount) numbers at a time; products and factors are this "
      + "program’s own, factors of order above \(Cholesky.largestOwnOrder) by "
      + "\(OpenBLAS.version), kernel \(OpenBLAS.kernel)"
  }

  /// Sentences about what is slow here; none where everything is as fast as it can be.
  public static var warnings: [String] {
    #if VECTORS_OF_8 || VECTORS_OF_4 || arch(arm64)
      [OpenBLAS.warning].compactMap(\.self)
    #else
      [
        "This build makes do without fused multiply–add, so that products take about twenty "
          + "times as long; build without VECTORS or PORTABLE on a processor that has it."
      ]
    #endif
  }
}
