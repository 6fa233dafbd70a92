import Differentiation
import LinearAlgebra
import Optimization
import TestSupport
import Testing

/// The examples of the documentation, as they are printed there.
struct ExampleTests {
  private let tape = Tape()

  private func expect(_ x: Variable, _ expected: Matrix, within tolerance: Double = 1e-12) throws {
    try tape.compile([x]).run()
    #expect(deviation(x.value, from: expected) <= tolerance)
  }

  @Test func solvesAQuadraticProgram() throws {
    let program = QuadraticProgram(
      variables: 2, inequalities: 2, quadratic: .constant(.identity(2)),
      inequalityMatrix: .constant(.identity(2)), inequalityBound: .constant(Matrix([[1, 1]])))
    let x = program.solution(tape.input(Matrix([[-3, 0.5]])))
    try expect(x, Matrix([[1, -0.5]]))
  }

  @Test func shrinksPointsIntoASquare() throws {
    let square = GaugeLayer(
      inequalities: Matrix([[1, 0], [0, 1], [-1, 0], [0, -1]]), bounds: [1, 1, 1, 1],
      equalities: Matrix(rows: 0, columns: 2), equalityBounds: [])
    let x = square?.points(for: tape.input(Matrix([[0.5, -4]])))
    try expect(try #require(x), Matrix([[0.125, -1]]))
  }

  @Test func matchesByAQuadraticTerm() throws {
    let matching = DoublyStochasticProgram(order: 2, curvature: 0.1)
    let x = matching.solution(tape.input(Matrix([[1, 0, 0, 1]])))
    try expect(x, Matrix([[1, 0, 0, 1]]))
  }

  @Test func matchesByEntropy() throws {
    let layer = SinkhornLayer(order: 2, temperature: 0.5)
    let x = layer.decisions(from: tape.input(Matrix([[1, 0, 0, 1]])))
    try expect(x, Matrix([[0.88, 0.12, 0.12, 0.88]]), within: 0.005)
  }

  @Test func dividesMoneyAmongStocks() throws {
    let program = SimplexProgram(stocks: 2, risk: 1, ridge: 1)
    let returns = tape.input(Matrix([[1, 0]])), embeddings = tape.input(Matrix([[1, 1]]))
    let x = program.solution(returns, embeddings)
    try expect(x, Matrix([[0.75, 0.25]]))
  }
}
