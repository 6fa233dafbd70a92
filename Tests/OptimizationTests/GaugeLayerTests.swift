import Differentiation
import LinearAlgebra
import OptimizationSupport
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
    // The simplex x ≥ 0, Σx = 1, its one equality given twice: the largest circle is centred at
    // (1, 1, 1)/3.
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

struct GaugeLayerScaleTests {
  private let box = Matrix.identity(2).stacked(over: -1 * .identity(2))
  private let none = Matrix(rows: 0, columns: 2)

  /// x̂ of raw outputs and the gradient of a curved function of it by them.
  private func points(_ layer: GaugeLayer, _ y: Matrix) throws -> (x: Matrix, gradient: Matrix) {
    let tape = Tape()
    let raw = tape.input(y)
    let x = layer.points(for: raw)
    let weights = tape.input(
      Matrix(rows: y.rows, columns: 2, values: Array(repeating: 0.7, count: y.values.count)))
    let gradient = tape.gradient(
      of: ((x * x).rowDot(x) + x.rowDot(weights)).sum(), withRespectTo: [raw])[0]
    try tape.compile([x, gradient]).run()
    return (x.value, gradient.value)
  }

  @Test(arguments: [1.0, 1e16, 1e100, 1e300])
  func hugeRaysEndOnTheBoundaryWithTheSameDerivativeAlongIt(_ size: Double) throws {
    let layer = try #require(
      GaugeLayer(inequalities: box, bounds: [1, 2, 1, 3], equalities: none, equalityBounds: []))
    let y = Matrix([[3, 1], [-2, 4], [1.5, -60]])
    let (reference, slope) = try points(layer, y)
    let (x, gradient) = try points(layer, size * y)
    #expect((x - reference).largestMagnitude <= 1e-14)
    // x̂ depends on the direction of y alone, so that its derivative falls with its length.
    #expect((size * gradient - slope).largestMagnitude <= 1e-13)
  }

  @Test(arguments: [1e-8, 1e8])
  func theCentreDoesNotDependOnFactorsOfRows(_ factor: Double) throws {
    let identity = Matrix.identity(2)
    let g = identity.stacked(over: -1 * identity)
    let bounds = [5.0, 3, -3, -1]
    for row in 0..<4 {
      var (scaled, h) = (g, bounds)
      for j in 0..<2 { scaled[row, j] *= factor }
      h[row] *= factor
      let layer = try #require(
        GaugeLayer(inequalities: scaled, bounds: h, equalities: none, equalityBounds: []))
      #expect((layer.centre - Matrix([[4, 2]])).largestMagnitude < 1e-4, "row \(row)")
    }
  }

  @Test func manyRowsThroughOneVertexAndCoincidingOnesLeaveAnInterior() throws {
    // A wedge at (1, 1) by twelve rows, each twice with another factor.
    var (g, h): ([[Double]], [Double]) = ([], [])
    for k in 0..<12 {
      let row = [1, Double(k) / 3 + 1]
      for factor in [1, 1e-8] {
        g.append(row.map { factor * $0 })
        h.append(factor * (row[0] + row[1]))
      }
    }
    g += [[-1, 0], [0, -1]]
    h += [5, 5]
    let layer = try #require(
      GaugeLayer(inequalities: Matrix(g), bounds: h, equalities: none, equalityBounds: []))
    for (row, bound) in zip(g, h) {
      #expect(row[0] * layer.centre[0, 0] + row[1] * layer.centre[0, 1] < bound)
    }
    // The plane x₁ = ½ given twice and as one of two sides leaves none.
    let flat = GaugeLayer(
      inequalities: Matrix([[1, 0], [0, 1], [0, -1]]), bounds: [0.5, 1, 1],
      equalities: Matrix([[1, 0], [1e8, 0]]), equalityBounds: [0.5, 0.5e8])
    #expect(flat == nil)
  }

  @Test func oneVariableHasAMiddle() throws {
    let layer = try #require(
      GaugeLayer(
        inequalities: Matrix([[1e8], [-1e-8]]), bounds: [3e8, 1e-8],
        equalities: Matrix(rows: 0, columns: 1), equalityBounds: []))
    #expect(layer.centre[0, 0] == 0, "both bounds are positive")
    let shifted = try #require(
      GaugeLayer(
        inequalities: Matrix([[1e8], [-1e-8]]), bounds: [3e8, -1e-8],
        equalities: Matrix(rows: 0, columns: 1), equalityBounds: []))
    #expect(abs(shifted.centre[0, 0] - 2) < 1e-4)
  }
}
