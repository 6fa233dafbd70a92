import Foundation
import LinearAlgebra
import Reproducibility

/// The highest rates of arithmetic seen in a large matrix product: this program's, and that of
/// every kernel of OpenBLAS that runs on this machine.
struct GemmPeak {
  /// Who computed, and billions of operations per second.
  struct Rate {
    var name: String
    var rate: Double
  }

  /// The program's own products.
  let own: Double
  /// The kernel that OpenBLAS chooses here.
  let chosen: Rate
  /// The kernels of OpenBLAS, the fastest first.
  let kernels: [Rate]

  /// The rate of which others are shares: the highest of all.
  var best: Double { max(own, kernels.first?.rate ?? 0) }

  /// Measures the program's own products here and each kernel in a process of its own.
  static func measure() -> GemmPeak {
    OpenBLAS.useOneThread()
    let own = rate { DenseProduct.multiply($0, $1, into: $2, rows: $3, columns: $3, inner: $3) }
    let chosen = Rate(name: OpenBLAS.kernel, rate: ofLibrary())
    var rates = [chosen.name: chosen.rate]
    for name in names {
      // A name that the library does not know leaves it the choice.
      guard let found = inProcess(kernel: name) else { continue }
      rates[found.name] = max(rates[found.name] ?? 0, found.rate)
    }
    return GemmPeak(
      own: own, chosen: chosen,
      kernels: rates.map { Rate(name: $0.key, rate: $0.value) }.sorted { $0.rate > $1.rate })
  }

  /// The rate of OpenBLAS's product, in GFLOP/s.
  static func ofLibrary() -> Double {
    OpenBLAS.useOneThread()
    return rate { OpenBLAS.multiply($0, $1, into: $2, order: $3) }
  }

  /// One line on the rates, and a sentence if OpenBLAS's choice is unsuitable.
  var text: String {
    let others = kernels.map { "\($0.name) \(NumberFormat.significant($0.rate))" }
    var lines = [
      "\(Instructions.summary), one thread",
      "gemm peak \(NumberFormat.significant(best)) GFLOP/s: own products "
        + "\(NumberFormat.significant(own)), \(OpenBLAS.version) by kernel "
        + others.joined(separator: ", ") + "; as shipped it takes \(chosen.name)",
    ]
    if let fastest = kernels.first, chosen.rate < 0.5 * fastest.rate {
      lines.append(
        "OpenBLAS’s kernel \(chosen.name) does not suit this processor; set OPENBLAS_CORETYPE="
          + "\(fastest.name) where it is to compute.")
    }
    return lines.joined(separator: "\n")
  }

  /// The names of kernels that are tried.
  private static let names = [
    "Haswell", "Zen", "SkylakeX", "Cooperlake", "Sapphirerapids", "ARMV8", "NeoverseN1",
    "NeoverseV1",
  ]

  /// The kernel that a process of this program with the variable set ends up with, and its rate;
  /// nil where the processor cannot run it.
  private static func inProcess(kernel name: String) -> Rate? {
    let process = Process()
    process.executableURL = Bundle.main.executableURL
    process.arguments = ["--library-peak"]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["OPENBLAS_CORETYPE": name, "OPENBLAS_NUM_THREADS": "1"]) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
    process.waitUntilExit()
    let words = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard process.terminationStatus == 0, words.count == 2, let rate = Double(words[1]) else {
      return nil
    }
    return Rate(name: String(words[0]), rate: rate)
  }

  /// Billions of operations per second of the fastest of some products of two square matrices.
  private static func rate(
    of multiply: (
      UnsafePointer<Double>, UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int
    ) -> Void
  ) -> Double {
    let order = 512
    var random = SeededGenerator(seed: 0, stream: "benchmarks/gemm-peak")
    let (a, b) = (random.normals(order * order), random.normals(order * order))
    var c = a
    var fastest = Double.infinity
    for _ in 0..<30 {
      fastest = min(fastest, Stopwatch.seconds { multiply(a, b, &c, order) })
    }
    return 2e-9 * Double(order * order * order) / fastest
  }
}
