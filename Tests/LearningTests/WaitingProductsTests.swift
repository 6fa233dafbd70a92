import LinearAlgebra
import Reproducibility
import Testing

@testable import Learning

struct WaitingProductsTests {
  /// Ten pairs, of which eight fill the room.
  @Test func sumsAreThoseOfOneProductAfterTheOther() {
    let (rows, inner, columns) = (30, 64, 70)
    var random = SeededGenerator(seed: 0, stream: "waiting products")
    var sums = Matrix(rows: rows, columns: columns, values: random.normals(rows * columns))
    var expected = sums
    let waiting = WaitingProducts(rows: rows, inner: inner, columns: columns)
    for _ in 0..<10 {
      var (left, right) = ([Matrix](), [Matrix]())
      for _ in 0..<2 {
        left.append(Matrix(rows: rows, columns: inner, values: random.normals(rows * inner)))
        right.append(Matrix(rows: inner, columns: columns, values: random.normals(inner * columns)))
      }
      let share = random.normal()
      for (g, w) in zip(left, right) {
        DenseProduct.multiply(
          (share * g).values, w.values, into: &expected.values, rows: rows, columns: columns,
          inner: inner, adding: true)
      }
      withAddresses(of: right) { waiting.begin(with: $0) }
      // By blocks of rows, as a tape gives them.
      for block in [0..<20, 20..<rows] {
        withAddresses(of: left.map { $0.selectingRows(block) }) {
          waiting.set($0, times: share, rows: block)
        }
      }
      if waiting.isFull { waiting.add(to: &sums) }
    }
    waiting.add(to: &sums)
    #expect(sums == expected)
  }

  private func withAddresses(
    of matrices: [Matrix], _ body: ([UnsafeMutablePointer<Double>]) -> Void
  ) {
    let copies = matrices.map { matrix in
      let copy = UnsafeMutablePointer<Double>.lines(capacity: matrix.values.count)
      copy.initialize(from: matrix.values, count: matrix.values.count)
      return copy
    }
    body(copies)
    for copy in copies { copy.deallocate() }
  }
}
