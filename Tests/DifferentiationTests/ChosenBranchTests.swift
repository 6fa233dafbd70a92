import LinearAlgebra
import Testing

@testable import Differentiation

/// Order statistics, clamps and neighbours: choices that are noted, held, and made again where a
/// gradient runs alone.
struct ChosenBranchTests {
  private func value(_ function: (Variable) -> Variable, _ x: Matrix) throws -> Matrix {
    let tape = Tape()
    let y = function(tape.input(x))
    try tape.compile([y]).run()
    return y.value
  }

  private let column = Matrix([[3], [1], [4], [1], [5]])

  @Test func quantilesInterpolateBetweenPlaces() throws {
    #expect(try value({ $0.columnQuantiles(0.5) }, column) == Matrix([[3]]))
    #expect(try value({ $0.columnQuantiles(0) }, column) == Matrix([[1]]))
    #expect(try value({ $0.columnQuantiles(1) }, column) == Matrix([[5]]))
    #expect(try value({ $0.columnQuantiles(0.625) }, column) == Matrix([[3.5]]))
    #expect(
      try value(
        { $0.columnOrderStatistic(4) },
        Matrix([[.nan], [2]]).stacked(
          over: Matrix([[1], [0], [7]])))[0, 0].isNaN)
  }

  @Test func clampsEveryColumnToItsInterval() throws {
    let x = Matrix([[-2, 5, 1], [0, 6, 2], [2, 7, 3]])
    let found = try value(
      {
        $0.clamped(
          from: $0.tape.input(Matrix([[-1, 6, 9]])), to: $0.tape.input(Matrix([[1, 9, 9]])))
      }, x)
    #expect(
      found == Matrix([[-1, 6, 1], [0, 6, 2], [1, 7, 3]]), "an empty interval leaves alone")
  }

  @Test func averagesOverTheNearestOthers() throws {
    let points = Matrix([[0], [1], [3], [10]])
    func means(_ count: Int) throws -> Matrix {
      try value(
        { $0.meansOverNearest(count, of: $0.tape.input(points)) },
        Matrix([[1], [2], [4], [8]]))
    }
    #expect(try means(1) == Matrix([[2], [1], [2], [4]]))
    #expect(try means(2) == Matrix([[3], [2.5], [1.5], [3]]))
    #expect(try means(9) == means(3), "all others, where there are not as many")
    #expect(
      try value({ $0.meansOverNearest(1, of: $0.tape.input(Matrix([[0]]))) }, Matrix([[7]]))
        == Matrix([[7]]))
    // Of equal distances the point further up is nearer.
    #expect(
      try value(
        { $0.meansOverNearest(1, of: $0.tape.input(Matrix([[0], [1], [-1]]))) },
        Matrix([[0], [5], [6]]))[0, 0] == 5)
  }

  private static let functions: [@Sendable (Variable) -> Variable] = [
    { $0.columnQuantiles(0.4).repeatedRows($0.rows) * $0 },
    { $0.clamped(from: $0.columnQuantiles(0.2), to: $0.columnQuantiles(0.8)) * $0 },
    { $0.meansOverNearest(2, of: $0) * $0 },
  ]

  /// With the choices held, a large step stays on the branch, on which all three are linear.
  @Test(arguments: functions.indices)
  func heldChoicesAreNotQuestioned(_ index: Int) throws {
    let tape = Tape()
    let start = scatter(6, 2)
    let x = tape.input(start)
    let y = ChosenBranchTests.functions[index](x)
    let trail = BranchTrail(slots: 1, wordsPerSlot: tape.choiceWords)
    tape.branches.current = trail[0]
    let program = tape.compile([y])
    try program.run()
    let words = trail.record(ofFirst: 1)
    let direction = scatter(6, 2, phase: 0.4, low: -3, high: 3)
    func value(_ distance: Double) throws -> Matrix {
      x.set(start + distance * direction)
      try program.run()
      return y.value
    }
    tape.branches.mode = .held
    // A product of two linear functions: its third differences vanish.
    let values = try (0...3).map { try value(Double($0)) }
    let third = values[3] - 3 * values[2] + 3 * values[1] - values[0]
    #expect(third.largestMagnitude <= 1e-12)
    #expect(trail.record(ofFirst: 1) == words)
    tape.branches.mode = .free
    _ = try value(3)
    #expect(trail.record(ofFirst: 1) != words)
  }

  /// A gradient of what is linear in its operand runs without it, and notes the choices itself.
  @Test(arguments: functions.indices)
  func aGradientThatRunsAloneMakesTheSameChoices(_ index: Int) throws {
    let start = scatter(6, 2)
    func gradient(alone: Bool) throws -> (Matrix, [UInt64]) {
      let tape = Tape()
      let (x, weights) = (tape.input(start), tape.input(scatter(6, 2, phase: 0.3)))
      let y = ChosenBranchTests.functions[index](x)
      let part = tape.gradient(of: y.rowDot(weights).sum(), withRespectTo: [x])[0]
      let trail = BranchTrail(slots: 1, wordsPerSlot: tape.choiceWords)
      tape.branches.current = trail[0]
      try tape.compile(alone ? [part] : [y, part]).run()
      return (part.value, trail.record(ofFirst: 1))
    }
    let (alone, together) = (try gradient(alone: true), try gradient(alone: false))
    #expect(alone.0 == together.0 && alone.1 == together.1)
  }
}
