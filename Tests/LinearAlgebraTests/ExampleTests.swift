import LinearAlgebra
import Testing

/// The examples of the documentation, as they are printed there.
struct ExampleTests {
  @Test func multipliesMatrices() {
    let features = Matrix([[1, 2], [3, 4], [5, 6]])
    let gram = features.transposed * features
    #expect(gram[0, 1] == 44 && features.row(2) == [5, 6])
  }

  @Test func solvesByCholeskyFactors() {
    var (a, x) = ([4.0, 0, 2, 3], [2.0, 5])
    let minor = Cholesky.factor(&a, order: 2, stride: 2)
    if minor == 0 { Cholesky.solve(a, order: 2, stride: 2, &x) }
    #expect(abs(x[0] + 0.5) < 1e-15 && abs(x[1] - 2) < 1e-15)
  }
}
