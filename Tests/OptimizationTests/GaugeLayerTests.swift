import Differentiation
import LinearAlgebra
import Reproducibility
import TestSupport
import Testing

@testable import Optimization

struct GaugeLayerTests {
  /// A box of half-width 1 in three dimensions, cut by two random half-spaces that contain 0.
  private func polytope(_ seed: UInt64) -> (rows: Matrix, bounds: [Double]) {
    var random = SeededGenerator(seed: seed, stream: "polytope")
    let identity = Matrix.identity(3)
    let cuts = Matrix.normal(rows: 2, columns: 3, &random)
    return (
      cuts.stacked(over: identity).stacked(over: -1 * identity),
      random.uniforms(2, in: 0.1...0.5) + Array(repeating: 1, count: 6)
    )
  }

  private func points(_ layer: GaugeLayer, _ y: Matrix) throws -> Matrix {
    let tape = Tape()
    let x = layer.points(for: tape.input(y))
    try tape.compile([x]).run()
    return x.value
  }

  private let noEqualities = Matrix(rows: 0, columns: 3)

  @Test(arguments: 0..<8 as Range<UInt64>)
  func everyPointIsFeasibleAndInnerOnesStay(_ seed: UInt64) throws {
    let (g, h) = polytope(seed)
    let layer = try #require(
      GaugeLayer(inequalities: g, bounds: h, equalities: noEqualities, equalityBounds: []))
    #expect(layer.centre.largestMagnitude == 0, "all bounds are positive")
    var random = SeededGenerator(seed: seed, stream: "points")
    let y = Matrix.normal(rows: 40, columns: 3, &random)
    let x = try points(layer, y)
    let (before, after) = (y * g.transposed, x * g.transposed)
    for i in 0..<40 {
      let isInside = h.indices.allSatisfy { before[i, $0] <= h[$0] }
      for row in h.indices { #expect(after[i, row] <= h[row] + 1e-12) }
      if isInside {
        #expect(Array(x.row(i)) == Array(y.row(i)))
      } else {
        #expect(h.indices.contains { (after[i, $0] - h[$0]).magnitude < 1e-12 }, "on the boundary")
      }
    }
  }

  @Test func withEqualitiesPointsStayInTheirPlaneAboutTheChebyshevCentre() throws {
    // The simplex x ≥ 0, Σx = 1, its one equality given twice: the largest circle is centred at (1,
    // 1, 1)/3.
    let layer = try #require(
      GaugeLayer(
        inequalities: -1 * Matrix.identity(3), bounds: [0, 0, 0],
        equalities: Matrix([[1, 1, 1], [2, 2, 2]]), equalityBounds: [1, 2]))
    for entry in layer.centre.values { #expect(abs(entry - 1.0 / 3) < 1e-6) }
    var random = SeededGenerator(seed: 1, stream: "points")
    let x = try points(layer, .normal(rows: 30, columns: 3, &random))
    for i in 0..<30 {
      #expect(abs(x.row(i).reduce(0, +) - 1) < 1e-9)
      #expect(x.row(i).allSatisfy { $0 >= -1e-12 })
    }
  }

  @Test func theCentreOfAShiftedBoxIsItsMiddle() throws {
    let identity = Matrix.identity(2)
    let layer = try #require(
      GaugeLayer(
        inequalities: identity.stacked(over: -1 * identity), bounds: [5, 3, -3, -1],
        equalities: Matrix(rows: 0, columns: 2), equalityBounds: []))
    #expect(abs(layer.centre[0, 0] - 4) < 1e-4 && abs(layer.centre[0, 1] - 2) < 1e-4)
  }

  @Test func aSetWithoutInteriorHasNoLayer() {
    let identity = Matrix.identity(2)
    #expect(
      GaugeLayer(
        inequalities: identity.stacked(over: -1 * identity), bounds: [1, 1, -1, 0],
        equalities: Matrix(rows: 0, columns: 2), equalityBounds: []) == nil, "x₁ = 1")
    #expect(
      GaugeLayer(
        inequalities: identity.stacked(over: -1 * identity), bounds: [1, 1, -2, 0],
        equalities: Matrix(rows: 0, columns: 2), equalityBounds: []) == nil, "1 ≥ x₁ ≥ 2")
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func gradientsAndTheirTangentsMatchDifferencesWithBranchesHeld(_ seed: UInt64) throws {
    let (g, h) = polytope(seed)
    let layer = try #require(
      GaugeLayer(inequalities: g, bounds: h, equalities: noEqualities, equalityBounds: []))
    var random = SeededGenerator(seed: seed, stream: "gradient")
    let y0 = Matrix.normal(rows: 5, columns: 3, &random)
    let c = Matrix.normal(rows: 5, columns: 3, &random)
    let direction = Matrix.normal(rows: 5, columns: 3, &random)
    let tape = Tape()
    let y = tape.input(y0)
    let x = layer.points(for: y)
    let value = (x * x).rowDot(tape.input(c)).sum()
    let gradient = tape.gradient(of: value, withRespectTo: [y])[0]
    let program = tape.compile([value, gradient], along: [y])
    let trail = BranchTrail(slots: 1, wordsPerSlot: tape.choiceWords)
    tape.branches.current = trail[0]
    y.setTangent(direction)
    try program.run()
    let (slope, tangent) = (gradient.value, gradient.tangent)
    tape.branches.mode = .held
    func difference(of result: Variable) throws -> Matrix {
      try centralDifference(at: y0, along: direction, step: 1e-5) { moved in
        y.set(moved)
        try program.run()
        return result.value
      }
    }
    let along = innerProduct(slope, direction)
    #expect(abs(try difference(of: value)[0, 0] - along) <= 1e-8 * max(1, abs(along)))
    #expect(
      (try difference(of: gradient) - tangent).largestMagnitude
        <= 1e-7 * max(1, tangent.largestMagnitude))
  }
}
