import Foundation
import Differentiation
import LinearAlgebra
import OptimizationSupport
import Testing

@testable import Optimization

struct DegenerateLinearTermTests {
  static let seeds = UInt64(0)..<60

  private static func solve(_ plain: PlainProgram, quadratic: Matrix? = nil) throws -> [Double] {
    try ConvexProgram(
      quadratic: quadratic, inequalityMatrix: plain.g, inequalityBound: plain.h,
      equalityMatrix: plain.a, equalityBound: plain.b
    ).solutions(Matrix([plain.linear])).values
  }

  private static func expectOptimal(_ plain: PlainProgram, _ label: String) {
    let best = BestVertex(plain).value
    guard best.high.isFinite else {
      #expect(throws: SolverError.self, "\(label)") { try solve(plain) }
      return
    }
    do {
      let x = try solve(plain).map { DoubleDouble($0) }
      #expect(BestVertex.violation(plain, x) <= 1e-10, "\(label)")
      let size = plain.linear.reduce(0) { max($0, $1.magnitude) }
      let gap = (BestVertex.objective(plain, x) - best).high.magnitude
      #expect(gap <= 1e-14 * size, "\(label)")
    } catch {
      Issue.record("\(label): \(error) for \(plain)")
    }
  }

  /// A convex program has no vertex below the tangent plane at an optimum.
  private static func expectOptimal(_ x: [Double], _ plain: PlainProgram, _ label: String) {
    var tangent = plain
    let point = x.map { DoubleDouble($0) }
    for i in x.indices {
      let row = Array(plain.quadratic.row(i))
      tangent.linear[i] =
        (DoubleDouble(plain.linear[i]) + DoubleDouble.product(row, point, count: x.count)).high
    }
    let size = tangent.linear.reduce(1) { max($0, $1.magnitude) }
    #expect(BestVertex.violation(plain, point) <= 1e-10, "\(label)")
    let gap = BestVertex.objective(tangent, point) - BestVertex(tangent).value
    #expect(gap.high <= 1e-10 * size, "\(label)")
  }

  @Test(arguments: DegenerateLinearTerm.allCases)
  func linearProgramsEndAtTheirBestVertex(_ kind: DegenerateLinearTerm) {
    for seed in Self.seeds { Self.expectOptimal(kind.program(seed: seed), "seed \(seed)") }
  }

  private static func box(_ n: Int) -> PlainProgram {
    let identity = Matrix.identity(n)
    return PlainProgram(
      quadratic: Matrix(rows: n, columns: n), linear: Array(repeating: 0, count: n),
      g: identity.stacked(over: -1 * identity), h: Array(repeating: 1, count: 2 * n),
      a: Matrix(rows: 0, columns: n), b: [])
  }

  @Test func withoutALinearTermTheLeastNormIsTaken() throws {
    for value in [0.49388613, 1.0 / 3] + stride(from: 0.01, to: 1.99, by: 0.01) {
      var plain = Self.box(2)
      plain.addEquality([1, 1], value)
      let x = try Self.solve(plain)
      #expect(x.allSatisfy { ($0 - value / 2).magnitude <= 1e-15 }, "\(value)")
      for scale in [1e-12, 1e12] {
        var far = plain
        (far.h, far.b) = (plain.h.map { scale * $0 }, [scale * value])
        let x = try Self.solve(far)
        #expect(x.allSatisfy { ($0 - scale * value / 2).magnitude <= 1e-15 * scale }, "\(value)")
      }
    }
  }

  @Test func aMeanOfLabelsThatIsZeroButForRoundingIsDecided() throws {
    var plain = Self.box(3)
    plain.addInequality([3, 0, 2], 3)
    plain.addInequality([3, 0, 1], 1)
    let labels: [[Double]] = [
      [-2, -2, 1], [-2, -1, 2], [0, -1, 2], [1, 0, 2], [1, 2, 1], [2, 0, 2],
    ]
    let mean = (0..<3).map { j in labels.reduce(0) { $0 + $1[j] / 6 } }
    for first in [-1e-17, 1e-17, 0, 1e-16, 2e-16, -1e-15, 1e-12, 1e-9, mean[0]] {
      for sign in [-1.0, 1] {
        plain.linear = [sign * first, sign / 3, -5 * sign / 3]
        Self.expectOptimal(plain, "\(plain.linear)")
      }
    }
    plain.linear = mean.map { -$0 }
    Self.expectOptimal(plain, "the mean")
  }

  @Test func entriesOfRoundingSizeLeadToTheirVertex() throws {
    for exponent in stride(from: -23.0, through: -1, by: 0.5) {
      for sign in [-1.0, 1] {
        var plain = Self.box(3)
        plain.addInequality([2, 0, 3], 2)
        plain.addInequality([1, 1, 1], 1.5)
        plain.linear = [sign * pow(10, exponent), 1.0 / 3, -5.0 / 3]
        Self.expectOptimal(plain, "10^\(exponent)")
        let x = try Self.solve(plain)
        // x₁ − 3/2·x₃ and the rows decide: x₃ = 1, x₁ ≤ −1/2.
        #expect((x[0] - (sign > 0 ? -1 : -0.5)).magnitude <= 1e-14, "10^\(exponent): \(x)")
      }
    }
  }

  @Test(arguments: DegenerateLinearTerm.allCases)
  func semidefiniteProgramsAreNotRefused(_ kind: DegenerateLinearTerm) throws {
    for seed in Self.seeds {
      var plain = kind.program(seed: seed)
      guard BestVertex(plain).value.high.isFinite else { continue }
      // A row of ones: its square is the quadratic term.
      plain.quadratic = Matrix(rows: plain.n, columns: plain.n, repeating: 1)
      do {
        let x = try Self.solve(plain, quadratic: plain.quadratic)
        Self.expectOptimal(x, plain, "seed \(seed)")
      } catch {
        Issue.record("seed \(seed): \(error) for \(plain)")
      }
    }
  }

  @Test(arguments: DegenerateLinearTerm.allCases)
  func strictlyConvexProgramsAreNotRefused(_ kind: DegenerateLinearTerm) throws {
    for seed in Self.seeds {
      for curvature in [1, 1e-3, 1e-9, 1e6] {
        var plain = kind.program(seed: seed)
        guard BestVertex(plain).value.high.isFinite else { continue }
        plain.quadratic = curvature * Matrix.identity(plain.n)
        do {
          let solution = try plain.solved()
          let strict = Array(solution.prefix(plain.n))
          let conditions = DoubledConditions(
            plain, x: strict, multipliers: Array(solution.dropFirst(plain.n)))
          let size = strict.reduce(0) { max($0, $1.magnitude) }
          if size > 1e-6 { #expect(conditions.displacement <= 1e-8, "seed \(seed)") }
          #expect(conditions.negativity <= 1e-10, "seed \(seed)")
          Self.expectOptimal(strict, plain, "seed \(seed), \(curvature)")
          let x = try Self.solve(plain, quadratic: plain.quadratic)
          Self.expectOptimal(x, plain, "seed \(seed), \(curvature)")
          if curvature >= 1e-3 {
            let gap = zip(x, strict).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
            #expect(gap <= 1e-9, "seed \(seed), \(curvature)")
          }
        } catch {
          Issue.record("seed \(seed), \(curvature): \(error) for \(plain)")
        }
      }
    }
  }
}
