import LinearAlgebra
import Testing

/// Products against sums written out term by term, over sizes that leave every kind of remainder.
///
/// Builds with registers of 2, 4 and 8 numbers pass the same tests to the last bit, and so agree.
struct DenseProductTests {
  /// Numbers of all signs and of sizes over six decades, so that the order of a sum shows.
  private func numbers(_ count: Int, _ seed: UInt64) -> [Double] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<count).map { _ in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      let uniform = Double(state >> 11) * 0x1p-53 - 0.5
      return uniform * [1e-3, 1, 1, 1e3][Int(state & 3)]
    }
  }

  /// What an entry of the product is: fused multiply–adds of one term after the other.
  private func sum(
    from start: Double, _ a: [Double], _ b: [Double], _ i: Int, _ j: Int, _ shape: Shape
  ) -> Double {
    let (m, n, k) = (shape.rows, shape.columns, shape.inner)
    return (0..<k).reduce(start) { sum, l in
      sum.addingProduct(
        a[shape.transposeA ? l * m + i : i * k + l], b[shape.transposeB ? j * k + l : l * n + j])
    }
  }

  private struct Shape {
    var rows, columns, inner: Int
    var transposeA = false
    var transposeB = false
  }

  /// The products of all layouts, into a matrix that is kept and one that is not.
  private func expectSumsInOrder(rows m: Int, columns n: Int, inner k: Int) {
    let (a, b, c) = (numbers(m * k, 1), numbers(k * n, 2), numbers(m * n, 3))
    for (transposeA, transposeB) in [(false, false), (true, false), (false, true), (true, true)] {
      let shape = Shape(
        rows: m, columns: n, inner: k, transposeA: transposeA, transposeB: transposeB)
      for adding in [false, true] {
        var found = c
        DenseProduct.multiply(
          a, b, into: &found, rows: m, columns: n, inner: k, transposeA: transposeA,
          transposeB: transposeB, adding: adding)
        let expected = (0..<m * n).map {
          sum(from: adding ? c[$0] : 0, a, b, $0 / n, $0 % n, shape)
        }
        #expect(found == expected, "\(shape), adding: \(adding)")
      }
    }
    let row = numbers(n, 4)
    var found = c
    DenseProduct.layer(a, b, adding: row, into: &found, rows: m, columns: n, inner: k)
    let shape = Shape(rows: m, columns: n, inner: k, transposeB: true)
    let expected = (0..<m * n).map { sum(from: row[$0 % n], a, b, $0 / n, $0 % n, shape) }
    #expect(found == expected, "a layer, \(shape)")
  }

  @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 23])
  func entriesAreSumsInOrder(_ m: Int) {
    for n in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 15, 16, 17, 23, 24, 25, 31, 32, 33, 40] {
      for k in [0, 1, 2, 3, 10, 65] { expectSumsInOrder(rows: m, columns: n, inner: k) }
    }
  }

  /// Sizes at which factors are packed, and at which sums are interrupted.
  @Test(arguments: [
    (50, 64, 400), (97, 130, 193), (17, 129, 192), (200, 3, 300), (3, 500, 385), (60, 985, 30),
    (1, 700, 500), (700, 1, 500), (49, 49, 200), (100, 1, 1),
  ])
  func blocksGoOnWithTheSameSums(_ m: Int, _ n: Int, _ k: Int) {
    expectSumsInOrder(rows: m, columns: n, inner: k)
  }

  @Test func sumsGoOnFromProductToProduct() {
    let (m, n, k) = (20, 30, 70)
    let (a, b) = (numbers(m * k, 1), numbers(k * n, 2))
    var (whole, parts) = (numbers(m * n, 3), numbers(m * n, 3))
    DenseProduct.multiply(
      a, b, into: &whole, rows: m, columns: n, inner: k, transposeA: true, adding: true)
    for (first, count) in [(0, 1), (1, 50), (51, 19)] {
      DenseProduct.multiply(
        Array(a[(first * m)...]), Array(b[(first * n)...]), into: &parts, rows: m, columns: n,
        inner: count, transposeA: true, adding: true)
    }
    #expect(whole == parts)
  }

  /// The left factor lies in the first columns of a matrix that is three columns wider.
  @Test(arguments: [(1, 9, 7), (20, 30, 40), (5, 1, 11), (1, 1, 6), (60, 300, 50)], [false, true])
  func aLeftFactorMayBePartOfAWiderMatrix(_ sizes: (Int, Int, Int), _ transposeA: Bool) {
    let (m, n, k) = sizes
    let (height, width) = transposeA ? (k, m) : (m, k)
    let wide = numbers(height * (width + 3), 1)
    let a = (0..<height).flatMap { wide[$0 * (width + 3)..<$0 * (width + 3) + width] }
    let b = numbers(k * n, 2)
    var (found, expected) = (numbers(m * n, 3), numbers(m * n, 3))
    for transposeB in [false, true] {
      DenseProduct.multiply(
        wide, b, into: &found, rows: m, columns: n, inner: k, transposeA: transposeA,
        transposeB: transposeB, strideA: width + 3, adding: true)
      DenseProduct.multiply(
        a, b, into: &expected, rows: m, columns: n, inner: k, transposeA: transposeA,
        transposeB: transposeB, adding: true)
      #expect(found == expected)
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 16, 31, 50])
  func innerProductsAreSumsOfProducts(_ count: Int) {
    // Small integers, whose products and sums are exact in any order.
    let (a, b) = ((0..<count).map { Double($0 % 7 - 3) }, (0..<count).map { Double($0 % 5 - 2) })
    #expect(InnerProduct.of(a, b, count: count) == zip(a, b).reduce(0) { $0 + $1.0 * $1.1 })
  }
}
