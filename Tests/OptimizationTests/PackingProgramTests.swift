import LinearAlgebra
import Reproducibility
import Testing

@testable import Optimization

struct PackingProgramTests {
  @Test func fillsUpByValueForWeight() throws {
    let program = PackingProgram(weights: Matrix([[2, 1, 3]]), capacities: [4])
    #expect(try program.solution(maximising: [3, 2, 3]) == [1, 1, 1.0 / 3])
    #expect(try program.solution(maximising: [3, -2, 3]) == [1, 0, 2.0 / 3])
  }

  @Test func takesNothingOfNoValue() throws {
    let program = PackingProgram(weights: Matrix([[2, 1, 3]]), capacities: [4])
    #expect(try program.solution(maximising: [0, 0, 0]) == [0, 0, 0])
    #expect(try program.solution(maximising: [-1, -2, -1e-30]) == [0, 0, 0])
    #expect(try program.solution(maximising: [.nan, 1, 1]).allSatisfy(\.isNaN))
  }

  @Test func staysWithinACapacityOfZero() throws {
    let program = PackingProgram(weights: Matrix([[1, 0, 2], [1, 1, 1]]), capacities: [0, 5])
    #expect(try program.solution(maximising: [9, 1, 9]) == [0, 1, 0])
  }

  /// The double-double method is the reference; of ties only the value is compared.
  @Test(arguments: 1...4)
  func reachesTheValueOfTheGeneralMethodAtAVertex(_ rows: Int) throws {
    var random = SeededGenerator(seed: UInt64(rows), stream: "packing")
    for round in 0..<60 {
      let n = 3 + random.index(below: 14)
      // Whole numbers tie often, and a capacity may be met by several items at once.
      let isWhole = round.isMultiple(of: 2)
      func draw(_ low: Double, _ high: Double) -> Double {
        let value = random.uniform(in: low...high)
        return isWhole ? value.rounded() : value
      }
      let weights = Matrix(
        rows: rows, columns: n, values: (0..<rows * n).map { _ in draw(0, 8) })
      let capacities = (0..<rows).map { _ in draw(0, 20) }
      let c = (0..<n).map { _ in draw(-3, 9) }
      let x = try PackingProgram(weights: weights, capacities: capacities).solution(maximising: c)
      let identity = Matrix.identity(n)
      let reference = try ConvexProgram(
        inequalityMatrix: weights.stacked(over: identity).stacked(over: -1 * identity),
        inequalityBound: capacities + Array(repeating: 1, count: n)
          + Array(repeating: 0, count: n)
      ).solutions(-1 * Matrix([c]))
      func value(_ x: some Sequence<Double>) -> Double { zip(c, x).reduce(0) { $0 + $1.0 * $1.1 } }
      #expect(abs(value(x) - value(reference.row(0))) <= 1e-9, "round \(round)")
      for i in 0..<rows {
        let load = zip(weights.row(i), x).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(load <= capacities[i] + 1e-9, "round \(round)")
      }
      #expect(x.allSatisfy { (0...1).contains($0) })
      #expect(x.filter { $0 > 1e-9 && $0 < 1 - 1e-9 }.count <= rows, "round \(round): \(x)")
    }
  }
}
