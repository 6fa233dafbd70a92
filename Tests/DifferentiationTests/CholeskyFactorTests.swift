import Differentiation
import LinearAlgebra
import Testing

struct CholeskyFactorTests {
  @Test func isLowerAndMultipliesToTheSymmetricPart() throws {
    let a = Matrix([[4, 3, 0], [1, 5, -2], [2, 0, 6]])
    let tape = Tape()
    let l = tape.input(a).choleskyFactor()
    try tape.compile([l]).run()
    let product = l.value * l.value.transposed
    #expect((product - 0.5 * (a + a.transposed)).largestMagnitude < 1e-15)
    for i in 0..<3 { for j in 0..<3 where j > i { #expect(l.value[i, j] == 0) } }
  }

  @Test(arguments: [
    (Matrix([[1, 2], [2, 1]]), 2), (Matrix([[0, 0], [0, 1]]), 1),
    (Matrix([[1, 1, 0], [1, 1, 0], [0, 0, 1]]), 2),
  ])
  func saysWhichMatrixIsNotDefinite(_ matrix: Matrix, _ minor: Int) throws {
    let tape = Tape()
    let program = tape.compile([tape.input(matrix).choleskyFactor(of: "mean covariance")])
    let error = #expect(throws: IndefiniteMatrix.self) { try program.run() }
    let found = try #require(error)
    #expect(found.minor == minor && found.order == matrix.rows)
    #expect(found.description.contains("the mean covariance, \(matrix.rows)×\(matrix.rows), is"))
  }
}
