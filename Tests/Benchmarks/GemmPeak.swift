import LinearAlgebra
import Reproducibility

/// The highest rate of arithmetic seen in a large matrix product, of which other rates are shares.
enum GemmPeak {
  /// The order of the square factors.
  static let order = 512

  /// Billions of operations per second of the fastest of `repetitions` products on this thread.
  static func measure(repetitions: Int = 60) -> Double {
    var random = SeededGenerator(seed: 0, stream: "benchmarks/gemm-peak")
    let count = order * order
    var fastest = Double.infinity
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * count) { buffer in
      buffer.initialize(repeating: 0)
      for i in 0..<2 * count { buffer[i] = random.normal() }
      guard let a = buffer.baseAddress else { return }
      for _ in 0..<repetitions {
        let seconds = Stopwatch.seconds {
          BLAS.multiply(
            a, a + count, into: a + 2 * count, rows: order, columns: order, inner: order)
        }
        fastest = min(fastest, seconds)
      }
    }
    return 2e-9 * Double(order * count) / fastest
  }
}
