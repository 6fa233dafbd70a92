import LinearAlgebra
import TestSupport
import Testing

struct DifferencesTests {
  private let x = Matrix([[1, 2], [3, -1]])
  private let direction = Matrix([[1, 0], [-2, 4]])

  /// Of a quadratic function central differences are exact but for rounding.
  @Test func areExactForAQuadraticFunction() {
    let difference = centralDifference(at: x, along: direction, step: 0.5) {
      $0.combined(with: $0, by: *)
    }
    #expect(difference == Matrix([[2, 0], [-12, -8]]))
  }

  @Test func takeTheGradientEntryByEntry() {
    let gradient = differenceGradient(at: x, step: 0.25) { innerProduct($0, $0) }
    #expect(gradient == 2 * x)
  }

  @Test func sumsTheProductsOfEntries() {
    #expect(innerProduct(x, direction) == 1 - 6 - 4)
    #expect(innerProduct(Matrix(rows: 0, columns: 3), Matrix(rows: 0, columns: 3)) == 0)
  }
}
