import Differentiation
import LinearAlgebra
import OptimizationSupport
import Reproducibility
import TestSupport
import Testing

@testable import Optimization

/// Supports: held ones, warm starts, and those that are degenerate or fall into parts.
struct DoublyStochasticBranchTests {
  private struct Layer {
    let tape = Tape()
    let θ: Variable, x: Variable
    let program: CompiledTape
    let trail: BranchTrail

    init(_ values: Matrix, curvature: Double) {
      let order = Int(Double(values.columns).squareRoot().rounded())
      θ = tape.input(values)
      x = DoublyStochasticProgram(order: order, curvature: curvature).solution(θ)
      program = tape.compile([x], along: [θ])
      trail = BranchTrail(slots: 3, wordsPerSlot: tape.choiceWords)
    }

    func run(at values: Matrix? = nil, slot: Int, hint: Int? = nil) throws -> Matrix {
      if let values { θ.set(values) }
      tape.branches.current = trail[slot]
      tape.branches.hint = hint.map { trail[$0] }
      try program.run()
      return x.value
    }
  }

  @Test(arguments: MatchingCase.all)
  func tangentsMatchDifferencesWithTheSupportHeld(_ test: MatchingCase) throws {
    let values = test.instances(3)
    let layer = Layer(values, curvature: test.curvature)
    var random = SeededGenerator(seed: 2, stream: "direction")
    let direction = Matrix.normal(like: layer.θ, &random)
    layer.θ.setTangent(direction)
    _ = try layer.run(slot: 0)
    let tangent = layer.x.tangent
    layer.tape.branches.mode = .held
    // x is affine on a held support, so that a long step is exact and keeps rounding small.
    let step = test.curvature
    let differences = try centralDifference(at: values, along: direction, step: step) {
      try layer.run(at: $0, slot: 0)
    }
    #expect((tangent - differences).largestMagnitude <= 1e-6 * max(1, tangent.largestMagnitude))
  }

  @Test(arguments: MatchingCase.all)
  func theAdjointIsTheTransposeOfTheTangent(_ test: MatchingCase) throws {
    let tape = Tape()
    let θ = tape.input(test.instances(3))
    let x = DoublyStochasticProgram(order: test.order, curvature: test.curvature).solution(θ)
    var random = SeededGenerator(seed: 3, stream: "direction")
    let (weights, direction) = (Matrix.normal(like: θ, &random), Matrix.normal(like: θ, &random))
    let gradient = tape.gradient(of: x.rowDot(tape.input(weights)).sum(), withRespectTo: [θ])[0]
    let program = tape.compile([x, gradient], along: [θ])
    θ.setTangent(direction)
    try program.run()
    let left = innerProduct(weights, x.tangent)
    let right = innerProduct(gradient.value, direction)
    #expect(abs(left - right) <= 1e-11 * max(1, gradient.value.norm * direction.norm))
    #expect(gradient.tangent.largestMagnitude == 0, "P is constant on a support")
  }

  @Test(arguments: MatchingCase.all)
  func aWarmStartFindsTheDecisionOfAColdOne(_ test: MatchingCase) throws {
    let values = test.instances(4)
    let layer = Layer(values, curvature: test.curvature)
    _ = try layer.run(slot: 0)
    var random = SeededGenerator(seed: 4, stream: "move")
    let moved = values + 0.003 * Matrix.normal(like: layer.θ, &random)
    let warm = try layer.run(at: moved, slot: 1, hint: 0)
    let again = try layer.run(slot: 1, hint: 0)
    let cold = try layer.run(slot: 2)
    #expect(warm == again, "the same hint gives the same bits")
    #expect((warm - cold).largestMagnitude <= 1e-9)
    layer.tape.branches.census = BranchCensus()
    #expect((try layer.run(slot: 2, hint: 1) - cold).largestMagnitude <= 1e-9)
    #expect(layer.tape.branches.census.warmHits == 4, "nothing has moved")
  }

