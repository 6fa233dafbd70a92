import LinearAlgebra
import Testing

struct MatrixTests {
  private func filled(_ rows: Int, _ columns: Int, _ phase: Int) -> Matrix {
    Matrix(
      rows: rows, columns: columns,
      values: (0..<rows * columns).map { Double(($0 * 31 + phase) % 17) - 8 })
  }

  @Test(arguments: [(1, 1, 1), (3, 4, 5), (7, 1, 2), (0, 3, 2), (2, 0, 3)])
  func productIsTheSumOverTheInnerDimension(_ m: Int, _ k: Int, _ n: Int) {
    let (a, b) = (filled(m, k, 1), filled(k, n, 5))
    let product = a * b
    #expect(product.rows == m && product.columns == n)
    for i in 0..<m {
      for j in 0..<n {
        let sum = (0..<k).reduce(0.0) { $0 + a[i, $1] * b[$1, j] }
        #expect(product[i, j] == sum)  // small integers: exact
      }
    }
  }

  @Test(arguments: [false, true], [false, true])
  func transposedOperandsGiveTheSameProduct(_ ta: Bool, _ tb: Bool) {
    let (a, b) = (filled(3, 4, 1), filled(4, 5, 2))
    var c = Matrix(rows: 3, columns: 5, repeating: 2)
    let (x, y) = (ta ? a.transposed : a, tb ? b.transposed : b)
    DenseProduct.multiply(
      x.values, y.values, into: &c.values, rows: 3, columns: 5, inner: 4, transposeA: ta,
      transposeB: tb, adding: true)
    #expect(c == a * b + Matrix(rows: 3, columns: 5, repeating: 2))
  }

  @Test func rowsAreSelectedStackedAndReshaped() {
    let a = Matrix([[1, 2], [3, 4], [5, 6]])
    #expect(a.selectingRows([2, 0]) == Matrix([[5, 6], [1, 2]]))
    #expect(a.stacked(over: Matrix([[7, 8]])).rows == 4)
    #expect(a.reshaped(rows: 2, columns: 3) == Matrix([[1, 2, 3], [4, 5, 6]]))
    #expect(a.transposed == Matrix([[1, 3, 5], [2, 4, 6]]))
    #expect(a.mean == 3.5 && a.largestMagnitude == 6)
    #expect(Matrix([[3, 4]]).norm == 5)
  }
}
