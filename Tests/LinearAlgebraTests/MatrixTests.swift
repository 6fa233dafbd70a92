import Foundation
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
    c.values.withUnsafeMutableBufferPointer { c in
      x.values.withUnsafeBufferPointer { x in
        y.values.withUnsafeBufferPointer { y in
          guard let c = c.baseAddress, let x = x.baseAddress, let y = y.baseAddress else { return }
          BLAS.multiply(
            x, y, into: c, rows: 3, columns: 5, inner: 4, transposeA: ta, transposeB: tb, scale: 2,
            keep: 3)
        }
      }
    }
    #expect(c == 2 * (a * b) + Matrix(rows: 3, columns: 5, repeating: 6))
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

struct HyperbolicTangentTests {
  private func tanhs(_ x: [Double]) -> [Double] {
    var y = x
    x.withUnsafeBufferPointer { source in
      y.withUnsafeMutableBufferPointer { target in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        HyperbolicTangent.apply(source, into: target, count: x.count)
      }
    }
    return y
  }

  /// The C library's tanh is within 1 ulp of the truth; this one within 2.
  @Test func staysWithinThreeUnitsInTheLastPlaceOfTheLibrary() {
    var x: [Double] = []
    for i in 0..<200_000 { x.append(Double(i) * 1.1e-4 - 11) }
    for exponent in -300..<2 { x.append(1.37 * pow(10, Double(exponent))) }
    for (value, result) in zip(x, tanhs(x)) {
      let reference = tanh(value)
      #expect(abs(result - reference) <= 3 * reference.ulp, "tanh(\(value))")
    }
  }

  @Test func keepsSignsZerosLimitsAndNaN() {
    let y = tanhs([0, -0.0, 25, -25, .infinity, -.infinity, .nan, 19.9])
    #expect(y[0].sign == .plus && y[1].sign == .minus && y[0] == 0 && y[1] == 0)
    #expect(y[2] == 1 && y[3] == -1 && y[4] == 1 && y[5] == -1)
    #expect(y[6].isNaN && y[7] <= 1)
  }

  @Test func givesEveryElementTheSameValueWhereverItStands() {
    let x = (0..<11).map { Double($0) * 0.37 - 2 }
    let whole = tanhs(x)
    for count in 1...11 { #expect(tanhs(Array(x[..<count])) == Array(whole[..<count])) }
  }
}
