import Differentiation
import LinearAlgebra
import Testing

/// The examples of the documentation, as they are printed there.
struct ExampleTests {
  @Test func differentiatesASquare() throws {
    let tape = Tape()
    let x = tape.input(Matrix([[3, 4]]))
    let slope = tape.gradient(of: x.rowDot(x), withRespectTo: [x])[0]
    try tape.compile([slope]).run()
    #expect(slope.value == Matrix([[6, 8]]))
  }

  @Test func trainsOneLayer() throws {
    let tape = Tape()
    let features = Matrix([[1, 2], [3, 4], [5, 6]])
    let weight = tape.input(Matrix([[0.1, -0.2]])), bias = tape.input(Matrix([[0]]))
    let target = tape.input(Matrix([[0], [1], [0]]))

    let u = tape.input(features)  // n×d
    let hidden = u.affine(weight, bias).hyperbolicTangent()
    let loss = (1 / Double(u.rows)) * (hidden - target).power(2).sum()
    #expect(loss.rows == 1 && loss.columns == 1)

    let (input, gradient) = (u, tape.gradient(of: loss, withRespectTo: [weight, bias]))
    let program = tape.compile([loss] + gradient)
    input.set(features)
    try program.run()  // loss.value and the gradient's are up to date
    #expect(loss.value[0, 0] > 0 && gradient[0].value.largestMagnitude > 0)
  }
}