  @Test func aHeldSupportIsNotQuestioned() throws {
    let test = MatchingCase(values: .uniform, order: 20, curvature: 0.1)
    let layer = Layer(test.instances(2), curvature: 0.1)
    let free = try layer.run(slot: 0)
    layer.tape.branches.mode = .held
    #expect((try layer.run(slot: 0) - free).largestMagnitude < 1e-12)
    let other = try layer.run(at: test.instances(2, seed: 9), slot: 0)
    for (before, after) in zip(free.values, other.values) where before == 0 { #expect(after == 0) }
    #expect(other.values.contains { $0 < 0 })
    #expect(worstSum(other, order: 20) < 1e-10)
  }

  /// Each of two blocks without values between them is decided and differentiated as if it were
  /// alone.
  @Test func partsOfADisconnectedSupportAreIndependent() throws {
    let (part, γ) = (6, 0.2)
    let blocks = MatchingCase(values: .uniform, order: part, curvature: γ).instances(2)
    let n = 2 * part
    var values = Matrix(rows: 1, columns: n * n, repeating: -50)
    for block in 0..<2 {
      for i in 0..<part {
        for j in 0..<part {
          values[0, (block * part + i) * n + block * part + j] = blocks[block, i * part + j]
        }
      }
    }
    let (whole, parts) = (Layer(values, curvature: γ), Layer(blocks, curvature: γ))
    var random = SeededGenerator(seed: 5, stream: "direction")
    let direction = Matrix.normal(like: whole.θ, &random)
    whole.θ.setTangent(direction)
    var partDirections = blocks
    let (x, alone) = (try whole.run(slot: 0), try parts.run(slot: 0))
    for block in 0..<2 {
      for i in 0..<part {
        for j in 0..<part {
          let entry = (block * part + i) * n + block * part + j
          partDirections[block, i * part + j] = direction[0, entry]
          #expect(abs(x[0, entry] - alone[block, i * part + j]) < 1e-12)
        }
      }
    }
    parts.θ.setTangent(partDirections)
    _ = try parts.run(slot: 0)
    for block in 0..<2 {
      for k in 0..<part * part {
        let entry = (block * part + k / part) * n + block * part + k % part
        #expect(abs(whole.x.tangent[0, entry] - parts.x.tangent[block, k]) < 1e-10)
      }
    }
    #expect(whole.tape.branches.census.degenerate == 0, "slack between parts is free")
  }

  /// θ₁₁ + θ₂₂ − θ₁₂ − θ₂₁ = 2γ is where the identity stops being optimal.
  @Test func aDecisionAtAKinkIsCountedAsDegenerate() throws {
    for (excess, degenerate) in [(0.0, 1), (0.01, 0), (-0.01, 0)] {
      let layer = Layer(Matrix([[1 + excess, 0.5, 0.5, 0.5]]), curvature: 0.25)
      let x = try layer.run(slot: 0)
      #expect(layer.tape.branches.census.degenerate == degenerate, "\(excess)")
      #expect(worstSum(x, order: 2) < 1e-12 && abs(x[0, 0] - min(1, 1 + excess)) < 1e-12)
    }
  }

  @Test func refusesValuesThatAreNotFinite() throws {
    var values = MatchingCase(values: .uniform, order: 5, curvature: 0.1).instances(3)
    for bad in [Double.nan, .infinity, -.infinity] {
      values[1, 7] = bad
      let error = #expect(throws: SolverError.self) {
        try Layer(values, curvature: 0.1).run(slot: 0)
      }
      guard case .notConverged(let instance, _) = error else {
        Issue.record("another error: \(String(describing: error))")
        continue
      }
      #expect(instance == 1)
    }
  }

  @Test func hugeScoresAreDecidedOrRefusedButNeverLoseARow() throws {
    let values = MatchingCase(values: .uniform, order: 50, curvature: 0.1).instances(2)
    for exponent in stride(from: 0, through: 300, by: 4) {
      var scale = 1.0
      for _ in 0..<exponent { scale *= 10 }
      do {
        let layer = Layer(values.mapped { scale * $0 }, curvature: 0.1)
        #expect(worstSum(try layer.run(slot: 0), order: 50) < 1e-9, "scale 1e\(exponent)")
        #expect(exponent <= 16)
      } catch SolverError.notConverged { #expect(exponent >= 8, "refused at 1e\(exponent)") }
    }
  }

  @Test func oneRowAndColumnLeaveNothingToDecide() throws {
    let layer = Layer(Matrix([[-3.5]]), curvature: 0.1)
    layer.θ.setTangent(Matrix([[1]]))
    #expect(try layer.run(slot: 0) == Matrix([[1]]))
    #expect(layer.x.tangent == Matrix([[0]]))
  }
}
