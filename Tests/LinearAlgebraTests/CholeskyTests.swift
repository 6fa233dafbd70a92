import LinearAlgebra
import Testing

struct CholeskyTests {
  /// A well-conditioned positive definite matrix.
  private func positive(_ n: Int) -> Matrix {
    let a = Matrix(
      rows: n, columns: n, values: (0..<n * n).map { Double(($0 * 7919) % 101) / 101 - 0.5 })
    return a * a.transposed + Matrix.identity(n)
  }

  @Test(arguments: [1, 2, 5, 17, 40, 41, 90, 200])
  func solvesLinearSystems(_ n: Int) {
    let a = positive(n)
    let x = (0..<n).map { Double($0 % 5) - 2 }
    var right = (a * Matrix(rows: n, columns: 1, values: x)).values
    var factor = a.values
    #expect(Cholesky.factor(&factor, order: n, stride: n) == 0)
    Cholesky.solve(factor, order: n, stride: n, &right)
    #expect(zip(right, x).allSatisfy { abs($0 - $1) < 1e-11 })
  }

  @Test(arguments: [1, 2, 5, 17, 40])
  func invertsByTheFactor(_ n: Int) {
    let a = positive(n)
    var factor = a.values
    var inverse = Matrix(rows: n, columns: n, repeating: .nan)
    #expect(Cholesky.factor(&factor, order: n, stride: n) == 0)
    Cholesky.invert(factor, order: n, stride: n, into: &inverse.values)
    #expect((a * inverse - Matrix.identity(n)).largestMagnitude < 1e-11)
    #expect(inverse == inverse.transposed, "symmetric to the last bit")
  }

  @Test func reportsTheFirstNonPositiveMinor() {
    #expect(Cholesky.firstNonPositiveMinor(of: .diagonal([1, 2, -1, 3])) == 3)
    #expect(Cholesky.firstNonPositiveMinor(of: .diagonal([0, 1])) == 1)
    #expect(Cholesky.firstNonPositiveMinor(of: Matrix([[1, 2], [2, 1]])) == 2)
    #expect(Cholesky.firstNonPositiveMinor(of: positive(50)) == nil)
    var large = positive(50)
    large[44, 44] = -1
    #expect(Cholesky.firstNonPositiveMinor(of: large) == 45)
  }
}
