import Testing

@testable import LinearAlgebra

/// Products against sums written out, over sizes that leave every kind of remainder.
struct SmallProductTests {
  /// Small integers, whose products and sums are exact in any order.
  private func numbers(_ count: Int, _ seed: Int) -> [Double] {
    (0..<count).map { Double(($0 * 7 + seed * 13) % 11 - 5) }
  }

  private func expectProduct(
    rows m: Int, columns n: Int, inner k: Int, transposeA: Bool, transposeB: Bool, scale: Double,
    keep: Double
  ) {
    let (a, b, c) = (numbers(m * k, 1), numbers(k * n, 2), numbers(m * n, 3))
    var expected = c.map { keep * $0 }
    for i in 0..<m {
      for j in 0..<n {
        for l in 0..<k {
          expected[i * n + j] +=
            scale * a[transposeA ? l * m + i : i * k + l] * b[transposeB ? j * k + l : l * n + j]
        }
      }
    }
    func found(_ multiply: (UnsafeMutablePointer<Double>) -> Void) -> [Double] {
      var values = c
      multiply(&values)
      return values
    }
    let chosen = found {
      BLAS.multiply(
        a, b, into: $0, rows: m, columns: n, inner: k, transposeA: transposeA,
        transposeB: transposeB, scale: scale, keep: keep)
    }
    #expect(chosen == expected, "\(m)×\(n), \(k) terms")
    guard n >= 8 else { return }
    let small = found {
      SmallProduct.multiply(
        a, b, into: $0, rows: m, columns: n, inner: k, transposeA: transposeA,
        transposeB: transposeB, scale: scale, keep: keep)
    }
    #expect(small == expected, "\(m)×\(n), \(k) terms")
  }

  @Test(arguments: [1, 2, 5, 6, 7, 10, 16, 23], [1, 2, 7, 8, 10, 13, 16, 23])
  func productsAreSumsOfProducts(_ m: Int, _ n: Int) {
    for k in [1, 2, 9, 127, 128, 300] {
      for (scale, keep) in [(1.0, 0.0), (1, 1), (0.5, 0), (-2, 3)] {
        for (transposeA, transposeB) in [
          (false, false), (true, false), (false, true), (true, true),
        ] {
          expectProduct(
            rows: m, columns: n, inner: k, transposeA: transposeA, transposeB: transposeB,
            scale: scale, keep: keep)
        }
      }
    }
  }

  @Test(arguments: [8, 10, 13, 16, 40])
  func layersAddTheirRowOfBiasesOnce(_ n: Int) {
    let (m, k) = (7, 150)
    let (a, b, bias) = (numbers(m * k, 1), numbers(n * k, 2), numbers(n, 3))
    var found = numbers(m * n, 4)
    BLAS.layer(a, b, adding: bias, into: &found, rows: m, columns: n, inner: k)
    for i in 0..<m {
      for j in 0..<n {
        let sum = (0..<k).reduce(bias[j]) { $0 + a[i * k + $1] * b[j * k + $1] }
        #expect(found[i * n + j] == sum)
      }
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 16, 31, 50])
  func innerProductsAreSumsOfProducts(_ count: Int) {
    let (a, b) = (numbers(count, 1), numbers(count, 2))
    #expect(InnerProduct.of(a, b, count: count) == zip(a, b).reduce(0) { $0 + $1.0 * $1.1 })
  }
}
