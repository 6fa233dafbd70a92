import Differentiation
import LinearAlgebra
import Optimization
import Reproducibility
import Site

/// This program's layer, asked as the others are: differentiated twice in reverse.
enum OwnLayer {
  static func asked(_ suite: LayerSuite) throws -> CourtRecord.Layer {
    let answers = try suite.instances.flatMap { instance in
      try CourtRecord.Stage.allCases.map { stage in
        do {
          return try instance.answer(stage, values(stage, instance))
        } catch let error as SolverError {
          return CourtRecord.Answer(instance.name, stage, refusal: "\(error)")
        }
      }
    }
    return CourtRecord.Layer(
      name: CourtRecord.own, versions: ["version \(Release.version)"], setting: "as it comes",
      promise: "first and second derivatives", answers: answers)
  }

  private static func values(
    _ stage: CourtRecord.Stage, _ instance: LayerSuite.Instance
  ) throws -> [String: [Double]] {
    let tape = Tape()
    func input(_ name: String) -> Variable { tape.input(instance.row(name)) }
    let (quadratic, linear) = (input("Q"), input("p"))
    let (h, b) = (instance.row("h"), instance.row("b"))
    func rows(_ name: String, _ count: Int) -> QuadraticProgram.Parameter {
      .constant(instance.row(name).reshaped(rows: count, columns: linear.count))
    }
    let x = QuadraticProgram(
      variables: linear.count, inequalities: h.columns, equalities: b.columns,
      quadratic: .variable(quadratic), inequalityMatrix: rows("G", h.columns),
      inequalityBound: .constant(h), equalityMatrix: rows("A", b.columns),
      equalityBound: .constant(b)
    ).solution(linear)
    let parameters = [linear, quadratic]
    func run(_ variables: [Variable]) throws -> [Matrix] {
      try tape.compile(variables).run()
      return variables.map(\.value)
    }
    func named(_ gradients: [Matrix]) -> [String: [Double]] {
      let n = linear.count
      let square = gradients[1].reshaped(rows: n, columns: n)
      let even = 0.5 * (square + square.transposed)
      return [
        "\(stage.rawValue)/p": gradients[0].values, "\(stage.rawValue)/Q": even.values,
      ]
    }
    guard stage != .decision else { return ["x": try run([x])[0].values] }
    let value = x.rowDot(input("v")) + 0.5 * x.rowDot(x)
    let first = tape.gradient(of: value, withRespectTo: parameters)
    guard stage == .second else { return named(try run(first)) }
    let along = first[0].rowDot(input("r_p")) + first[1].rowDot(input("r_Q"))
    return named(try run(tape.gradient(of: along, withRespectTo: parameters)))
  }
}
